import { percentText } from '../../words/numbers.ts';
import { NO_FAULT_SURE } from '../stop-rule.ts';
import type { VerdictRule } from './types.ts';

/** Least loss that a "no fault" must have been able to see; above it too little was sent to say so. */
const DETECTABLE_MOST = 0.1;

export const none: VerdictRule = {
  kind: 'none',
  claim: ({ belief }) => {
    if (belief.fault > NO_FAULT_SURE || belief.detectable > DETECTABLE_MOST) return null;
    return {
      segment: null,
      direction: 'unknown',
      loss: null,
      interval95: null,
      confidence: 1 - belief.fault,
      text: `No fault found on this path while it was tested. Lost packets would have been noticed from ${percentText(belief.detectable)} on.`,
    };
  },
};
