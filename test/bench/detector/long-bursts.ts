import { LineState } from './line-state.ts';
import type { LineFigures } from './lines.ts';
import { type SeenOutage, SkippingMonitor } from './skipping-monitor.ts';

const SECOND_MS = 1000;
const WARM_UP_MS = 120_000;
const LEAD_MS = 4_000;
const AFTER_MS = 3_000;
/** A shorter bad state makes no silence of 3.5 s unless probes are lost around it as well. */
const LONG_MS = 2_000;

/**
 * The detector around the longest bad states of a line, and only there: what a year shows once or not at all can be
 * counted over many. A lower bound, since shorter ones in a row are left out.
 */
export function longBursts(figures: LineFigures, seed: number, forMs: number): readonly SeenOutage[] {
  const monitor = new SkippingMonitor(figures, seed);
  monitor.play(WARM_UP_MS);
  const state = new LineState(figures, seed);
  for (let atMs = 0; atMs < forMs; atMs = state.changesMs) {
    state.moveTo(atMs);
    const toMs = state.changesMs;
    if (!state.isBad || toMs - atMs < LONG_MS) continue;
    while (!monitor.isAtRest) monitor.play(monitor.nowMs + SECOND_MS);
    const startMs = SECOND_MS * Math.floor((atMs - LEAD_MS) / SECOND_MS);
    if (startMs > monitor.nowMs) monitor.skip(startMs);
    const endMs = SECOND_MS * Math.ceil((toMs + AFTER_MS) / SECOND_MS);
    if (endMs > monitor.nowMs) monitor.play(endMs);
  }
  while (!monitor.isAtRest) monitor.play(monitor.nowMs + SECOND_MS);
  return monitor.outages;
}
