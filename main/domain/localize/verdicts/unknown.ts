import { percentText } from '../../words/numbers.ts';
import { sentence } from '../../words/sentence.ts';
import { isTight } from '../sending/worth.ts';
import type { NotTestable } from '../types.ts';
import { stretchText } from './place-words.ts';
import type { Findings, VerdictRule } from './types.ts';

/** From here on a fault is worth a word, if not a claim. */
const LIKELY = 0.5;

function suspicion({ hops, belief }: Findings): string {
  if (belief.fault < LIKELY) return 'Too little was measured to say whether packets get lost on this path';
  const where = stretchText(belief.segment, hops);
  return `Packets seem to get lost ${where} (${percentText(belief.fault)} sure), but it is too little to blame anybody`;
}

function help({ hops, belief }: Findings, notTestable: readonly NotTestable[]): string {
  const destination = notTestable.find(({ hop }) => hop === hops.length);
  if (destination !== undefined && destination.reason !== 'no-reassembly') {
    return 'It would help to test towards a destination that answers every ping';
  }
  if (belief.fault >= LIKELY && isTight(hops, belief)) {
    return 'The hops in between do not answer: a router there that unwraps IP-in-IP, or a responder at the far end, would tell more';
  }
  return 'A longer test would tell more';
}

export const unknown: VerdictRule = {
  kind: 'unknown',
  claim: (findings, notTestable) => {
    const { belief } = findings;
    return {
      segment: belief.fault >= LIKELY ? belief.segment : null,
      direction: 'unknown',
      loss: null,
      interval95: null,
      // Nothing is claimed: what is said is how likely there is a fault at all.
      confidence: belief.fault,
      text: `${sentence(suspicion(findings))} ${sentence(help(findings, notTestable))}`,
    };
  },
};
