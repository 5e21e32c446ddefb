import type { PathProbeAsk } from '../../main/domain/encapsulation/ask.ts';
import type { PathProbeView } from '../../main/domain/model/encapsulation.ts';
import type { TraceDirection, TraceView } from '../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../main/domain/trace/ask.ts';
import { api } from '../api.ts';
import { attempt, reasonOf } from '../components/feedback/toasts.ts';
import { type CheckedAsk, checkAsk, type Refused, settlePort } from './ask/check-ask.ts';
import { type CheckedPathAsk, checkPathAsk } from './ask/check-path-ask.ts';
import { mayBegin } from './consent/consent.ts';
import { EarlyViews } from './early-views.ts';
import {
  beside,
  declined,
  fillForm,
  form,
  pathProbe,
  problem,
  showPathProbe,
  showTrace,
  soughtField,
  starting,
  take,
  takeBeside,
  view,
} from './store.ts';

const earlyTraces = new EarlyViews<TraceView>();
const earlyProbes = new EarlyViews<PathProbeView>();

/** How a trace goes on. Others may run: those of other windows, or at the onset of an incident. */
export function heard(told: TraceView): void {
  if (starting.peek()) earlyTraces.add(told);
  if (told.id === view.peek()?.id) take(told);
  else if (told.id === beside.peek()?.id) takeBeside(told);
}

export function heardPathProbe(told: PathProbeView): void {
  if (starting.peek()) earlyProbes.add(told);
  if (told.id === pathProbe.peek()?.id) pathProbe.value = told;
}

const stopTrace = async (shown: TraceView | null): Promise<void> => {
  if (shown?.status === 'running') await api.ask('stopTrace', { id: shown.id });
};
const stopPathProbe = async (shown: PathProbeView | null): Promise<void> => {
  if (shown?.status === 'running') await api.ask('stopPathProbe', { id: shown.id });
};

const stopAll = (): Promise<unknown> =>
  Promise.all([stopTrace(view.peek()), stopTrace(beside.peek()), stopPathProbe(pathProbe.peek())]);

export const stopQuietly = (): Promise<unknown> => stopAll().catch(() => null);

export function stop(): void {
  void attempt(stopAll);
}

/** A refusal stands beside the address, since that is what it is about. */
async function begin(needsConsent: boolean, work: () => Promise<void>): Promise<void> {
  if (starting.peek()) return;
  starting.value = true;
  problem.value = null;
  declined.value = false;
  try {
    if (needsConsent && !(await mayBegin())) {
      declined.value = true;
    } else {
      await stopQuietly();
      await work();
    }
  } catch (error) {
    problem.value = { field: 'host', text: reasonOf(error) };
    soughtField.value += 1;
  }
  starting.value = false;
  earlyTraces.clear();
  earlyProbes.clear();
}

/** The way there, to be laid beside the way back, which can be told without it. */
async function companionOf({ host, family, maxHops }: TraceAsk): Promise<TraceView | null> {
  const most = maxHops === undefined ? {} : { maxHops };
  const ask: TraceAsk = { host, family, method: 'auto', mode: 'once', ...most };
  return api.ask('startTrace', ask).catch(() => null);
}

/** A trace; of the way back: the way there with it. */
export function run(ask: TraceAsk): Promise<void> {
  const direction = ask.way?.direction ?? 'forward';
  return begin(direction !== 'forward', async () => {
    const begun = await api.ask('startTrace', ask);
    const companion = direction === 'reverse' ? await companionOf(ask) : null;
    showTrace(earlyTraces.latest(begun), companion === null ? null : earlyTraces.latest(companion));
  });
}

export function runPathProbe(ask: PathProbeAsk): Promise<void> {
  return begin(true, async () => {
    const begun = await api.ask('startPathProbe', ask);
    showPathProbe(earlyProbes.latest(begun));
  });
}

function refuse({ field, text }: Refused): void {
  problem.value = { field, text };
}

function startTrace(checked: CheckedAsk): void {
  if (checked.ok) {
    form.value = { ...form.peek(), host: checked.ask.host };
    void run(checked.ask);
  } else {
    refuse(checked);
  }
}

function startPathProbe(checked: CheckedPathAsk): void {
  if (checked.ok) void runPathProbe(checked.ask);
  else refuse(checked);
}

/** Starts what the fields hold. A port behind the address is put where ports belong, to be seen. */
export function start(): void {
  const asked = form.peek();
  if (asked.way === 'path') {
    startPathProbe(checkPathAsk(asked));
    return;
  }
  const settled = settlePort(asked);
  if (!settled.ok) {
    refuse(settled);
    return;
  }
  if (settled.form !== asked) fillForm(settled.form);
  startTrace(checkAsk(settled.form));
}

/** The same of another host; where that is of no use to the one that was asked for. */
export function startFrom(way: TraceDirection, address: string): void {
  const host = way === 'between' ? { from: address } : { host: address };
  form.value = { ...form.peek(), way, ...host };
  start();
}
