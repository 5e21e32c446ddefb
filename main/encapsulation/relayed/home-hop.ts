import type { TraceHop, TraceWarning } from '../../domain/model/trace.ts';
import type { TraceFacts } from '../../domain/trace/types.ts';
import type { Relay } from './relay-sender.ts';

/** What a trace says that ended before home because nothing is to be seen there. */
const BEFORE_HOME: ReadonlySet<string> = new Set(['max-hops', 'destination-silent']);

const UNSEEN: TraceWarning = {
  code: 'home-unseen',
  text: 'The last step, to this machine, was not seen: its kernel drops packets that claim to come from itself. Its distance follows from the TTLs with which the answers of the routers came in.',
};

const unseen = (ttl: number, address: string): TraceHop => ({
  ttl,
  sent: 0,
  received: 0,
  late: 0,
  duplicate: 0,
  lossPercent: null,
  interval95: null,
  reading: 'unknown',
  rttMs: null,
  nodes: [
    {
      address,
      name: null,
      note: null,
      received: 0,
      rttMs: null,
      answers: [],
      mpls: [],
      interfaces: [],
      translated: false,
    },
  ],
  samples: [],
});

/**
 * The facts of a reverse trace whose end was not seen, with this machine in its place: how far it is, is known by other
 * evidence. Not without any answer, nor where the last hops asked lie before it.
 */
export function withHome(facts: TraceFacts, home: Relay['home'], own: string): TraceFacts {
  if (home === null || home.way !== null || facts.reached) return facts;
  const hops = facts.hops.slice(0, home.ttl - 1);
  if (hops.length < home.ttl - 1 || hops.every(({ nodes }) => nodes.length === 0)) return facts;
  const warnings = facts.warnings.filter(({ code }) => !BEFORE_HOME.has(code));
  return { ...facts, reached: true, hops: [...hops, unseen(home.ttl, own)], warnings: [...warnings, UNSEEN] };
}
