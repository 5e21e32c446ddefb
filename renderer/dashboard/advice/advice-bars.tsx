import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Advice } from '../../../main/contract/app-state.ts';
import { Button } from '../../components/button.tsx';
import { attempt } from '../../components/feedback/toasts.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { state } from '../store.ts';
import { ACTIONS } from './actions.ts';
import './advice-bars.css';

function AdviceBar({ advice }: { readonly advice: Advice }): JSX.Element {
  const busy = useSignal(false);
  const button = advice.action === null ? null : ACTIONS[advice.action];
  const onClick = async (): Promise<void> => {
    if (button === null) return;
    busy.value = true;
    await attempt(button.act);
    busy.value = false;
  };
  return (
    <li class="advice" data-advice={advice.id}>
      <StateShape state="degraded" />
      <p>
        <strong>{advice.what}</strong> {advice.wayOut}
      </p>
      {button === null ? null : (
        <Button onClick={() => void onClick()} busy={busy.value}>
          {button.title}
        </Button>
      )}
    </li>
  );
}

/** What the user should know about Faultline itself. Why nothing is measured stands in the verdict already. */
export function AdviceBars(): JSX.Element | null {
  const shown = useComputed(() =>
    state.value.advice.filter(({ id }) => !(id === 'engine' && state.value.phase === 'failed')),
  );
  if (shown.value.length === 0) return null;
  return (
    <ul class="advice-bars" aria-label="About Faultline itself">
      {shown.value.map((advice) => (
        <AdviceBar key={advice.id} advice={advice} />
      ))}
    </ul>
  );
}
