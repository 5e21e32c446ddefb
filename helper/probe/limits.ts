import type { LIMITS } from '../protocol/limits.ts';
import type { ErrorCode } from '../protocol/messages.ts';

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

/** Why a command was not acted on. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}
