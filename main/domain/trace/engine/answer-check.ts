import type { Answered } from '../types.ts';

/** Whether figures can be made of it. What cannot be is treated as if it had never come. */
export const isSane = (answer: Answered): boolean =>
  Number.isFinite(answer.rttMs) && answer.rttMs >= 0 && answer.from !== '';
