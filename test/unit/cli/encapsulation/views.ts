import type {
  HopCalibration,
  PathProbeView,
  ProbedHop,
} from '../../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { AT, rtt } from '../trace/views.ts';

export const probed = (index: number, change: Partial<ProbedHop> = {}): ProbedHop => ({
  index,
  address: `198.51.100.${index}`,
  name: null,
  decapsulates: 'yes',
  notTestable: null,
  reason: null,
  wayHome: 'hop',
  sent: 30,
  received: 30,
  late: 0,
  duplicate: 0,
  failed: 0,
  lossPercent: 0,
  interval95: [0, 11.35],
  rttMs: rtt(10 * index),
  ...change,
});

export const untested = (index: number, change: Partial<ProbedHop> = {}): ProbedHop =>
  probed(index, {
    decapsulates: 'no',
    notTestable: 'It says no.',
    reason: 'refuses',
    wayHome: null,
    sent: 0,
    received: 0,
    lossPercent: null,
    interval95: null,
    rttMs: null,
    ...change,
  });

export const calibration = (index: number, change: Partial<HopCalibration> = {}): HopCalibration => ({
  address: `198.51.100.${index}`,
  decapsulates: 'yes',
  reason: null,
  waysHome: ['hop', 'echo'],
  largestBytes: 1500,
  ttlHome: index + 1,
  testedMs: wallMs(AT - 90_000),
  ...change,
});

export const probeView = (change: Partial<PathProbeView> = {}): PathProbeView => ({
  id: 'probe-1',
  status: 'done',
  host: 'example.com',
  from: null,
  family: 4,
  source: '192.0.2.10',
  network: 'home',
  startedMs: AT,
  durationMs: 18_234.5678,
  phase: 'ended',
  count: 30,
  rounds: 30,
  sent: 105,
  hops: [probed(1), probed(2, { lossPercent: 10, received: 27, interval95: [3.46, 25.62] }), untested(3)],
  stretches: [
    { from: 0, to: 1, lossPercent: 0, interval95: [0, 11.35], reading: 'clean' },
    { from: 1, to: 2, lossPercent: 10, interval95: [2.1, 25.6], reading: 'loss' },
  ],
  calibration: [
    calibration(1),
    calibration(2),
    calibration(3, {
      decapsulates: 'no',
      reason: 'refuses',
      waysHome: [],
      largestBytes: null,
      ttlHome: null,
    }),
  ],
  warnings: [],
  sentence: { state: 'degraded', text: 'Between hops 1 and 2 10 % is lost.' },
  trouble: null,
  ...change,
});
