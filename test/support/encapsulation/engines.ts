import { createCalibrationEngine } from '../../../main/domain/encapsulation/calibrate/calibration-engine.ts';
import { createPathProbeEngine } from '../../../main/domain/encapsulation/path-probe/path-probe-engine.ts';
import type {
  CalibrationFacts,
  CalibrationPlan,
  PathProbeFacts,
  PathProbePlan,
} from '../../../main/domain/encapsulation/types.ts';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { seededRandom } from '../trace/random.ts';
import { SimNetwork } from './network.ts';
import { type Played, type PlayOptions, play } from './run.ts';
import type { Scene } from './topologies.ts';

export const RATES = { perSecond: 20, perHopPerSecond: 2 };
export const TIMEOUT_MS = 1000;

export interface EngineRun<Facts> extends Played {
  readonly facts: Facts;
}

interface RunOptions<Plan> extends Partial<PlayOptions> {
  readonly plan?: Partial<Plan>;
  readonly seed?: number;
}

export const calibrationPlan = (
  { topology: { family, seesOwn }, path }: Scene,
  changes: Partial<CalibrationPlan> = {},
): CalibrationPlan => ({
  family,
  path,
  hops: path.map((_, place) => place),
  seesOwn,
  largeBytes: 1500,
  timeoutMs: TIMEOUT_MS,
  rates: RATES,
  ...changes,
});

export const probePlan = (
  { topology: { family }, path }: Scene,
  changes: Partial<PathProbePlan> = {},
): PathProbePlan => ({
  family,
  path,
  count: 30,
  timeoutMs: TIMEOUT_MS,
  rates: RATES,
  isSynchronous: false,
  random: seededRandom(7),
  ...changes,
});

export function calibrate(
  scene: Scene,
  { plan = {}, seed = 1, ...options }: RunOptions<CalibrationPlan> = {},
): EngineRun<CalibrationFacts> {
  const whole = calibrationPlan(scene, plan);
  const engine = createCalibrationEngine(whole);
  const network = new SimNetwork(scene.topology, seed);
  const played = play(engine, network, scene.path, { timeoutMs: whole.timeoutMs, ...options });
  return { ...played, facts: engine.facts() };
}

export function probe(
  scene: Scene,
  calibration: readonly HopCalibration[],
  { plan = {}, seed = 1, ...options }: RunOptions<PathProbePlan> = {},
): EngineRun<PathProbeFacts> {
  const whole = probePlan(scene, plan);
  const engine = createPathProbeEngine(whole, calibration);
  const network = new SimNetwork(scene.topology, seed);
  const played = play(engine, network, scene.path, { timeoutMs: whole.timeoutMs, ...options });
  return { ...played, facts: engine.facts() };
}

/** A hop that is known to decapsulate and to let packets home by its own address. */
export const capable = (address: string, changes: Partial<HopCalibration> = {}): HopCalibration => ({
  address,
  decapsulates: 'yes',
  reason: null,
  waysHome: ['echo'],
  largestBytes: 1500,
  ttlHome: null,
  testedMs: wallMs(0),
  ...changes,
});
