import {
  burstyLine,
  heavyTailedLine,
  type LineModel,
  steadyLine,
  withMicroBursts,
} from '../../unit/outage/simulator/line-model.ts';

/** A floor and an exponential tail above it; more of a tail while the line is in its bad state. */
interface FlooredRoundTrips {
  readonly type: 'floored';
  readonly floorMs: number;
  readonly jitterMs: number;
  readonly badExtraMs: number;
}

/** Log-normal around a level that wanders slowly (`wanderMs` is its memory); sigmas are natural logarithms. */
interface LogNormalRoundTrips {
  readonly type: 'log-normal';
  readonly medianMs: number;
  readonly sigma: number;
  readonly wanderSigma: number;
  readonly wanderMs: number;
}

/** What a line does to a single packet. */
export interface LineFigures {
  readonly timeoutMs: number;
  readonly roundTrips: FlooredRoundTrips | LogNormalRoundTrips;
  /** Independent loss outside of bursts. */
  readonly loss: number;
  /** Loss while in the bad state, and mean holding times of the two states. */
  readonly bursts?: { readonly goodMs: number; readonly badMs: number; readonly loss: number };
  /** Complete interruptions: mean time between them and bounds of their length. */
  readonly microBursts?: { readonly everyMs: number; readonly leastMs: number; readonly mostMs: number };
}

/** A line packet by packet, and the same line in bins: the figures of both are the same ones. */
export interface BenchLine extends LineFigures {
  readonly name: string;
  packets(): LineModel;
  /** Median, log-normal spread of a packet, and spread and memory of the slowly wandering level. */
  readonly latency: {
    readonly medianMs: number;
    readonly sigma: number;
    readonly wanderSigma: number;
    readonly wanderMs: number;
  };
}

const HOUR_MS = 3_600_000;
const STILL = { wanderSigma: 0.02, wanderMs: 600_000 };
const LTE = { medianMs: 45, sigma: 0.45, wanderSigma: 0.25, wanderMs: 120_000 };

const floored = (floorMs: number, jitterMs: number, badExtraMs = 0): FlooredRoundTrips => ({
  type: 'floored',
  floorMs,
  jitterMs,
  badExtraMs,
});

/** Six plausible lines, from the easiest to the hardest to judge. */
export const LINES: readonly BenchLine[] = [
  benchLine('clean fibre', {
    timeoutMs: 1000,
    roundTrips: floored(4, 0.5),
    loss: 0.00001,
    latency: { medianMs: 4.4, sigma: 0.1, ...STILL },
  }),
  benchLine('DSL, rare loss', {
    timeoutMs: 1000,
    roundTrips: floored(22, 3),
    loss: 0.0005,
    latency: { medianMs: 24, sigma: 0.12, ...STILL },
  }),
  benchLine('bursty Wi-Fi', {
    timeoutMs: 1000,
    roundTrips: floored(18, 6, 60),
    loss: 0.0005,
    bursts: { goodMs: 20_000, badMs: 300, loss: 0.6 },
    latency: { medianMs: 22, sigma: 0.3, wanderSigma: 0.15, wanderMs: 60_000 },
  }),
  benchLine('LTE, heavy-tailed', {
    timeoutMs: 1000,
    roundTrips: { type: 'log-normal', ...LTE },
    loss: 0.001,
    latency: LTE,
  }),
  benchLine('cable, hourly micro-bursts', {
    timeoutMs: 1000,
    roundTrips: floored(14, 3),
    loss: 0.0002,
    microBursts: { everyMs: HOUR_MS, leastMs: 200, mostMs: 2_500 },
    latency: { medianMs: 16, sigma: 0.15, ...STILL },
  }),
  benchLine('satellite, 600 ms', {
    timeoutMs: 2600,
    roundTrips: floored(600, 15),
    loss: 0.001,
    latency: { medianMs: 610, sigma: 0.03, ...STILL },
  }),
];

function benchLine(name: string, figures: LineFigures & Pick<BenchLine, 'latency'>): BenchLine {
  return { name, ...figures, packets: () => packetsOf(figures) };
}

/** The line as a model that draws every packet in turn. */
export function packetsOf({ roundTrips, loss, bursts, microBursts }: LineFigures): LineModel {
  if (roundTrips.type === 'log-normal') return heavyTailedLine({ ...roundTrips, loss });
  const { floorMs: rttMs, jitterMs, badExtraMs } = roundTrips;
  const line =
    bursts === undefined
      ? steadyLine({ rttMs, jitterMs, loss })
      : burstyLine({ ...bursts, goodLoss: loss, badLoss: bursts.loss, rttMs, jitterMs, badExtraMs });
  return microBursts === undefined ? line : withMicroBursts(line, microBursts);
}
