import { batch } from '@preact/signals';
import type { AppState } from '../../main/contract/app-state.ts';
import type { Api, Destination } from '../../main/contract/contract.ts';
import { followAllowance } from '../components/encapsulation/allowance.ts';
import { reasonOf } from '../components/feedback/toasts.ts';
import { show } from './actions.ts';
import { formOf } from './ask/check-ask.ts';
import { heard, heardPathProbe, run } from './running.ts';
import { fillForm, kept, keptTrouble, mode, nowMs, soughtField, targets } from './store.ts';

export async function askForKept(api: Api): Promise<void> {
  try {
    const answer = await api.ask('traces', { incident: null });
    batch(() => {
      kept.value = answer;
      keptTrouble.value = null;
    });
  } catch (error) {
    keptTrouble.value = reasonOf(error);
  }
}

/** Without them the field suggests nothing: no reason to complain. */
async function askForTargets(api: Api): Promise<void> {
  const answer = await api.ask('traceTargets', null).catch(() => null);
  if (answer !== null) targets.value = answer;
}

function askAgain(api: Api): void {
  void askForKept(api);
  void askForTargets(api);
}

/** What is kept can be read once the engine runs, and the router is another in another network. */
function hearStates(api: Api): (state: AppState) => void {
  let known: string | null = null;
  return ({ mode: told, atMs, phase, network }) => {
    batch(() => {
      nowMs.value = atMs;
      mode.value = told;
    });
    const where = `${phase} ${network}`;
    if (known !== null && where !== known) askAgain(api);
    known = where;
  };
}

async function go(destination: Destination | null): Promise<void> {
  const trace = destination?.trace ?? { kind: 'ask' };
  switch (trace.kind) {
    case 'run':
      fillForm(formOf(trace.ask));
      await run(trace.ask);
      return;
    case 'show':
      await show(trace.id);
      return;
    case 'ask':
      soughtField.value += 1;
  }
}

/** Never rejects: what can't be had is said in the window. */
export async function connect(api: Api): Promise<void> {
  api.on('trace', heard);
  api.on('pathProbe', heardPathProbe);
  const hearState = hearStates(api);
  api.on('state', hearState);
  api.on('go', (destination) => void go(destination));
  api.on('tracesChanged', () => askAgain(api));
  askAgain(api);
  void followAllowance();
  void api.ask('state', null).then(hearState, () => undefined);
  await go(await api.ask('destination', null).catch(() => null));
}
