import type { Refusal } from '../probe/limits.ts';
import type { Prober } from '../probe/prober.ts';
import type { Command, HelloEvent, HelperEvent } from '../protocol/messages.ts';

export interface HandlerContext {
  readonly prober: Prober;
  /** All of `hello` but the id. */
  readonly greeting: Omit<HelloEvent, 'id'>;
  readonly send: (event: HelperEvent) => void;
  /** For what turns out later: a command that was accepted can't be acted on. */
  readonly refuse: (id: number, refusal: Refusal) => void;
  /** Commands refused so far. */
  readonly rejected: () => number;
  /** Events left out so far. */
  readonly dropped: () => number;
}

/** Acts on one command and answers it, now or later, or says why not. */
export type Handler<O extends Command['op']> = (
  command: Extract<Command, { op: O }>,
  context: HandlerContext,
) => Refusal | null;
