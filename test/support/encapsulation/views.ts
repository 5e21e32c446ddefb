import type { UntoldProbe } from '../../../main/domain/encapsulation/reading/probe-sentence.ts';
import { stretchesOf } from '../../../main/domain/encapsulation/reading/stretches.ts';
import type { PathProbeView, ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../main/domain/model/units.ts';

/** A path probe that is over, of these hops. */
export function probeView(hops: readonly ProbedHop[], changes: Partial<PathProbeView> = {}): UntoldProbe {
  return {
    id: 'probe-1',
    status: 'done',
    host: 'example.net',
    from: null,
    family: 4,
    source: '192.0.2.200',
    network: 'network',
    startedMs: wallMs(0),
    durationMs: 15_000,
    phase: 'ended',
    count: 30,
    rounds: 30,
    sent: hops.reduce((sum, { sent }) => sum + sent, 0),
    hops,
    stretches: stretchesOf(hops),
    calibration: [],
    warnings: [],
    trouble: null,
    ...changes,
  };
}
