import type { TracePlan } from '../../types.ts';
import { type Pace, QUIET_MS } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { ProbeBook } from '../probe-book.ts';
import { hopOf, servesPath } from './once-facts.ts';
import { patienceMs } from './patience.ts';

/**
 * Until when the probes that are worth it are waited for, monotonic; past moments included. Those in flight; and those
 * called lost, once an answer has come back later than the time limit: theirs may be as long on the way.
 */
export function waitsMono(
  plan: TracePlan,
  pace: Pace,
  book: ProbeBook,
  finder: PathEndFinder,
): readonly number[] {
  const end = finder.end();
  const hop = hopOf(plan, book.all(), end);
  const serves = servesPath(plan, book.all(), end);
  const heard = new Set<number | null>();
  if (pace.judges) for (const record of book.all()) if (record.answer !== null) heard.add(hop(record));
  heard.delete(null);
  const waits = [...book.flying]
    .filter(serves)
    .map((record) => record.sent.monoMs + patienceMs(record, heard.has(hop(record)), plan, finder));
  if (!pace.judges || finder.longestMs <= plan.timeoutMs) return waits;
  const lost = [...book.all()].filter((record) => record.fate === 'lost' && serves(record));
  return [...waits, ...lost.map((record) => record.sent.monoMs + finder.longestMs + QUIET_MS)];
}
