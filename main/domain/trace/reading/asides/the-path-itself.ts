import { countText, millisecondsText } from '../../../words/numbers.ts';
import { hopWords, isOwnRouter } from '../hop-words.ts';
import { pathCount } from '../path-count.ts';
import { type Aside, answeringHops, destinationHop } from '../untold-trace.ts';

/** A round trip that is slow enough to ask where the time goes, and the part of it that counts as an answer. */
const SLOW_MS = 150;
const MOST = 0.6;
const USUAL_BYTES = 1500;

export const stillMeasuring: Aside = (view) =>
  view.status === 'running' && view.mode !== 'continuous' ? 'still measuring' : null;

/** A filter may be meant, so it is no fault; but not all is well where packets of some kind end. */
export const methodStops: Aside = ({ warnings }) =>
  warnings.find(({ code }) => code === 'method-stops')?.text.replace(/\.$/, '') ?? null;

export const severalPaths: Aside = (view) => {
  if (view.mode !== 'multipath') return null;
  const paths = pathCount(view.links);
  const wide = view.hops.filter(({ nodes }) => nodes.length > 1);
  const [first] = wide;
  const last = wide.at(-1);
  if (paths < 2 || first === undefined || last === undefined) {
    return view.method === 'icmp'
      ? 'ICMP shows only one path, UDP would show others if there are any'
      : 'all flows take one path';
  }
  const count = paths > 1000 ? 'more than 1,000' : countText(paths);
  const where = first.ttl === last.ttl ? `at hop ${first.ttl}` : `between hops ${first.ttl} and ${last.ttl}`;
  return `load is spread over ${count} paths, which differ ${where}`;
};

/** One step that makes most of the round trip, and that no later hop undercuts. */
export const slowStep: Aside = (view) => {
  const total = destinationHop(view)?.rttMs?.min;
  if (total === undefined || total < SLOW_MS) return null;
  const hops = answeringHops(view);
  for (const [index, hop] of hops.entries()) {
    const before = index === 0 ? 0 : (hops[index - 1]?.rttMs?.min ?? 0);
    const after = Math.min(...hops.slice(index).map(({ rttMs }) => rttMs?.min ?? Number.POSITIVE_INFINITY));
    if (after - before < MOST * total) continue;
    const step = millisecondsText(after - before);
    const previous = hops[index - 1];
    if (previous === undefined) return `${step} of that pass before ${hopWords(view, hop.ttl)} already`;
    return isOwnRouter(view, previous.ttl)
      ? `${step} of that are the line between your router and ${hopWords(view, hop.ttl)}`
      : `${step} of that are the stretch after ${hopWords(view, previous.ttl)}, perhaps just distance`;
  }
  return null;
};

export const toldMtu: Aside = (view) => {
  const { pathMtu } = view;
  if (pathMtu === null || pathMtu.toldBy === null || pathMtu.bytes >= USUAL_BYTES) return null;
  const who = pathMtu.ttl === null ? pathMtu.toldBy : hopWords(view, pathMtu.ttl);
  return `packets pass whole up to ${countText(pathMtu.bytes)} bytes, the limit that ${who} tells, which is no fault`;
};

export const routeChanged: Aside = (view) => {
  const last = view.changes.at(-1);
  if (last === undefined) return null;
  return view.changes.length === 1
    ? `the path changed once, at hop ${last.ttl}`
    : `the path changed ${countText(view.changes.length)} times, the last time at hop ${last.ttl}`;
};
