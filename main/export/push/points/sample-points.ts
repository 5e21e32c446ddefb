import type { Sample } from '../../../domain/model/sample.ts';
import { isEvidence, isReachable } from '../../../domain/model/sample.ts';
import type { SeriesLabels } from '../../series-bound.ts';
import type { Point } from './point.ts';

export const RTT_SECONDS = 'faultline_sample_rtt_seconds';
export const LOST = 'faultline_sample_lost';
export const LATE = 'faultline_sample_late';

/**
 * A final sample at its own time: the round trip in seconds where something came back, to the microsecond as the
 * history keeps it; whether it was lost (0, 1); and where it came late, that. An `error` says nothing about the path.
 */
export function samplePoints(sample: Sample, { kind, anchor }: SeriesLabels): readonly Point[] {
  const { outcome, rttMs } = sample;
  if (!isEvidence(outcome)) return [];
  const labels = { kind, anchor };
  const atMs = Math.round(sample.sentWallMs);
  const point = (name: string, value: number): Point => ({ series: { name, labels }, atMs, value });
  const points = [point(LOST, isReachable(outcome) ? 0 : 1)];
  if (rttMs !== null && Number.isFinite(rttMs)) points.unshift(point(RTT_SECONDS, toSeconds(rttMs)));
  if (outcome === 'late') points.push(point(LATE, 1));
  return points;
}

const toSeconds = (rttMs: number): number => Math.max(0, Math.round(rttMs * 1000)) / 1e6;
