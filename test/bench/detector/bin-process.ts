import type { LossBin } from '../../../main/domain/outage/line/loss-cusum.ts';
import type { Random } from '../../unit/outage/simulator/random.ts';
import type { BenchLine } from './lines.ts';

const BIN_MS = 2_000;

/**
 * A line in bins of 2 s: whether a bin holds a loss, drawn from the exact probability given the line's state in it
 * (time in the bad state, share of a micro-burst), not packet by packet. `lost` is 0 or 1.
 */
export class BinProcess {
  private readonly line: BenchLine;
  private readonly random: Random;
  private readonly probes: number;
  private atMs = 0;
  private isBad = false;
  private stateUntilMs = 0;
  private burstFromMs: number;
  private burstToMs: number;

  constructor(line: BenchLine, random: Random, probes: number) {
    this.line = line;
    this.random = random;
    this.probes = probes;
    this.burstFromMs = Number.POSITIVE_INFINITY;
    this.burstToMs = Number.POSITIVE_INFINITY;
    if (line.bursts !== undefined) this.stateUntilMs = random.exponential(line.bursts.goodMs);
    this.nextMicroBurst();
  }

  /** `extraLoss`: share lost on top, in this bin. */
  next(extraLoss: number): LossBin {
    const fromMs = this.atMs;
    this.atMs += BIN_MS;
    const badShare = this.badMs(fromMs) / BIN_MS;
    const cutShare = this.cutMs(fromMs) / BIN_MS;
    const { loss, bursts } = this.line;
    const survive = 1 - extraLoss;
    const good = (1 - loss) * survive;
    const bad = (1 - (bursts?.loss ?? 0)) * survive;
    const clean = good ** (this.probes * (1 - badShare - cutShare)) * bad ** (this.probes * badShare);
    const hasLoss = cutShare * this.probes >= 1 || this.random.next() >= clean;
    return { atMono: fromMs, sent: this.probes, lost: hasLoss ? 1 : 0 };
  }

  private badMs(fromMs: number): number {
    const { bursts } = this.line;
    if (bursts === undefined) return 0;
    let badMs = 0;
    let atMs = fromMs;
    while (atMs < this.atMs) {
      const untilMs = Math.min(this.stateUntilMs, this.atMs);
      if (this.isBad) badMs += untilMs - atMs;
      atMs = untilMs;
      if (atMs < this.stateUntilMs) break;
      this.isBad = !this.isBad;
      this.stateUntilMs += this.random.exponential(this.isBad ? bursts.badMs : bursts.goodMs);
    }
    return badMs;
  }

  private cutMs(fromMs: number): number {
    while (fromMs >= this.burstToMs) this.nextMicroBurst();
    return Math.max(0, Math.min(this.atMs, this.burstToMs) - Math.max(fromMs, this.burstFromMs));
  }

  private nextMicroBurst(): void {
    const { microBursts } = this.line;
    if (microBursts === undefined) return;
    const afterMs = Number.isFinite(this.burstToMs) ? this.burstToMs : 0;
    this.burstFromMs = afterMs + this.random.exponential(microBursts.everyMs);
    this.burstToMs = this.burstFromMs + this.random.between(microBursts.leastMs, microBursts.mostMs);
  }
}
