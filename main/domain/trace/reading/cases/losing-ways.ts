import { countOf, countText } from '../../../words/numbers.ts';
import { lossOnset, tellingHops } from '../loss-onset.ts';
import { tallyOf } from '../tally.ts';
import { degraded, type SentenceCase, type UntoldTrace } from '../untold-trace.ts';

const isWide = ({ hops }: UntoldTrace, ttl: number): boolean => (hops[ttl - 1]?.nodes.length ?? 0) > 1;

/**
 * Some of several ways lose. What a hop lost is a mixture of them then, of which neither a router nor a share can be
 * read: that is told as far as the flows of each way tell it.
 */
export const losingWays: SentenceCase = (view) => {
  if (!view.reached || view.mode !== 'multipath') return null;
  const told = view.warnings.find(({ code }) => code === 'ways-lose');
  if (told !== undefined) return degraded(`${view.host} answers. ${told.text}`);
  const [onset, last] = [lossOnset(view.hops), tellingHops(view.hops).at(-1)];
  if (onset === null || onset.cleanTtl === null || last === undefined) return null;
  if (!isWide(view, onset.cleanTtl) && !isWide(view, onset.ttl)) return null;
  const { known, lost } = tallyOf(last);
  return degraded(
    `${view.host} answers, but ${countText(lost)} of ${countOf(known, 'probe')} were lost behind hop ${onset.cleanTtl}, on some of the ways or on all: too few flows to say which.`,
  );
};
