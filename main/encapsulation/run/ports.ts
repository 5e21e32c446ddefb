import { createCalibrationEngine } from '../../domain/encapsulation/calibrate/calibration-engine.ts';
import { createPathProbeEngine } from '../../domain/encapsulation/path-probe/path-probe-engine.ts';
import type {
  CalibrationFacts,
  CalibrationPlan,
  PacketEngine,
  PathProbeFacts,
  PathProbePlan,
} from '../../domain/encapsulation/types.ts';
import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import { SYSTEM_PORTS, type TracePorts } from '../../trace/run/ports.ts';
import { startTrace } from '../../trace/start-trace.ts';
import type { StartTrace } from '../../trace/types.ts';
import { ownMtu } from '../link/own-mtu.ts';

/** All of the world that these runs touch, but for the helper and the clock. */
export interface EncapsulationPorts extends Pick<TracePorts, 'lookup' | 'ownAddress' | 'resolver' | 'names'> {
  readonly startTrace: StartTrace;
  /** Of the link with that own address, bytes. */
  readonly mtu: (source: string, family: 4 | 6) => number;
  readonly random: () => number;
  readonly calibration: (plan: CalibrationPlan) => PacketEngine<CalibrationFacts>;
  readonly pathProbe: (
    plan: PathProbePlan,
    calibration: readonly HopCalibration[],
  ) => PacketEngine<PathProbeFacts>;
}

export const ENCAPSULATION_PORTS: EncapsulationPorts = {
  ...SYSTEM_PORTS,
  startTrace,
  mtu: ownMtu,
  random: Math.random,
  calibration: createCalibrationEngine,
  pathProbe: createPathProbeEngine,
};
