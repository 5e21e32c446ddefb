import type { RoundTrips, TraceHop, TraceSample } from '../../model/trace.ts';
import { summarize } from '../../statistics/summary.ts';
import { wilson95 } from '../../statistics/wilson.ts';
import { percentText } from '../../words/numbers.ts';
import { durationText } from '../../words/times.ts';
import { readHops } from './read-hops.ts';
import { latestMs, PROBES_AT_LEAST, samplesSince, WINDOW_MS } from './recent-samples.ts';
import { shareOf, type Tally, tallyOf } from './tally.ts';
import { destinationHop, type Period, type UntoldTrace, WHOLE_TRACE } from './untold-trace.ts';

/** How long no losing hop has lost anything before its loss is past, and how unlikely that loss must make it. */
const QUIET_MS = 10_000;
const ACCIDENT = 0.001;
/** The same for a trace that is too young for that: then its loss is told in the past tense. */
const PAUSE_MS = 2000;
const UNLIKELY = 0.02;
/** Probes of a hop that tell its usual loss. */
const LOOKED_BACK = 60;
/** Losses before now that are worth a word. */
const LOST_AT_LEAST = 2;

const MINUTE_MS = 60_000;

/** What "now" covers in the end. */
interface Span {
  readonly fromMs: number;
  readonly nowMs: number;
}

const isLost = ({ rttMs }: TraceSample): boolean => rttMs === null;

/** Round trips of samples; the mean difference between neighbours as of the whole trace. */
function roundTripsOf(samples: readonly TraceSample[], whole: RoundTrips | null): RoundTrips | null {
  const values = samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]));
  const last = values.at(-1);
  const figures = summarize(values);
  if (last === undefined || figures === null || whole === null) return null;
  const { min, mean, p95, max, stddev } = figures;
  return { last, min, mean, p95, max, stddev, jitter: whole.jitter };
}

/** A hop as if there had been nothing but these probes. */
function hopOf(hop: TraceHop, recent: readonly TraceSample[]): TraceHop {
  const known = recent.length;
  if (known === 0 || known >= tallyOf(hop).known) return hop;
  const lost = recent.filter(isLost).length;
  const answered = known - lost;
  // Samples do not tell which answers came late, so they are taken to be as many as over the whole trace.
  const late = Math.round((answered * hop.late) / Math.max(1, hop.received + hop.late));
  const [low, high] = wilson95(lost, known);
  return {
    ...hop,
    sent: known,
    received: answered - late,
    late,
    lossPercent: (100 * lost) / known,
    interval95: [100 * low, 100 * high],
    rttMs: roundTripsOf(recent, hop.rttMs),
  };
}

/** Logarithm of the chance that a hop loses nothing after a moment, by what it lost before. */
function chanceOfQuiet({ samples }: TraceHop, afterMs: number): number {
  const before = samples.filter(({ atMs }) => atMs <= afterMs).slice(-LOOKED_BACK);
  const usual = (before.filter(isLost).length + 1) / (before.length + 2);
  return samples.filter(({ atMs }) => atMs > afterMs).length * Math.log(1 - usual);
}

/** When the loss ended, if quiet for so long since would be so unlikely otherwise; null: it goes on, or was none. */
function recoveredAtMs(
  hops: readonly TraceHop[],
  nowMs: number,
  quietMs: number,
  unlikely: number,
): number | null {
  const losing = hops.filter(({ reading }) => reading === 'loss');
  const lost = losing.flatMap(({ samples }) => samples.filter(isLost).map(({ atMs }) => atMs));
  const endMs = Math.max(...lost);
  if (lost.length === 0 || nowMs - endMs < quietMs) return null;
  const chance = losing.reduce((sum, hop) => sum + chanceOfQuiet(hop, endMs), 0);
  return chance < Math.log(unlikely) ? endMs : null;
}

/** Later figures taken away from those of the whole trace. */
function earlier(whole: TraceHop, recent: TraceHop): Tally {
  const [all, now] = [tallyOf(whole), tallyOf(recent)];
  return { known: all.known - now.known, lost: all.lost - now.lost };
}

const untilWords = ({ status }: UntoldTrace, ms: number): string =>
  `until ${durationText(coarse(ms))} ${status === 'running' ? 'ago' : 'before the end'}`;

/** Of a young trace: its loss has paused for so long that it is not to be told as if it went on. */
function pastWords(view: UntoldTrace, nowMs: number): string {
  const endMs = recoveredAtMs(view.hops, nowMs, PAUSE_MS, UNLIKELY);
  return endMs === null ? '' : ` ${untilWords(view, nowMs - endMs)}`;
}

function beforeWords(
  view: UntoldTrace,
  goal: TraceHop,
  tally: Tally,
  { fromMs, nowMs }: Span,
): string | null {
  if (tally.lost < LOST_AT_LEAST) return null;
  const last = goal.samples.findLast((sample) => isLost(sample) && sample.atMs < fromMs);
  const until = last === undefined ? '' : ` (${untilWords(view, nowMs - last.atMs)})`;
  return `before that it lost ${percentText(shareOf(tally))}${until}`;
}

/** Whole minutes from one on. */
const coarse = (ms: number): number => (ms < MINUTE_MS ? ms : ms - (ms % MINUTE_MS));

function windowWords(spanMs: number): string {
  const minutes = Math.ceil(spanMs / MINUTE_MS);
  return minutes <= 1 ? ' in the last minute' : ` in the last ${minutes} minutes`;
}

/**
 * A continuous trace as it is now: its hops as the last minute has them, and what to call that time. Where all
 * that lost have answered for longer than their loss allows for, only the time since then counts. Any other
 * trace, and one that has not run longer than that, stays whole.
 */
export function lately(view: UntoldTrace): { readonly view: UntoldTrace; readonly period: Period } {
  const whole = { view, period: WHOLE_TRACE };
  const nowMs = latestMs(view.hops);
  if (view.mode !== 'continuous' || !Number.isFinite(nowMs)) return whole;
  const goal = destinationHop(view);
  const recovered = recoveredAtMs(view.hops, nowMs, QUIET_MS, ACCIDENT);
  const sinceMs = Math.max(recovered ?? nowMs - WINDOW_MS, nowMs - WINDOW_MS);
  const atLeast = recovered === null ? PROBES_AT_LEAST : 1;
  const recent = view.hops.map((hop) => samplesSince(hop.samples, sinceMs, atLeast));
  const hops = view.hops.map((hop, index) => hopOf(hop, recent[index] ?? []));
  if (hops.every((hop, index) => hop === view.hops[index])) {
    return { view, period: { words: pastWords(view, nowMs), before: null } };
  }
  const now = { ...view, hops: readHops(hops, view.reached) };
  const last = destinationHop(now);
  const span = { fromMs: recent.at(-1)?.[0]?.atMs ?? nowMs, nowMs };
  const before =
    goal === undefined || last === undefined ? null : beforeWords(view, goal, earlier(goal, last), span);
  return { view: now, period: { words: windowWords(nowMs - span.fromMs), before } };
}
