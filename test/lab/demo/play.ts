import { setTimeout as sleep } from 'node:timers/promises';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { HEALTH_NAMES } from '../../../main/domain/words/names.ts';
import type { HomeLab } from '../net/home.ts';
import type { Act } from './acts.ts';
import type { Product } from './product.ts';

/** Naming and clearing take 5 s at most; past this the demo says that they did not come. */
const PATIENCE_MS = 20_000;
/** Between acts: long enough to see that all is well. */
const CALM_MS = 4000;

export interface Stage {
  readonly lab: HomeLab;
  readonly product: Product;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Settles early when the signal fires. */
const pause = (stage: Stage, ms: number): Promise<void> =>
  sleep(ms, undefined, { signal: stage.signal }).catch(() => {});

/** Waits until the lights have come on and have been steady for a while. False: it did not come to that. */
export async function calm(stage: Stage): Promise<boolean> {
  const lit = await stage.product.heard(`: ${HEALTH_NAMES.good}`, 0, PATIENCE_MS);
  if (lit === null) {
    if (!stage.signal.aborted) stage.say('Faultline found nothing good here; the lab or it is broken.');
    return false;
  }
  await pause(stage, CALM_MS);
  return true;
}

function verdict(stage: Stage, what: string, tookMs: number | null): boolean {
  if (stage.signal.aborted) return false;
  if (tookMs !== null) stage.say(`   ${what} after ${(tookMs / 1000).toFixed(1)} s.`);
  else if (stage.product.isRunning()) stage.say(`   ${what}: not within ${PATIENCE_MS / 1000} s.`);
  else stage.say(`   ${what}: not before Faultline ended.`);
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
  await pause(stage, CALM_MS);
  return cleared;
}
