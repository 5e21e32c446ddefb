import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { ExporterName, ExporterState } from '../../../main/domain/model/metrics-state.ts';
import { localAgo } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { metrics, nowMs } from './metrics-store.ts';
import { figuresOf, LAST_WORDS, PHASE_WORDS } from './metrics-words.ts';

const stateOf = (name: ExporterName): ExporterState | undefined =>
  metrics.value?.states.find((state) => state.name === name);

/** Shape and word, beside the title. */
export function ExporterWord({ name }: { readonly name: ExporterName }): JSX.Element | null {
  const phase = useComputed(() => stateOf(name)?.phase ?? null);
  if (phase.value === null) return null;
  const { shape, word } = PHASE_WORDS[phase.value];
  return (
    <p class="metrics-word" role="status" data-testid={`${name}-phase`}>
      <StateShape state={shape} size={12} />
      {word}
    </p>
  );
}

/** Its own component: it changes with the clock, the others do not. */
function Last({ name, atMs }: { readonly name: ExporterName; readonly atMs: number | null }): JSX.Element {
  const now = nowMs.value;
  return (
    <div>
      <dt>{LAST_WORDS[name]}</dt>
      {/* A clock that is read once a second is at times a little behind. */}
      <dd>{atMs === null ? 'never' : localAgo(atMs, Math.max(now, atMs))}</dd>
    </div>
  );
}

/** What is said of it, and its figures; nothing while it is off. */
export function ExporterNow({ name }: { readonly name: ExporterName }): JSX.Element | null {
  const state = stateOf(name);
  if (state === undefined || state.phase === 'off') return null;
  return (
    <div class="metrics-now">
      <p role="status" data-testid={`${name}-state`}>
        {state.text}
      </p>
      <dl class="metrics-figures" data-testid={`${name}-figures`}>
        {figuresOf(state).map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <Last name={name} atMs={state.lastMs} />
      </dl>
    </div>
  );
}
