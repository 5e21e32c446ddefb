import type { IncidentClass } from '../../model/incident.ts';
import type { TraceView } from '../../model/trace.ts';

/** Rounds of a watched path: of so many probes a hop a loss of a few percent takes some, and its hop can be told. */
export const WATCH_ROUNDS = 60;
/** Enough when the incident is over: what comes after it tells nothing of it. */
export const WATCH_ROUNDS_CLEARED = 20;
/** Twice what the rounds take: one that does not get on is ended all the same. */
export const WATCH_LONGEST_MS = 120_000;

/** A trace of three probes a hop sees who does not answer at all, and nothing of these. */
const WATCHED: ReadonlySet<IncidentClass> = new Set<IncidentClass>(['degraded-loss', 'degraded-latency']);

/** Whether a path is watched for a while at the onset of such an incident, rather than traced once. */
export const isWatched = (incidentClass: IncidentClass): boolean => WATCHED.has(incidentClass);

export const hasSeenEnough = (rounds: number, isCleared: boolean): boolean =>
  rounds >= (isCleared ? WATCH_ROUNDS_CLEARED : WATCH_ROUNDS);

/** One that was ended early is worth keeping only when it saw something: that it saw nothing proves nothing. */
export const isWorthKeeping = ({ rounds, sentence }: Pick<TraceView, 'rounds' | 'sentence'>): boolean =>
  rounds >= WATCH_ROUNDS_CLEARED || sentence.state === 'degraded' || sentence.state === 'outage';
