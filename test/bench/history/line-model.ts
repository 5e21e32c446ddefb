import { KINDS, type Kind } from '../../../main/domain/model/kind.ts';
import type { Outcome } from '../../../main/domain/model/sample.ts';
import { Rollup } from '../../../main/history/codec/rollup.ts';

/** A line to be remembered: a base, jitter around it, a tail of queueing, seldom a spike; microseconds. */
export interface LineModel {
  readonly name: string;
  readonly baseUs: number;
  /** Standard deviation of the logarithm. */
  readonly jitter: number;
  readonly queueShare: number;
  readonly queueUs: number;
  readonly loss: number;
}

export const LINES = {
  fibre: { name: 'fibre', baseUs: 8000, jitter: 0.02, queueShare: 0.1, queueUs: 500, loss: 0.001 },
  cable: { name: 'cable', baseUs: 15_000, jitter: 0.05, queueShare: 0.15, queueUs: 4000, loss: 0.003 },
  wifi: { name: 'wifi', baseUs: 25_000, jitter: 0.15, queueShare: 0.15, queueUs: 20_000, loss: 0.01 },
} as const satisfies Record<string, LineModel>;

const SPIKE_SHARE = 0.003;
const SPIKE_US = 60_000;

export type Random = () => number;

/** Numerical Recipes' generator: the same line in every run. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

export interface Draw {
  readonly outcome: Outcome;
  readonly rttUs: number | null;
}

export function draw(line: LineModel, random: Random): Draw {
  if (random() < line.loss) return { outcome: 'lost', rttUs: null };
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const queue = random() < line.queueShare ? -Math.log(random()) * line.queueUs : 0;
  const spike = random() < SPIKE_SHARE ? random() * SPIKE_US : 0;
  return {
    outcome: 'reply',
    rttUs: Math.round(line.baseUs * Math.exp(normal * line.jitter) + queue + spike),
  };
}

export function drawRollup(line: LineModel, random: Random, samples: number): Rollup {
  const rollup = new Rollup();
  for (let i = 0; i < samples; i += 1) {
    const { outcome, rttUs } = draw(line, random);
    rollup.add(outcome, rttUs);
  }
  return rollup;
}

export interface BenchSeries {
  readonly kind: Kind;
  readonly anchor: string;
  readonly line: LineModel;
}

/** Three anchors a kind, each a little further away than the one before. */
export function benchSeries(line: LineModel): readonly BenchSeries[] {
  return KINDS.flatMap((kind, k) =>
    [1, 2, 3].map((number) => ({
      kind,
      anchor: `192.0.2.${number}`,
      line: { ...line, baseUs: line.baseUs * (1 + 0.2 * number + 0.05 * k) },
    })),
  );
}
