import type { Incident } from '../../domain/model/incident.ts';
import type { TraceSummary, TraceView } from '../../domain/model/trace.ts';
import { HistoryError } from '../../history/errors.ts';
import type { HistoryReader } from '../../history/types.ts';
import { type CommandEnd, usageEnd } from '../exit-codes.ts';
import { isoTime } from '../json-time.ts';

/** What a history lists at most. */
const LISTED = 1000;

type TraceReader = Pick<HistoryReader, 'traces' | 'trace'>;

/** The traces taken when each incident began, by its id, IPv4 first; without the healthy ones they were compared with. */
export async function onsetTraces(
  reader: TraceReader,
  incidents: readonly Incident[],
): Promise<ReadonlyMap<string, readonly TraceSummary[]>> {
  const found = new Map<string, readonly TraceSummary[]>();
  for (const { id } of incidents) {
    const traces = await reader.traces({ limit: LISTED, incident: id });
    const taken = traces.filter(({ reason }) => reason === 'incident');
    found.set(
      id,
      taken.toSorted((a, b) => a.family - b.family || a.atMs - b.atMs),
    );
  }
  return found;
}

export const onsetTraceJson = (trace: TraceSummary) => ({
  id: trace.id,
  at: isoTime(trace.atMs),
  family: trace.family,
  address: trace.address,
  method: trace.method,
  reached: trace.reached,
  sentence: trace.sentence.text,
});

type TraceFinding =
  | { readonly ok: true; readonly view: TraceView }
  | { readonly ok: false; readonly end: CommandEnd };

const refuse = (what: string, wayOut: string): TraceFinding => ({
  ok: false,
  end: usageEnd(what, '--trace', wayOut),
});

/** A kept trace by its id or the beginning of it. Rejects as the history does, but for one that is not there. */
export async function findTrace(reader: TraceReader, given: string): Promise<TraceFinding> {
  const traces = await reader.traces({ limit: LISTED });
  const isExact = traces.some(({ id }) => id === given);
  const fitting = isExact ? [] : traces.filter(({ id }) => id.startsWith(given));
  if (fitting.length > 1)
    return refuse(`${fitting.length} traces begin with ${given}`, 'write more of the id');
  try {
    return { ok: true, view: await reader.trace(fitting[0]?.id ?? given) };
  } catch (error) {
    if (!(error instanceof HistoryError) || error.code !== 'missing') throw error;
    return refuse(`no trace has the id ${given}, or begins with it`, 'see "faultline incidents"');
  }
}
