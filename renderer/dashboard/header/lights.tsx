import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Subject } from '../../../main/domain/model/health.ts';
import { Hint } from '../../components/hint.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { state } from '../store.ts';
import { LIGHT_ORDER, lightView, MAIN_LIGHTS } from './light-view.ts';
import './lights.css';

function LightCell({ subject }: { readonly subject: Subject }): JSX.Element {
  const view = useComputed(() => lightView(state.value.lights, subject));
  const { health, name, explanation, word, rtt, loss } = view.value;
  return (
    <li class={`light ${MAIN_LIGHTS.includes(subject) ? 'light-main' : 'light-side'}`} data-subject={subject}>
      <StateShape state={health} size={20} />
      <div class="light-body">
        <p class="light-head">
          <Hint text={explanation}>{name}</Hint>
          <span class={`light-word light-${health}`}>{word}</span>
        </p>
        <p class="light-figures small">
          <span class="unseen">In the last minute: </span>
          <span class="light-rtt">{rtt}</span>
          <span class="light-loss">
            {loss}
            <span> lost</span>
          </span>
        </p>
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
