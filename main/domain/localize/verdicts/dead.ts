import { sentence } from '../../words/sentence.ts';
import { DEAD_SURE } from '../belief.ts';
import { isFaultSure } from '../stop-rule.ts';
import { hopText, nearText, sideText } from './place-words.ts';
import type { VerdictRule } from './types.ts';

export const dead: VerdictRule = {
  kind: 'dead',
  claim: ({ hops, belief }) => {
    if (!isFaultSure(belief) || belief.dead < DEAD_SURE) return null;
    const { from, to } = belief.segment;
    const parts = [
      `Nothing answers any more from ${hopText(to, hops)} on, while ${nearText(from, hops)}`,
      to === from + 1 ? '' : 'The hops between them do not help to place it',
      sideText(belief.segment, hops),
      'Whether packets get lost on the way out or on the way back cannot be told while none returns.',
    ];
    return {
      segment: belief.segment,
      direction: 'unknown',
      loss: 1,
      interval95: belief.lossInterval95,
      confidence: belief.fault * belief.segmentShare * belief.dead,
      text: parts
        .filter((part) => part !== '')
        .map(sentence)
        .join(' '),
    };
  },
};
