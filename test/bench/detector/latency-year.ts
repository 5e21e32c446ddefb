import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { detectorConfig } from '../../../main/domain/outage/config.ts';
import { LatencyBaselines } from '../../../main/domain/outage/line/latency-baselines.ts';
import { LatencyTrack } from '../../../main/domain/outage/line/latency-track.ts';
import { PathTrack } from '../../../main/domain/outage/line/path-track.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import type { BenchLine } from './lines.ts';

const WINDOW_MS = 10_000;
const PATHS = 6;
/** The least that makes a window count; each carries the drawn median. */
const REPLIES = 3;
/** Standard error of a median of ten draws, in standard deviations of one. */
const MEDIAN_SPREAD = 1.2533 / Math.sqrt(10);

/**
 * The product's latency judgement on drawn windows: each anchor's median is drawn around the line's wandering level
 * instead of taken from packets. Returns the alarms of so many months.
 */
export function latencyYear(line: BenchLine, months: number): number {
  const config = detectorConfig({ anchors: [], intervalMs: 1000 });
  const random = new Random(2_000 + months);
  const track = new LatencyTrack(config, new LatencyBaselines());
  const paths = Array.from({ length: PATHS }, (_, index) => new PathTrack(`203.0.113.${index}`));
  const { medianMs, sigma, wanderSigma, wanderMs } = line.latency;
  const keep = Math.exp(-WINDOW_MS / wanderMs);
  let level = 0;
  let alarms = 0;
  let wasAlarm = false;
  const windows = Math.round((months * 30.44 * 86_400_000) / WINDOW_MS);
  for (let window = 0; window < windows; window += 1) {
    level = level * keep + wanderSigma * Math.sqrt(1 - keep * keep) * random.normal();
    for (const path of paths) {
      const rttMs = medianMs * Math.exp(level + sigma * MEDIAN_SPREAD * random.normal());
      for (let reply = 0; reply < REPLIES; reply += 1) track.reply('tcp4', path, rttMs);
    }
    const now = window * WINDOW_MS;
    track.tick({ monoMs: monoMs(now), wallMs: wallMs(now) });
    const isAlarm = track.alarm !== null;
    if (isAlarm && !wasAlarm) alarms += 1;
    wasAlarm = isAlarm;
  }
  return alarms;
}
