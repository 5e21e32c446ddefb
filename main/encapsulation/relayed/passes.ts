import type { TraceHop } from '../../domain/model/trace.ts';
import { wilson95 } from '../../domain/statistics/wilson.ts';
import type { TraceFacts } from '../../domain/trace/types.ts';

/**
 * Queries a hop of each pass of a trace through somebody else. Every packet is of some strange kind to whoever forwards
 * it, so two do where nothing gets lost. Where something does, two leave hops without an answer that are there, and
 * take for the distance of the end the first TTL whose packet got there: fourteen in all do that in one of a thousand
 * runs where 60 % are lost.
 */
export const QUERIES = [2, 4, 8] as const;

const isSilent = ({ nodes }: TraceHop): boolean => nodes.length === 0;

/** Whether `pass`, from 0, leaves something open that a further one may settle. */
export function wantsMore(facts: TraceFacts, pass: number): boolean {
  if (pass + 1 >= QUERIES.length || facts.hops.every(isSilent)) return false;
  const isLossy = facts.hops.some((hop) => !isSilent(hop) && (hop.lossPercent ?? 0) > 0);
  // Of a hop that only keeps silent four more tries are enough, and of a way that goes nowhere these.
  return isLossy || (pass === 0 && facts.reached && facts.hops.some(isSilent));
}

/** A packet with that TTL was lost on a way that is not longer: so the end lost it. */
function withLost(end: TraceHop, ttl: number, silent: readonly TraceHop[]): TraceHop {
  const lostThere = silent.reduce((sum, { sent }) => sum + sent, 0);
  if (lostThere === 0) return { ...end, ttl };
  const known = end.lossPercent === null ? 0 : Math.max(end.sent, 1);
  const lost = Math.round(((end.lossPercent ?? 0) / 100) * known) + lostThere;
  const [low, high] = wilson95(lost, known + lostThere);
  return {
    ...end,
    ttl,
    sent: end.sent + lostThere,
    lossPercent: (100 * lost) / (known + lostThere),
    interval95: [100 * low, 100 * high],
  };
}

/** The same, with its end no farther than `ttl`; no nearer than behind the last router that answered. */
export function endingAt(facts: TraceFacts, ttl: number | null): TraceFacts {
  const { hops } = facts;
  const end = hops.at(-1);
  if (!facts.reached || ttl === null || end === undefined) return facts;
  const lastRouter = hops.slice(0, -1).findLast((hop) => !isSilent(hop))?.ttl ?? 0;
  const at = Math.max(ttl, lastRouter + 1);
  if (at >= end.ttl) return facts;
  return { ...facts, hops: [...hops.slice(0, at - 1), withLost(end, at, hops.slice(at - 1, -1))] };
}

/** What two passes show together: of each hop what the later one does, unless only the earlier saw it. */
export function joined(before: TraceFacts, after: TraceFacts): TraceFacts {
  const isFarther = after.hops.length >= before.hops.length;
  const isAfter = after.reached || (!before.reached && isFarther);
  const [base, other] = isAfter ? [after, before] : [before, after];
  const cut = endingAt(base, other.reached ? (other.hops.at(-1)?.ttl ?? null) : null);
  const last = cut.hops.length - 1;
  const hops = cut.hops.map((hop, at) => {
    const seen = other.hops[at];
    const isOnlyThere = isSilent(hop) && at < last && seen !== undefined && !isSilent(seen);
    return isOnlyThere ? seen : hop;
  });
  return {
    ...cut,
    hops,
    sent: before.sent + after.sent,
    received: before.received + after.received,
    late: before.late + after.late,
    duplicate: before.duplicate + after.duplicate,
  };
}
