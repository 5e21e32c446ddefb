import type { PathProbeView } from '../../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

/** One that has just begun. */
export const pathProbeView = (change: Partial<PathProbeView> = {}): PathProbeView => ({
  id: 'probe-1',
  status: 'running',
  host: '198.51.100.9',
  from: null,
  family: 4,
  source: null,
  network: 'home',
  startedMs: wallMs(1_795_000_000_000),
  durationMs: 0,
  phase: 'tracing',
  count: 30,
  rounds: 0,
  sent: 0,
  hops: [],
  stretches: [],
  calibration: [],
  warnings: [],
  sentence: { state: 'starting', text: 'The path is being traced.' },
  trouble: null,
  ...change,
});
