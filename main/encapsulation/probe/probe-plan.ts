import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { PathProbeAsk } from '../../domain/encapsulation/ask.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly otherwise: number;
}

/** What an ask may settle. */
export const PROBE_BOUNDS = {
  /** Boomerangs a hop: 30 find a loss of 10 % in 95 of 100 runs. */
  count: { min: 1, max: 10_000, otherwise: 30 },
  /** A second, of all hops together. */
  rate: {
    min: 1,
    max: LIMITS.encapsulatedPerSecond,
    otherwise: LIMITS.encapsulatedPerSecond,
  },
  timeoutMs: { min: 100, max: 10_000, otherwise: 2000 },
} as const satisfies Record<string, Bounds>;

function settled(value: number | undefined, { min, max, otherwise }: Bounds): number {
  if (value === undefined || !Number.isFinite(value)) return otherwise;
  return Math.min(max, Math.max(min, Math.round(value)));
}

export const countOf = ({ count }: PathProbeAsk): number => settled(count, PROBE_BOUNDS.count);
export const timeoutOf = ({ timeoutMs }: PathProbeAsk): number => settled(timeoutMs, PROBE_BOUNDS.timeoutMs);
export const rateOf = ({ rate }: PathProbeAsk): number => settled(rate, PROBE_BOUNDS.rate);
