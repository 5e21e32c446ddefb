import { type RttSummary, summarize } from '../../domain/statistics/summary.ts';
import { wilson95 } from '../../domain/statistics/wilson.ts';
import { rounded } from '../rounded.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';

/** What `ping --json` prints; the human summary is made of the same. */
export interface PingResult {
  readonly command: 'ping';
  readonly target: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  readonly duplicates: number;
  readonly lossPercent: number | null;
  readonly rttMs: RttSummary | null;
  readonly mode: 'helper' | 'ping';
}

function roundedSummary(summary: RttSummary): RttSummary {
  return {
    min: rounded(summary.min),
    mean: rounded(summary.mean),
    p50: rounded(summary.p50),
    p95: rounded(summary.p95),
    p99: rounded(summary.p99),
    max: rounded(summary.max),
    stddev: rounded(summary.stddev),
  };
}

export function pingResult(target: Target, tally: Tally, mode: PingResult['mode']): PingResult {
  const { sentCount: sent, received } = tally;
  const summary = summarize(tally.rttsMs);
  return {
    command: 'ping',
    target: target.name,
    address: target.address,
    family: target.family,
    sent,
    received,
    late: tally.late,
    duplicates: tally.duplicates,
    lossPercent: sent === 0 ? null : rounded(((sent - received) / sent) * 100),
    rttMs: summary === null ? null : roundedSummary(summary),
    mode,
  };
}

/** Of the loss, as shares: every loss figure for people carries it. */
export const lossInterval = (result: PingResult): readonly [number, number] =>
  wilson95(result.sent - result.received, result.sent);
