import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ExporterName } from '../../../main/domain/model/metrics-state.ts';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { problems, view } from '../store.ts';
import { isIn } from './draft-rules.ts';
import { ExporterNow, ExporterWord } from './exporter-state.tsx';
import { MetricsToggle } from './fields/metrics-toggle.tsx';
import { testExporter, tests } from './metrics-store.ts';
import { EXPORTER_WORDS, OUTCOME_WORDS } from './metrics-words.ts';

function TestResult({ name }: { readonly name: ExporterName }): JSX.Element | null {
  const state = tests.value.get(name);
  if (state === undefined) return null;
  if (state === 'busy') return <p class="muted">Trying, for ten seconds at most …</p>;
  const { shape, word } = OUTCOME_WORDS[state.outcome];
  return (
    <>
      <StateShape state={shape} size={12} />
      <p>
        <strong>{word}.</strong> {state.text}
      </p>
    </>
  );
}

function Test({ name }: { readonly name: ExporterName }): JSX.Element {
  const id = useId();
  const { title, test } = EXPORTER_WORDS[name];
  return (
    <div class="metrics-test">
      <div class="section-actions">
        <Button
          label={`Send a test, ${title}`}
          describedBy={id}
          busy={tests.value.get(name) === 'busy'}
          onClick={() => void testExporter(name)}
        >
          Send a test
        </Button>
        <p class="metrics-test-line muted small" id={id}>
          {test}
        </p>
      </div>
      <div class="metrics-result" role="status" data-testid={`${name}-result`}>
        <TestResult name={name} />
      </div>
    </div>
  );
}

export interface ExporterBlockProps {
  readonly name: ExporterName;
  /** Its fields. */
  readonly children: ComponentChildren;
}

/** One exporter: how it stands, and what is set; what is off and was not looked into is kept short. */
export function ExporterBlock({ name, children }: ExporterBlockProps): JSX.Element {
  const id = useId();
  const looked = useSignal(false);
  const enabled = useComputed(() => view.value?.config.metrics[name].enabled === true);
  const refused = useComputed(() => [...problems.value.keys()].some((key) => isIn(`metrics.${name}`, key)));
  // Switched off it stays as it is: somebody is at it.
  useSignalEffect(() => {
    if (enabled.value) looked.value = true;
  });
  const { title, line, toggle } = EXPORTER_WORDS[name];
  const mayClose = !enabled.value && !refused.value;
  const open = looked.value || !mayClose;
  return (
    <section class="metrics-exporter" aria-labelledby={`${id}-title`} data-exporter={name}>
      <div class="metrics-head">
        <h3 id={`${id}-title`}>{title}</h3>
        <ExporterWord name={name} />
      </div>
      <p class="muted">{line}</p>
      <div class="metrics-switch">
        <MetricsToggle path={['metrics', name, 'enabled']} label={toggle} />
        {mayClose ? (
          <Button
            look="quiet"
            label={`${open ? 'Close' : 'Set up'} ${title}`}
            expanded={open}
            onClick={() => {
              looked.value = !open;
            }}
          >
            {open ? 'Close' : 'Set up'}
          </Button>
        ) : null}
      </div>
      <ExporterNow name={name} />
      {open ? (
        <>
          {children}
          <Test name={name} />
        </>
      ) : null}
    </section>
  );
}
