import type { TraceWarning } from '../../../model/trace.ts';
import type { TraceFacts, TracePlan } from '../../types.ts';
import { SILENT_GAP } from '../figures.ts';
import { HopLedger } from '../hop-ledger.ts';
import type { PathEnd, PathEndFinder } from '../path-end.ts';
import type { ProbeRecord } from '../probe-book.ts';

/**
 * Tells which hop a probe counts for; null: none. A probe with a TTL beyond the destination has reached it just
 * as well, so of all that did, the first `queries` are its figures: settled by the order of sending, not by who
 * was answered, and so few that a limit on its answers does not show. Beyond any other end nothing is counted.
 * Of SYNs that were not alone only those are counted that were answered.
 */
export function hopOf(
  plan: TracePlan,
  records: Iterable<ProbeRecord>,
  end: PathEnd | null,
): (record: ProbeRecord) => number | null {
  if (end === null) return (record) => (record.far || record.alone ? null : record.ttl);
  const isBefore = (record: ProbeRecord): boolean => !record.far && record.ttl < end.ttl;
  const isBehind = (record: ProbeRecord): boolean => record.far || record.ttl > end.ttl;
  const reaching = [...records].filter((record) =>
    end.why === 'destination' ? !isBefore(record) : !isBefore(record) && !isBehind(record),
  );
  const isVoid = plan.method === 'tcp' && end.why === 'destination' ? droppedIn(reaching) : () => false;
  const counted = new Set(reaching.filter((record) => !isVoid(record)).slice(0, plan.queries));
  return (record) => {
    if (isBefore(record)) return record.alone ? null : record.ttl;
    return counted.has(record) ? end.ttl : null;
  };
}

/**
 * The unanswered ones that tell nothing, since others were under way (see LoneQueries). If there are such, the first
 * after them may have found the server still busy with the connection that they have left half open.
 */
function droppedIn(reaching: readonly ProbeRecord[]): (record: ProbeRecord) => boolean {
  const hasDropped = reaching.some(({ alone, answer }) => !alone && answer === null);
  const firstAlone = hasDropped ? reaching.find(({ alone }) => alone) : undefined;
  return (record) => record.answer === null && (!record.alone || record === firstAlone);
}

/** Whether a probe is worth waiting for. A far one is, as long as no end is known; a lone one in any case. */
export function servesPath(
  plan: TracePlan,
  records: Iterable<ProbeRecord>,
  end: PathEnd | null,
): (record: ProbeRecord) => boolean {
  if (end === null) return () => true;
  const hop = hopOf(plan, records, end);
  return (record) => record.alone || hop(record) !== null;
}

/** Totals count every packet that left, also those that belong to no hop. */
export function onceFacts(
  plan: TracePlan,
  recordsOnce: Iterable<ProbeRecord>,
  finder: PathEndFinder,
  warnings: readonly TraceWarning[],
): TraceFacts {
  const records = [...recordsOnce];
  const end = finder.end();
  const hop = hopOf(plan, records, end);
  const last = end?.ttl ?? lastShown(plan, records, finder);
  const ledgers = Array.from({ length: last }, (_, index) => new HopLedger(index + 1));
  for (const record of records) {
    const ttl = hop(record);
    const ledger = ttl === null ? undefined : ledgers[ttl - 1];
    if (ledger !== undefined) enter(ledger, record);
  }
  const count = (fate: ProbeRecord['fate']): number =>
    records.filter((record) => record.fate === fate).length;
  return {
    reached: finder.reached,
    rounds: 1,
    sent: records.length,
    received: count('answered'),
    late: count('late'),
    duplicate: records.reduce((sum, record) => sum + record.duplicates, 0),
    hops: ledgers.map((ledger) => ledger.hop()),
    changes: [],
    links: [],
    pathMtu: null,
    warnings,
  };
}

/** Without an end: what was probed in earnest, not the few first queries that ran ahead of it. */
function lastShown(plan: TracePlan, records: readonly ProbeRecord[], finder: PathEndFinder): number {
  const probed = Math.max(0, ...records.filter((record) => !record.far).map((record) => record.ttl));
  const farthest = finder.far?.byDestination === true ? plan.maxHops : finder.farthest + SILENT_GAP;
  return Math.min(probed, farthest);
}

/** Enters what is known of a probe into the hop it counts for. */
export function enter(ledger: HopLedger, record: ProbeRecord): void {
  ledger.noteSent();
  const { answer, sent, fate } = record;
  if (fate === 'lost' || fate === 'given-up' || fate === 'late') ledger.noteLost(sent);
  if (answer !== null && fate === 'late') ledger.takeBackLost(answer, sent, true);
  if (answer !== null && fate === 'answered') ledger.noteReceived(answer, sent);
  for (let at = 0; at < record.duplicates; at += 1) ledger.noteDuplicate();
}
