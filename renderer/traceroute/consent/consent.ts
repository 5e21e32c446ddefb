import { signal } from '@preact/signals';
import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';
import { api } from '../../api.ts';
import { allow, allowance } from '../../components/encapsulation/allowance.ts';

export interface ConsentQuestion {
  readonly about: EncapsulationView;
  readonly answer: (allowed: boolean) => void;
}
/** What waits for an answer; null: nothing. */
export const question = signal<ConsentQuestion | null>(null);

async function askPerson(about: EncapsulationView): Promise<boolean> {
  const allowed = await new Promise<boolean>((answer) => {
    question.value = { about, answer };
  });
  question.value = null;
  if (allowed) await allow(about.network);
  return allowed;
}

/** Whether packets in IP-in-IP may be sent here; asks the person where nobody has said so yet. */
export async function mayBegin(): Promise<boolean> {
  const told = await api.ask('encapsulation', null);
  allowance.value = told;
  return told.allowed || askPerson(told);
}
