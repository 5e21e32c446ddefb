import { NO_FAULT_SURE } from '../stop-rule.ts';
import { hopsText } from './place-words.ts';
import type { VerdictRule } from './types.ts';

const LIMITS_SURE = 0.95;

export const rateLimited: VerdictRule = {
  kind: 'rate-limited',
  claim: ({ hops, belief }) => {
    if (belief.fault > NO_FAULT_SURE) return null;
    const limiting = belief.hops.filter(
      ({ limitsPings, limitsReports }) => Math.max(limitsPings, limitsReports) >= LIMITS_SURE,
    );
    if (limiting.length === 0) return null;
    const confidence =
      (1 - belief.fault) *
      Math.max(...limiting.map((each) => Math.max(each.limitsPings, each.limitsReports)));
    const who = hopsText(
      limiting.map(({ hop }) => hop),
      hops,
    );
    const verb = limiting.length === 1 ? 'answers' : 'answer';
    return {
      segment: null,
      direction: 'unknown',
      loss: null,
      interval95: null,
      confidence,
      text: `No fault: ${who} ${verb} only some of the tests, but packets pass on to what lies behind. That is a limit on answers, not a loss.`,
    };
  },
};
