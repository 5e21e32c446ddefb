import type { Problem } from '../settings/problem.ts';

export const EXIT = {
  done: 0,
  /** The network said no: unreachable, total loss. */
  network: 1,
  usage: 2,
  privilege: 3,
  internal: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ended; a problem is told in one line on stderr. */
export interface CommandEnd {
  readonly code: ExitCode;
  readonly problem?: Problem;
}

export const DONE: CommandEnd = { code: EXIT.done };

export const usageEnd = (what: string, where: string, wayOut: string): CommandEnd => ({
  code: EXIT.usage,
  problem: { what, where, wayOut },
});
