import { hopWords } from '../hop-words.ts';
import { outage, type SentenceCase, type UntoldTrace } from '../untold-trace.ts';

interface Loop {
  readonly firstTtl: number;
  readonly length: number;
}

/** The same router three times, equally far apart, with others in between: twice may be two ways of one route. */
function findLoop({ hops }: UntoldTrace): Loop | null {
  const at = (ttl: number): string | undefined => hops[ttl - 1]?.nodes[0]?.address;
  for (let first = 1; first <= hops.length; first += 1) {
    for (let length = 2; first + 2 * length <= hops.length; length += 1) {
      const [address, between] = [at(first), at(first + 1)];
      const returns = at(first + length) === address && at(first + 2 * length) === address;
      if (address !== undefined && returns && between !== undefined && between !== address) {
        return { firstTtl: first, length };
      }
    }
  }
  return null;
}

export const routingLoop: SentenceCase = (view) => {
  if (view.reached) return null;
  const loop = findLoop(view);
  if (loop === null) {
    const told = view.warnings.find(({ code }) => code === 'routing-loop');
    return told === undefined ? null : outage(told.text);
  }
  const [from, to] = [loop.firstTtl, loop.firstTtl + loop.length - 1];
  return outage(
    `Packets go round in circles between ${hopWords(view, from)} and ${hopWords(view, to)} and never arrive: probably a routing mistake there.`,
  );
};
