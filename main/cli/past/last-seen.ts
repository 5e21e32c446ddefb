import type { HistoryState } from '../../domain/model/history-state.ts';
import type { Incident } from '../../domain/model/incident.ts';

/** Epoch ms until which an incident that is still open was watched; null while a monitor watches it. */
export function lastSeenMs(state: HistoryState, incident: Incident): number | null {
  if (state.writing) return null;
  // It was raised by a monitor that was alive then, whatever the heartbeat says.
  return Math.max(state.lastAliveMs ?? incident.raisedMs, incident.raisedMs);
}
