import type { Kind } from '../../model/kind.ts';
import { ICMP_KINDS, INTERNET_KINDS, type KindStatus, type LineView, TCP_KINDS } from '../line/view.ts';
import type { Instant } from '../types.ts';

/** Failing runs that began this close together have one cause. */
const ONE_CAUSE_MS = 1_500;

export const withStatus = (
  view: LineView,
  kinds: readonly Kind[],
  ...wanted: KindStatus[]
): readonly Kind[] => kinds.filter((kind) => wanted.includes(view.status(kind)));

/** Kinds that could work here: measured, and not known never to have worked. */
export const available = (view: LineView, kinds: readonly Kind[]): readonly Kind[] =>
  withStatus(view, kinds, 'working', 'suspect', 'down', 'unknown');

/** All of these that can be judged are down, and there is at least one. */
export function areDown(view: LineView, kinds: readonly Kind[]): boolean {
  const here = available(view, kinds).filter((kind) => !view.isMute(kind));
  return here.length > 0 && here.every((kind) => view.status(kind) === 'down');
}

/** None of the available ones leaves a doubt, and there is at least one. */
export function areWorking(view: LineView, kinds: readonly Kind[]): boolean {
  const here = available(view, kinds);
  return here.length > 0 && here.every((kind) => view.status(kind) === 'working');
}

/** The kinds that speak for one family: TCP, or ICMP where TCP is not asked or never worked. */
export function speakersOf(view: LineView, family: 4 | 6): readonly Kind[] {
  const tcp: Kind = family === 4 ? 'tcp4' : 'tcp6';
  const icmp: Kind = family === 4 ? 'icmp4' : 'icmp6';
  return available(view, [tcp]).length > 0 ? [tcp] : [icmp];
}

/**
 * Internet kinds that are down when none works or may still work; a kind not heard of since the start counts as
 * silent. At least two kinds where two are available: one alone may be filtered.
 */
export function deadInternet(view: LineView): readonly Kind[] {
  const here = available(view, INTERNET_KINDS);
  const down = withStatus(view, here, 'down');
  const undecided = here.filter((kind) => view.status(kind) !== 'down' && !view.isMute(kind));
  return undecided.length === 0 && down.length >= Math.min(2, here.length) ? down : [];
}

/** An outage that was named goes on while something is down and nothing answers, decided or not. */
export const isStillDead = (view: LineView): boolean =>
  withStatus(view, INTERNET_KINDS, 'down').length > 0 &&
  withStatus(view, INTERNET_KINDS, 'working', 'suspect').length === 0;

/** Of the kinds that tell whether the internet works at all, those that do: TCP, or ICMP where there is no TCP. */
export const workingKinds = (view: LineView): readonly Kind[] => {
  const tcp = available(view, TCP_KINDS);
  return withStatus(view, tcp.length > 0 ? tcp : ICMP_KINDS, 'working');
};

/**
 * `failing` fail while all of `others` work, and not as the first to come back from one outage of both: the failing
 * ones are still silent, the others answered well within their failing run.
 */
export const failBeside = (
  view: LineView,
  failing: readonly Kind[],
  others: readonly Kind[],
  since: Instant,
): boolean =>
  failing.every((kind) => view.isSilent(kind)) && others.every((kind) => view.answeredBeside(kind, since));

/** When all of these had begun to fail: the first failed probe of the last of them, and what failed with it. */
export function sinceOf(view: LineView, kinds: readonly Kind[]): Instant {
  const starts = kinds.flatMap((kind) => view.failingSince(kind) ?? []);
  const last = Math.max(...starts.map((start) => start.monoMs));
  const cause = starts.filter((start) => last - start.monoMs <= ONE_CAUSE_MS);
  return cause.reduce((a, b) => (b.monoMs < a.monoMs ? b : a), cause[0] ?? view.now);
}
