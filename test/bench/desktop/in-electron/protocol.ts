import { z } from 'zod';

/** What the bench asks of the program that it runs; one JSON line each. */
export const request = z.discriminatedUnion('type', [
  /** Answers with the value of this script in the open window's page. */
  z.object({ id: z.number(), type: z.literal('page'), script: z.string() }),
  /** Answers when every window has gone. */
  z.object({ id: z.number(), type: z.literal('close') }),
  /** Begins to watch main's event loop, from nothing. */
  z.object({ id: z.number(), type: z.literal('watch-loop') }),
  z.object({ id: z.number(), type: z.literal('loop-delay') }),
  z.object({ id: z.number(), type: z.literal('quit') }),
]);

/** What comes back: answers, and what happened by itself. Times are epoch ms with fractions. */
export const told = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.number(), reason: z.string() }),
  z.object({ type: z.literal('window'), atMs: z.number() }),
  z.object({ type: z.literal('ready-to-show'), atMs: z.number() }),
  /** A page's question for figures: how long a range, and main's time for it. */
  z.object({
    type: z.literal('series'),
    phase: z.enum(['asked', 'answered']),
    atMs: z.number(),
    spanMs: z.number(),
    tookMs: z.number(),
  }),
]);

export const loopDelay = z.object({ p50: z.number(), p99: z.number(), max: z.number() });

export type Request = z.infer<typeof request>;
export type Told = z.infer<typeof told>;
export type LoopDelay = z.infer<typeof loopDelay>;

/** Other lines of the program's output are its own. */
export const MARK = 'bench: ';
