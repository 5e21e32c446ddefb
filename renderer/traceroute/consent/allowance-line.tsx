import type { JSX } from 'preact';
import { allowance } from '../../components/encapsulation/allowance.ts';
import { AllowanceActions } from '../../components/encapsulation/allowance-actions.tsx';
import { allowanceText } from '../../components/encapsulation/allowance-text.ts';
import { localExactMoment } from '../../components/local-time.ts';
import { isEncapsulated } from '../ask/ways.ts';
import { form, nowMs } from '../store.ts';
import './consent.css';

/** Beneath the fields of all that needs it: whether such packets are allowed here, and the ways to undo and check. */
export function AllowanceLine(): JSX.Element | null {
  const told = allowance.value;
  if (!isEncapsulated(form.value.way) || told === null) return null;
  return (
    <p class="allowance small muted" data-testid="allowance">
      <span>{allowanceText(told, (atMs) => localExactMoment(atMs, nowMs.value))}</span>
      <AllowanceActions told={told} look="quiet" />
    </p>
  );
}
