import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Subject } from '../../../main/domain/model/health.ts';
import { Hint } from '../../components/hint.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { state } from '../store.ts';
import { LIGHT_ORDER, lightView, MAIN_LIGHTS } from './light-view.ts';
import './lights.css';

function LightCell({ subject }: { readonly subject: Subject }): JSX.Element {
  const view = useComputed(() => lightView(state.value.lights, subject, state.value.pause !== null));
  const { shown, name, explanation, word, figures, instead } = view.value;
  return (
    <li class={`light ${MAIN_LIGHTS.includes(subject) ? 'light-main' : 'light-side'}`} data-subject={subject}>
      <StateShape state={shown} size={20} />
      <div class="light-body">
        <p class="light-head">
          <Hint text={explanation}>{name}</Hint>
          {word === '' ? null : <span class={`light-word light-${shown}`}>{word}</span>}
        </p>
        {figures === null ? (
          <p class="light-figures small">{instead}</p>
        ) : (
          <p class="light-figures small">
            <span class="unseen">In the last minute: </span>
            <span>{figures.rtt}</span>
            <span>{figures.loss} lost</span>
          </p>
        )}
      </div>
    </li>
  );
}

export function Lights(): JSX.Element {
  return (
    <ul class="lights" aria-label="What works, with the figures of the last minute">
      {LIGHT_ORDER.map((subject) => (
        <LightCell key={subject} subject={subject} />
      ))}
    </ul>
  );
}
