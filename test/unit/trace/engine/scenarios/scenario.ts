import type { TracePlan } from '../../../../../main/domain/trace/types.ts';
import type { SimOptions, SimRun } from '../../../../support/trace/run.ts';
import type { Routing } from '../../../../support/trace/topology.ts';

/** A network, and what a trace over it must say. */
export interface Scenario {
  readonly name: string;
  readonly plan?: Partial<TracePlan>;
  readonly routing: Routing;
  readonly options?: SimOptions;
  readonly expect: {
    readonly reached: boolean;
    /** The address that answers most at each hop, `*` for a silent one. */
    readonly hops: readonly string[];
    /** Codes, in order. */
    readonly warnings: readonly string[];
    /** Virtual time, ms. */
    readonly withinMs: number;
    readonly packets: number;
    /** Anything else, each named for the message of its failure. */
    readonly also?: Readonly<Record<string, (run: SimRun) => boolean>>;
  };
}

/** 10.0.0.`from` to 10.0.0.`to`. */
export const routers = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `10.0.0.${from + index}`);

export const silent = (count: number): string[] => Array.from({ length: count }, () => '*');

/** Round trip to the end of a path of equal links, ms. */
export const roundTrip = (hops: number, linkMs: number): number => 2 * hops * linkMs;
/** What a complete trace may take. */
export const budget = (roundTripMs: number): number => 1.2 * roundTripMs + 150;

export const everyHop =
  (holds: (hop: SimRun['facts']['hops'][number]) => boolean) =>
  (run: SimRun): boolean =>
    run.facts.hops.every(holds);
