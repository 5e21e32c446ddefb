import { INTERNET_KINDS } from '../line/view.ts';
import { failBeside, sinceOf, withStatus, workingKinds } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** No resolver answers, the internet works by address. */
export const DNS: IncidentRule = {
  class: 'dns',
  rank: 5,
  gradual: false,
  judge(view) {
    if (view.status('dns') !== 'down') return null;
    const failing = ['dns'] as const;
    const since = sinceOf(view, failing);
    const isBeside = workingKinds(view).some((kind) => failBeside(view, failing, [kind], since));
    return isBeside ? { since, failing } : null;
  },
  isReady: (view, heldMs) =>
    withStatus(view, INTERNET_KINDS, 'suspect').length === 0 || heldMs >= view.config.coalesceMs,
  persists: (view) => view.status('dns') === 'down',
};
