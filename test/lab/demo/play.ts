import { setTimeout as sleep } from 'node:timers/promises';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { HEALTH_NAMES, SUBJECT_NAMES } from '../../../main/domain/words/names.ts';
import type { HomeLab } from '../net/home.ts';
import type { Act } from './acts.ts';
import type { Product } from './product.ts';

/** Naming and clearing take 5 s at most; past this the demo says that they did not come. */
const PATIENCE_MS = 20_000;

export interface Stage {
  readonly lab: HomeLab;
  readonly product: Product;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Settles early when the signal fires. */
const pause = (stage: Stage, ms: number): Promise<void> =>
  sleep(ms, undefined, { signal: stage.signal }).catch(() => {});

/** What is good can be seen to break. False: it did not come to that. */
export async function calm({ product, say, signal }: Stage): Promise<boolean> {
  for (const subject of ['icmp', 'ipv4', 'ipv6'] as const) {
    const words = `${SUBJECT_NAMES[subject]}: ${HEALTH_NAMES.good}`;
    if ((await product.heard(words, 0, PATIENCE_MS)) !== null) continue;
    if (!signal.aborted)
      say(`Faultline did not find ${SUBJECT_NAMES[subject]} good; the lab or it is broken.`);
    return false;
  }
  return true;
}

function verdict(stage: Stage, what: string, tookMs: number | null): boolean {
  if (stage.signal.aborted) return false;
  if (tookMs === null) stage.say(`   ${what}: not within ${PATIENCE_MS / 1000} s.`);
  else stage.say(`   ${what} after ${(tookMs / 1000).toFixed(1)} s.`);
  return tookMs !== null;
}

/** Cuts, waits until it is named, holds, mends, waits until it is cleared. True when both came in time. */
export async function playAct(stage: Stage, act: Act, holdS: number): Promise<boolean> {
  const { lab, product, say } = stage;
  const words = CLASS_WORDS[act.expected];
  say(`\n-- ${act.told}`);
  const cutMs = performance.now();
  await lab.cut(act.cut);
  const named = verdict(stage, 'Named', await product.heard(words.now, cutMs, PATIENCE_MS));
  await pause(stage, holdS * 1000);
  if (stage.signal.aborted) return false;
  say('\n-- The fault is mended.');
  const mendedMs = performance.now();
  await lab.restore();
  if (!named) return false;
  const cleared = verdict(stage, 'Cleared', await product.heard(words.past, mendedMs, PATIENCE_MS));
  await pause(stage, 3000);
  return cleared;
}
