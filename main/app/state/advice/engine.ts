import type { Adviser } from './adviser.ts';

export const adviseEngine: Adviser = ({ failure }) =>
  failure === null ? null : { id: 'engine', ...failure, action: 'retry-engine' };
