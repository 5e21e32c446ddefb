import type { TracePlan } from '../../types.ts';
import type { Pace } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { ProbeBook } from '../probe-book.ts';
import { hopOf, servesPath } from './once-facts.ts';
import { patienceMs } from './patience.ts';

/** Until when the probes in flight that are worth it are waited for, monotonic; past moments included. */
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
  return [...book.flying]
    .filter(serves)
    .map((record) => record.sentMono + patienceMs(record, heard.has(hop(record)), plan, finder));
}
