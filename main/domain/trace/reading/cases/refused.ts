import type { TraceNode } from '../../../model/trace.ts';
import { capitalized } from '../../../words/names.ts';
import { countOf } from '../../../words/numbers.ts';
import { unreachableWords } from '../../engine/warning-words.ts';
import { routerWords } from '../hop-words.ts';
import { answeringHops, outage, type SentenceCase } from '../untold-trace.ts';

/** All that a hop can answer without refusing anything. */
const NO_REFUSAL: ReadonlySet<string> = new Set(['ttl-exceeded', 'echo-reply', 'syn-ack', 'reset']);
const TOO_BIG: ReadonlySet<string> = new Set(['fragmentation-needed', 'packet-too-big']);

const refusalOf = ({ answers }: TraceNode): string | undefined =>
  answers.find((answer) => !NO_REFUSAL.has(answer));

/** A router said in words that it goes no further. */
export const refused: SentenceCase = (view) => {
  if (view.reached) return null;
  const nodes = answeringHops(view).flatMap((hop) => hop.nodes);
  const router = nodes.find((node) => refusalOf(node) !== undefined);
  const code = router === undefined ? undefined : refusalOf(router);
  if (router === undefined || code === undefined) return null;
  const who = capitalized(routerWords(view, router.address));
  const bytes = view.size === undefined ? 'this size' : countOf(view.size, 'byte');
  return outage(
    TOO_BIG.has(code)
      ? `${who} does not pass on packets of ${bytes}, so they end there; try smaller ones.`
      : `${who} turns packets back: it says that ${unreachableWords(code)}.`,
  );
};
