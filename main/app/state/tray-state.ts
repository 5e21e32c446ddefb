import type { TrayState } from '../../contract/app-state.ts';
import type { Mode } from '../../domain/model/mode.ts';
import type { Shown } from '../../domain/words/shapes.ts';

/** What the tray shows of a verdict; `unavailable` says no more about the line than `unknown` does. */
const OF_VERDICT: Readonly<Record<Shown, TrayState>> = {
  paused: 'paused',
  down: 'outage',
  degraded: 'degraded',
  good: 'good',
  unavailable: 'starting',
  unknown: 'starting',
};

/** An engine that failed measures nothing, so neither good nor bad may be shown: something of ours is missing. */
export function trayState(phase: 'starting' | 'running' | 'failed', verdict: Shown, mode: Mode): TrayState {
  if (phase === 'failed') return 'no-helper';
  const shown = OF_VERDICT[verdict];
  return shown === 'good' && mode.icmp !== 'helper' ? 'no-helper' : shown;
}
