import { percentRangeText, percentText } from '../../words/numbers.ts';
import { sentence } from '../../words/sentence.ts';
import { DEAD_SURE } from '../belief.ts';
import { canTellDirection, isFaultSure } from '../stop-rule.ts';
import type { Direction } from '../types.ts';
import { sideText, stretchText } from './place-words.ts';
import type { Findings, VerdictRule } from './types.ts';

const WAYS: Readonly<Record<Direction, string>> = {
  forward: ' on the way out',
  return: ' on the way back',
  both: ' in both directions',
  unknown: '',
};

function directionNote({ hops, belief }: Findings): string {
  if (belief.direction === 'return') {
    return 'The way back can lead through other routers; what is sure is that answers from there on are lost and those from before are not.';
  }
  if (belief.direction !== 'unknown') return '';
  return canTellDirection(hops, belief)
    ? 'In which direction is not clear yet; a longer test would tell.'
    : 'In which direction cannot be told, since no hop behind it answers pings in fragments.';
}

export const loss: VerdictRule = {
  kind: 'loss',
  claim: (findings) => {
    const { hops, belief } = findings;
    if (!isFaultSure(belief) || belief.dead >= DEAD_SURE) return null;
    const share = percentText(belief.loss);
    const range = percentRangeText(belief.lossInterval95);
    const where = stretchText(belief.segment, hops);
    const parts = [
      `About ${share} of packets (${range}) get lost ${where}${WAYS[belief.direction]}`,
      sideText(belief.segment, hops),
      directionNote(findings),
    ];
    return {
      segment: belief.segment,
      direction: belief.direction,
      loss: belief.loss,
      interval95: belief.lossInterval95,
      confidence: belief.fault * belief.segmentShare,
      text: parts
        .filter((part) => part !== '')
        .map(sentence)
        .join(' '),
    };
  },
};
