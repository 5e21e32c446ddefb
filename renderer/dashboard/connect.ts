import { batch } from '@preact/signals';
import type { AppState } from '../../main/contract/app-state.ts';
import type { Api } from '../../main/contract/contract.ts';
import { reasonOf } from '../components/feedback/toasts.ts';
import { go } from './go.ts';
import { keepLists } from './lists.ts';
import { answered, state, unreachable } from './store.ts';
import { keepTraces } from './traces/trace-store.ts';

function take(told: AppState): void {
  batch(() => {
    state.value = told;
    unreachable.value = null;
    answered.value = true;
  });
}

/** Asks for all that the window shows; asked again after main could not be reached. */
async function load(api: Api): Promise<boolean> {
  try {
    take(await api.ask('state', null));
    return true;
  } catch (error) {
    unreachable.value = reasonOf(error);
    return false;
  }
}

let isListing = false;

export async function connectAgain(api: Api): Promise<void> {
  if (!(await load(api))) return;
  if (!isListing) {
    keepLists(api);
    keepTraces(api);
  }
  isListing = true;
  const destination = await api.ask('destination', null).catch(() => null);
  if (destination !== null) await go(api, destination);
}

/** Never rejects: what can't be had is said in the window. */
export async function connect(api: Api): Promise<void> {
  api.on('state', take);
  api.on('go', (destination) => void go(api, destination));
  await connectAgain(api);
}
