import type { Kind } from '../model/kind.ts';
import { monoMs } from '../model/units.ts';
import type { DetectorOutput } from './types.ts';

type BurstOutput = Extract<DetectorOutput, { type: 'burst' }>;

/** A burst is asked for this long at a time, and prolonged when it has less than this left. */
const PIECE_MS = 10_000;
const PROLONG_MS = 1_000;
/** Share of the time without a burst that is given back to the budget. */
const REFILL = 1 / 5;

/** Asks for faster probes while something is undecided, within a budget: routers take long bursts for floods. */
export class BurstPlanner {
  private readonly capacityMs: number;
  private budgetMs: number;
  private accountedMono: number;
  private active: { readonly key: string; readonly untilMono: number } | null = null;

  constructor(capacityMs: number, nowMono: number) {
    this.capacityMs = capacityMs;
    this.budgetMs = capacityMs;
    this.accountedMono = nowMono;
  }

  step(kinds: readonly Kind[], nowMono: number): readonly BurstOutput[] {
    this.account(nowMono);
    if (kinds.length === 0 || this.budgetMs < PROLONG_MS) return this.stop(nowMono);
    const key = kinds.join();
    const isRunning = this.active !== null && this.active.untilMono - nowMono > PROLONG_MS;
    if (isRunning && this.active?.key === key) return [];
    // A budget almost used up starts nothing new.
    if (this.active === null && this.budgetMs < PIECE_MS) return [];
    const untilMono = nowMono + Math.min(PIECE_MS, this.budgetMs);
    if (this.active?.key === key && untilMono - this.active.untilMono < PROLONG_MS) return [];
    this.active = { key, untilMono };
    return [{ type: 'burst', kinds, untilMonoMs: monoMs(untilMono) }];
  }

  private stop(nowMono: number): readonly BurstOutput[] {
    if (this.active === null) return [];
    this.active = null;
    return [{ type: 'burst', kinds: [], untilMonoMs: monoMs(nowMono) }];
  }

  private account(nowMono: number): void {
    const activeUntil = this.active?.untilMono ?? Number.NEGATIVE_INFINITY;
    const usedMs = Math.max(0, Math.min(nowMono, activeUntil) - this.accountedMono);
    const idleMs = nowMono - this.accountedMono - usedMs;
    this.budgetMs = Math.min(this.capacityMs, Math.max(0, this.budgetMs - usedMs) + idleMs * REFILL);
    this.accountedMono = nowMono;
    if (this.active !== null && nowMono >= activeUntil) this.active = null;
  }
}
