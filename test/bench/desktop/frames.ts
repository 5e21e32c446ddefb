import { z } from 'zod';
import { type LoopDelay, loopDelay } from './in-electron/protocol.ts';
import type { Program } from './program.ts';

const frames = z.object({
  /** Between animation frames, ms. */
  count: z.number(),
  over50: z.number(),
  longestMs: z.number(),
  /** Long animation frames as the browser counts them: more than 50 ms of its own work; null: it doesn't. */
  longFrames: z.number().nullable(),
  /** Above 50 ms in one task, which keeps a click waiting. */
  blockedMs: z.number(),
});

export interface Liveliness {
  readonly frames: z.infer<typeof frames>;
  readonly loop: LoopDelay;
}

/** In the page; it must stand for itself. */
function watchFrames(seconds: number): Promise<z.infer<typeof frames>> {
  const endMs = performance.now() + seconds * 1000;
  const kind = 'long-animation-frame';
  const canCount = PerformanceObserver.supportedEntryTypes.includes(kind);
  let longFrames = 0;
  let blockedMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      longFrames += 1;
      const blocking: unknown = Reflect.get(entry, 'blockingDuration');
      blockedMs += typeof blocking === 'number' ? blocking : 0;
    }
  });
  if (canCount) observer.observe({ type: kind });
  let before = performance.now();
  let count = 0;
  let over50 = 0;
  let longestMs = 0;
  return new Promise((resolve) => {
    const next = (): void => {
      const now = performance.now();
      count += 1;
      if (now - before > 50) over50 += 1;
      longestMs = Math.max(longestMs, now - before);
      before = now;
      if (now < endMs) return void requestAnimationFrame(next);
      observer.disconnect();
      resolve({ count, over50, longestMs, longFrames: canCount ? longFrames : null, blockedMs });
    };
    requestAnimationFrame(next);
  });
}

/** The open window's frames and main's event loop over the same time. */
export async function watchLive(program: Program, seconds: number): Promise<Liveliness> {
  await program.ask({ type: 'watch-loop' });
  const seen = frames.parse(await program.page(watchFrames, seconds));
  return { frames: seen, loop: loopDelay.parse(await program.ask({ type: 'loop-delay' })) };
}
