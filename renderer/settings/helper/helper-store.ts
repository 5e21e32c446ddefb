import { batch, signal } from '@preact/signals';
import type { HelperView } from '../../../main/contract/helper-view.ts';
import type { HelperChoice } from '../../../main/domain/model/helper-way.ts';
import { api } from '../../api.ts';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { willAsk } from './helper-words.ts';

/** What main told last; null: not told yet. */
export const helper = signal<HelperView | null>(null);
/** Picked, but not in use; null: what is in use. */
export const picked = signal<HelperChoice | null>(null);

/** The last thing that a person wanted of the helper here. */
export type Attempt =
  | { readonly kind: 'none' }
  /** `asks`: a password is wanted. */
  | { readonly kind: 'waiting'; readonly asks: boolean }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string };
export const attempted = signal<Attempt>({ kind: 'none' });

function take(told: HelperView): void {
  batch(() => {
    const came = helper.peek()?.active === null && told.active !== null;
    helper.value = told;
    if (came && attempted.peek().kind === 'refused') attempted.value = { kind: 'none' };
  });
}

/** What can't be had now comes with the next change. */
export async function followHelper(): Promise<void> {
  api.on('helper', take);
  const told = await api.ask('helper', null).catch(() => null);
  if (told !== null) take(told);
}

/** Picking is not asking: nothing happens until the button is pressed. */
export function pick(choice: HelperChoice): void {
  batch(() => {
    picked.value = choice;
    attempted.value = { kind: 'none' };
  });
}

/** Starts the helper that way, which is kept when it runs; a person may be asked for a password. */
export async function useWay(choice: HelperChoice): Promise<void> {
  const view = helper.peek();
  if (view === null || attempted.peek().kind === 'waiting') return;
  attempted.value = { kind: 'waiting', asks: willAsk(view, choice) };
  try {
    const told = await api.ask('useHelperWay', { choice });
    batch(() => {
      picked.value = null;
      attempted.value = { kind: 'done' };
      take(told);
    });
  } catch (error) {
    // Nothing was kept, and what was running may run on; what was picked stays so, to be tried again.
    const told = await api.ask('helper', null).catch(() => null);
    batch(() => {
      if (told !== null) helper.value = told;
      attempted.value = { kind: 'refused', reason: reasonOf(error) };
    });
  }
}
