import { capitalized } from '../../../words/names.ts';
import { countOf, countText } from '../../../words/numbers.ts';
import { samePrefix } from '../../address-note.ts';
import { hasOwnRouter, hopWords, isHomeAddress } from '../hop-words.ts';
import {
  answeringHops,
  hasWarning,
  outage,
  type SentenceCase,
  SMALL_BYTES,
  type UntoldTrace,
} from '../untold-trace.ts';

const isNeighbour = ({ source, destination }: UntoldTrace): boolean =>
  source !== null && samePrefix(source, destination.address, 24, 64);

export const nothingAnswers: SentenceCase = (view) => {
  if (view.reached || answeringHops(view).length > 0) return null;
  return outage(
    isNeighbour(view)
      ? `${view.host} does not answer: it is on your own network, so it is probably off, or ignores such packets.`
      : 'Nothing answers, not even your router: probably the router or the link to it, or a firewall on this machine.',
  );
};

/** The first router alone, whatever its address. */
export const firstRouterOnly: SentenceCase = (view) => {
  const heard = answeringHops(view);
  if (view.reached || heard.length !== 1 || heard[0]?.ttl !== 1) return null;
  return outage(
    hasOwnRouter(view)
      ? 'Your router answers, but nothing behind it does: probably the line or your provider.'
      : `Only ${hopWords(view, 1)} answers, and nothing behind it does.`,
  );
};

export const onlyHomeAnswers: SentenceCase = (view) => {
  const heard = answeringHops(view);
  const last = heard.at(-1);
  if (view.reached || last === undefined || !heard.every(isHomeAddress)) return null;
  return outage(
    `Only private addresses answer, the last is ${hopWords(view, last.ttl)}: cannot tell yet whether the path ends at home or at your provider.`,
  );
};

/** The last hop that was asked answers as a router: nothing is known of what is beyond, least of all a fault. */
function isCutOff(view: UntoldTrace): boolean {
  const last = view.hops.at(-1);
  return (
    last !== undefined &&
    answeringHops(view).includes(last) &&
    last.nodes.some(({ answers }) => answers.includes('ttl-exceeded'))
  );
}

export const tooLong: SentenceCase = (view) =>
  !view.reached && (hasWarning(view, 'max-hops') || isCutOff(view))
    ? outage(
        `After ${countOf(view.hops.length, 'hop')} ${view.host} is still not reached: raise the limit to look further.`,
      )
    : null;

/** The size may be all that is wrong, so nobody is named before small packets were tried. */
export const onlyLargeTried: SentenceCase = (view) => {
  const { size } = view;
  if (view.reached || size === undefined || size <= SMALL_BYTES) return null;
  const last = answeringHops(view).at(-1);
  const packets = `packets of ${countText(size)} bytes`;
  const way = 'trace with small ones to tell a limit of the size from a broken path';
  return outage(
    last === undefined
      ? `Nothing answers ${packets}, not even your router: ${way}.`
      : `${capitalized(packets)} get as far as ${hopWords(view, last.ttl)}; beyond it nothing answers: ${way}.`,
  );
};

/** It answered earlier in this trace, so it does not just ignore such packets. */
const answeredBefore = ({ hops, destination }: UntoldTrace): boolean =>
  hops.some(({ nodes }) => nodes.some(({ address }) => address === destination.address));

/** A path that ends looks the same as a destination that does not answer: both are said. */
export const pathEnds: SentenceCase = (view) => {
  const last = answeringHops(view).at(-1);
  if (view.reached || last === undefined) return null;
  const reach = `Packets get as far as ${hopWords(view, last.ttl)}`;
  if (answeredBefore(view)) {
    return outage(`${reach}; beyond it nothing answers any more, though ${view.host} did before.`);
  }
  return outage(
    `${reach}; beyond it nothing answers: the path ends there, or ${view.host} ignores such packets.`,
  );
};
