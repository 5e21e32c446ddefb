import {
  burstyLine,
  heavyTailedLine,
  type LineModel,
  steadyLine,
  withMicroBursts,
} from '../../unit/outage/simulator/line-model.ts';

/** A line packet by packet, and the same line in bins: the figures of both are the same ones. */
export interface BenchLine {
  readonly name: string;
  readonly timeoutMs: number;
  packets(): LineModel;
  /** Independent loss outside of bursts. */
  readonly loss: number;
  /** Loss while in the bad state, and mean holding times of the two states. */
  readonly bursts?: { readonly goodMs: number; readonly badMs: number; readonly loss: number };
  /** Complete interruptions: mean time between them and bounds of their length. */
  readonly microBursts?: { readonly everyMs: number; readonly leastMs: number; readonly mostMs: number };
  /** Median, log-normal spread of a packet, and spread and memory of the slowly wandering level. */
  readonly latency: {
    readonly medianMs: number;
    readonly sigma: number;
    readonly wanderSigma: number;
    readonly wanderMs: number;
  };
}

const STILL = { wanderSigma: 0.02, wanderMs: 600_000 };

const HOUR_MS = 3_600_000;
const WIFI = { goodMs: 20_000, badMs: 300, loss: 0.6 };
const MICRO = { everyMs: HOUR_MS, leastMs: 200, mostMs: 2_500 };
const LTE = { medianMs: 45, sigma: 0.45, wanderSigma: 0.25, wanderMs: 120_000 };

/** Six plausible lines, from the easiest to the hardest to judge. */
export const LINES: readonly BenchLine[] = [
  {
    name: 'clean fibre',
    timeoutMs: 1000,
    packets: () => steadyLine({ rttMs: 4, jitterMs: 0.5, loss: 0.00001 }),
    loss: 0.00001,
    latency: { medianMs: 4.4, sigma: 0.1, ...STILL },
  },
  {
    name: 'DSL, rare loss',
    timeoutMs: 1000,
    packets: () => steadyLine({ rttMs: 22, jitterMs: 3, loss: 0.0005 }),
    loss: 0.0005,
    latency: { medianMs: 24, sigma: 0.12, ...STILL },
  },
  {
    name: 'bursty Wi-Fi',
    timeoutMs: 1000,
    packets: () =>
      burstyLine({
        goodMs: WIFI.goodMs,
        badMs: WIFI.badMs,
        goodLoss: 0.0005,
        badLoss: WIFI.loss,
        rttMs: 18,
        jitterMs: 6,
        badExtraMs: 60,
      }),
    loss: 0.0005,
    bursts: WIFI,
    latency: { medianMs: 22, sigma: 0.3, wanderSigma: 0.15, wanderMs: 60_000 },
  },
  {
    name: 'LTE, heavy-tailed',
    timeoutMs: 1000,
    packets: () => heavyTailedLine({ ...LTE, loss: 0.001 }),
    loss: 0.001,
    latency: LTE,
  },
  {
    name: 'cable, hourly micro-bursts',
    timeoutMs: 1000,
    packets: () => withMicroBursts(steadyLine({ rttMs: 14, jitterMs: 3, loss: 0.0002 }), MICRO),
    loss: 0.0002,
    microBursts: MICRO,
    latency: { medianMs: 16, sigma: 0.15, ...STILL },
  },
  {
    name: 'satellite, 600 ms',
    timeoutMs: 2600,
    packets: () => steadyLine({ rttMs: 600, jitterMs: 15, loss: 0.001 }),
    loss: 0.001,
    latency: { medianMs: 610, sigma: 0.03, ...STILL },
  },
];
