import type { DetectorConfig } from '../types.ts';

/** For so long a kind is not called down, unless it has answered so many probes and fallen silent again. */
export interface ColdStart {
  readonly forMs: number;
  readonly provenReplies: number;
}

export type ColdReason = 'start' | 'move' | 'wake';

/** Networks that are being joined answer once or twice before they work, waking machines most of all. */
const PROVEN_REPLIES: Readonly<Record<ColdReason, number>> = { start: 1, move: 3, wake: 5 };

export const coldStart = (config: DetectorConfig, reason: ColdReason): ColdStart => ({
  forMs: reason === 'wake' ? config.wakeMs : config.coldMs,
  provenReplies: PROVEN_REPLIES[reason],
});
