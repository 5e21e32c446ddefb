import type { TraceView } from '../model/trace.ts';

export const HELPER_ABSENT =
  'A traceroute needs the helper, which does not run: the dashboard and "faultline doctor" say why, and what to do.';
export const HELPER_STOPPED =
  'The helper stopped in the middle of the trace: trace again, and see "faultline doctor" if it does not come back.';

/** Whether it failed for nothing else, so that it can be had as soon as the helper runs. */
export const lackedHelper = ({ status, trouble }: Pick<TraceView, 'status' | 'trouble'>): boolean =>
  status === 'failed' && (trouble === HELPER_ABSENT || trouble === HELPER_STOPPED);
