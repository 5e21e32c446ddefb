import { LIMITS } from '../../../helper/protocol/limits.ts';
import { TRACE_METHODS, type TraceMethod, type TraceMode } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { TracePlan } from '../../domain/trace/types.ts';
import type { Target } from '../host/literal.ts';

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly otherwise: number;
}

/** What an ask may settle. */
export const TRACE_BOUNDS = {
  maxHops: { min: 1, max: 64, otherwise: 32 },
  queries: { min: 1, max: 10, otherwise: 3 },
  timeoutMs: { min: 100, max: 10_000, otherwise: 2000 },
  /** Faster than five rounds a second is a flood to home routers. */
  intervalMs: { min: 200, max: 60_000, otherwise: 1000 },
  size: { min: LIMITS.probeSizeMin, max: LIMITS.probeSizeMax, otherwise: 64 },
} as const satisfies Record<string, Bounds>;

/** The first port of the range that traceroutes have always used; and the one that most servers listen on. */
const PORT: Readonly<Record<TraceMethod, number>> = { udp: 33_434, tcp: 443, icmp: 0 };

/** Two rounds of all hops of a long path: more at once only fills queues. */
const WINDOW = 64;

/** Always the same one, so that traces of different days follow the same path. */
const FLOW = 0;

function settled(value: number | undefined, { min, max, otherwise }: Bounds): number {
  if (value === undefined || !Number.isFinite(value)) return otherwise;
  return Math.min(max, Math.max(min, Math.round(value)));
}

function portOf(method: TraceMethod, port: number | undefined): number {
  return method === 'icmp' ? PORT.icmp : settled(port, { min: 1, max: 65_535, otherwise: PORT[method] });
}

/** Bytes of each packet. */
export const sizeOf = (ask: TraceAsk): number => settled(ask.size, TRACE_BOUNDS.size);

/** The same where it was chosen and matters; undefined: the usual one, or that of a SYN. */
export function chosenSize(ask: TraceAsk, method: TraceMethod): number | undefined {
  const size = sizeOf(ask);
  return method === 'tcp' || size === TRACE_BOUNDS.size.otherwise ? undefined : size;
}

/** Where it was chosen and matters; undefined: the usual one, or none. */
export const chosenPort = ({ port }: TraceAsk, method: TraceMethod): number | undefined =>
  method === 'icmp' || port === undefined ? undefined : portOf(method, port);

/** What `auto` tries in turn. A SYN has its own small size, so it can't stand for the large packets asked for. */
export function methodsFor(ask: TraceAsk): readonly [TraceMethod, ...TraceMethod[]] {
  return sizeOf(ask) > TRACE_BOUNDS.size.otherwise ? ['udp', 'icmp'] : TRACE_METHODS;
}

export function planOf(ask: TraceAsk, target: Target, method: TraceMethod, mode: TraceMode): TracePlan {
  const maxHops = settled(ask.maxHops, TRACE_BOUNDS.maxHops);
  const { expectedHops } = ask;
  return {
    mode,
    family: target.family,
    address: target.address,
    method,
    port: portOf(method, ask.port),
    size: sizeOf(ask),
    maxHops,
    queries: settled(ask.queries, TRACE_BOUNDS.queries),
    timeoutMs: settled(ask.timeoutMs, TRACE_BOUNDS.timeoutMs),
    window: WINDOW,
    intervalMs: settled(ask.intervalMs, TRACE_BOUNDS.intervalMs),
    flow: FLOW,
    expectedHops:
      expectedHops === undefined ? null : settled(expectedHops, { min: 1, max: maxHops, otherwise: 1 }),
    findMtu: ask.findMtu === true && mode === 'once',
  };
}
