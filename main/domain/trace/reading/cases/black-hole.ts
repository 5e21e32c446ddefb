import { countText } from '../../../words/numbers.ts';
import { hopWords } from '../hop-words.ts';
import { degraded, hasWarning, type SentenceCase } from '../untold-trace.ts';

/** What an Ethernet carries, and what everybody expects to get through. */
const USUAL_BYTES = 1500;

/** Large packets vanish and nobody tells the sender, who keeps sending them: pages hang while pings work. */
export const blackHole: SentenceCase = ({ pathMtu, ...view }) => {
  if (pathMtu === null || pathMtu.toldBy !== null || pathMtu.bytes >= USUAL_BYTES) return null;
  // This machine knows what its own link carries, so nothing vanishes.
  if (hasWarning({ ...view, pathMtu }, 'own-link-mtu')) return null;
  const where = pathMtu.ttl === null ? 'on the way' : `behind ${hopWords({ ...view, pathMtu }, pathMtu.ttl)}`;
  return degraded(
    `Packets of more than ${countText(pathMtu.bytes)} bytes vanish ${where} without a word: connections may hang though small packets pass.`,
  );
};
