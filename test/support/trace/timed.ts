import type { TraceHop, TraceSample, TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { readHops } from '../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../main/domain/trace/reading/sentence.ts';
import { type HopSketch, roundTrips, traceHop, traceView } from './views.ts';

const START_MS = 1_700_000_000_000;

/** A hop with its round trips in the order of the rounds; null: lost. */
export interface TimedHop {
  readonly hop: HopSketch | string | null;
  readonly rttsMs: readonly (number | null)[];
}

function timed(ttl: number, { hop, rttsMs }: TimedHop, apartMs: number): TraceHop {
  const sketch: HopSketch = hop === null || typeof hop === 'string' ? { address: hop } : hop;
  const answered = rttsMs.filter((rttMs) => rttMs !== null);
  const lost = rttsMs.length - answered.length;
  const mean = answered.reduce((sum, rttMs) => sum + rttMs, 0) / Math.max(1, answered.length);
  const samples: readonly TraceSample[] = rttsMs.map((rttMs, round) => ({
    atMs: wallMs(START_MS + round * apartMs + 10 * ttl),
    rttMs,
  }));
  const counted = traceHop(ttl, { ...sketch, sent: rttsMs.length, lost });
  return { ...counted, rttMs: answered.length === 0 ? null : roundTrips(mean), samples };
}

function viewOf(hops: readonly TimedHop[], apartMs: number, change: Partial<TraceView>): TraceView {
  const plain = traceView(
    hops.map(({ hop }) => hop),
    change,
  );
  const read = readHops(
    hops.map((hop, index) => timed(index + 1, hop, apartMs)),
    plain.reached,
  );
  const view = { ...plain, hops: read };
  return { ...view, sentence: sentenceFor(view) };
}

/** A round a second, as a path is watched. */
export const watched = (hops: readonly TimedHop[], change: Partial<TraceView> = {}): TraceView =>
  viewOf(hops, 1000, {
    mode: 'continuous',
    status: 'stopped',
    rounds: hops[0]?.rttsMs.length ?? 0,
    ...change,
  });

/** All probes within a moment, as a healthy path is traced. */
export const tracedOnce = (hops: readonly TimedHop[], change: Partial<TraceView> = {}): TraceView =>
  viewOf(hops, 50, { id: 'healthy', ...change });
