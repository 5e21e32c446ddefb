import { batch, computed, effect, signal } from '@preact/signals';
import type { Api, TraceTargets } from '../../../main/contract/contract.ts';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { state } from '../store.ts';

/** Kept traces, newest first; null: not answered yet. */
export const traces = signal<readonly TraceSummary[] | null>(null);
/** Why they could not be asked for; null: they could. */
export const traceTrouble = signal<string | null>(null);

export const targets = signal<TraceTargets>({ anchors: [], gateways: [], recent: [] });

/** What the charts measure, as it is set. */
export const anchors = signal<readonly Anchor[]>([]);

/** Counts up when a trace was kept: what lists those of an incident asks again. */
export const traceChanges = signal(0);

export async function askForTraces(api: Api): Promise<void> {
  try {
    const answer = await api.ask('traces', { incident: null });
    batch(() => {
      traces.value = answer;
      traceTrouble.value = null;
    });
  } catch (error) {
    traceTrouble.value = reasonOf(error);
  }
}

/** Without them there is less to choose from: no reason to complain. */
async function askForTargets(api: Api): Promise<void> {
  const answer = await api.ask('traceTargets', null).catch(() => null);
  if (answer !== null) targets.value = answer;
}

async function askForAnchors(api: Api): Promise<void> {
  const answer = await api.ask('settings', null).catch(() => null);
  if (answer !== null) anchors.value = answer.config.anchors;
}

export async function refreshTraces(api: Api): Promise<void> {
  await Promise.all([askForTraces(api), askForTargets(api), askForAnchors(api)]);
}

/** Keeps traces and whom one could trace in step with what main tells. */
export function keepTraces(api: Api): void {
  api.on('tracesChanged', () => {
    traceChanges.value += 1;
    void askForTraces(api);
    void askForTargets(api);
  });
  api.on('incidentsChanged', () => void askForTargets(api));
  api.on('settings', ({ config }) => {
    anchors.value = config.anchors;
    void askForTargets(api);
  });
  // What is kept can be read once the engine runs, and the router is another in another network.
  const where = computed(() => `${state.value.phase} ${state.value.network}`);
  effect(() => {
    void where.value;
    void refreshTraces(api);
  });
}
