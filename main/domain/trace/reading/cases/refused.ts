import type { TraceHop } from '../../../model/trace.ts';
import { capitalized } from '../../../words/names.ts';
import { unreachableWords } from '../../engine/warning-words.ts';
import { hopWords } from '../hop-words.ts';
import { answeringHops, outage, type SentenceCase } from '../untold-trace.ts';

/** All that a hop can answer without refusing anything. */
const NO_REFUSAL: ReadonlySet<string> = new Set(['ttl-exceeded', 'echo-reply', 'syn-ack', 'reset']);
const TOO_BIG: ReadonlySet<string> = new Set(['fragmentation-needed', 'packet-too-big']);

const refusalOf = (hop: TraceHop): string | undefined =>
  hop.nodes.flatMap(({ answers }) => answers).find((answer) => !NO_REFUSAL.has(answer));

/** A router said in words that it goes no further. */
export const refused: SentenceCase = (view) => {
  if (view.reached) return null;
  const hop = answeringHops(view).find((candidate) => refusalOf(candidate) !== undefined);
  const code = hop === undefined ? undefined : refusalOf(hop);
  if (hop === undefined || code === undefined) return null;
  const who = capitalized(hopWords(view, hop.ttl));
  return outage(
    TOO_BIG.has(code)
      ? `${who} does not pass on packets of this size, so they end there; try smaller ones.`
      : `${who} turns packets back: it says that ${unreachableWords(code)}.`,
  );
};
