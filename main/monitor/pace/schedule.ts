import type { Anchor } from '../../domain/model/anchor.ts';
import type { Kind } from '../../domain/model/kind.ts';
import type { Clock } from '../types.ts';
import { BurstBudget } from './burst-budget.ts';
import { Grid, interleave, targetKey } from './grid.ts';

/** Probes a second of a burst, over all targets of its kinds together. */
export const BURST_HZ = 10;

const NOTHING = new Grid([], 1, 0);

/**
 * Who is probed when. Every anchor has a fixed phase of the interval, all of them evenly spread; a burst takes
 * the anchors of its kinds over and gives them turns ten times a second in total.
 *
 * Invariant: outside a burst no target is sent two probes within 90 % of the interval. Turns are a tenth of the
 * interval late at most, else they are left out.
 */
export class Schedule {
  readonly #clock: Clock;
  #intervalMs: number;
  readonly #send: (anchor: Anchor) => void;
  readonly #lastSent = new Map<string, { readonly atMs: number; readonly intervalMs: number }>();
  readonly #budget = new BurstBudget();
  #anchors: readonly Anchor[] = [];
  #steady = NOTHING;
  #burst = NOTHING;
  #burstKinds: ReadonlySet<Kind> = new Set();
  #burstUntilMs = 0;
  #running = false;
  #timer: { cancel(): void } | null = null;

  constructor(clock: Clock, intervalMs: number, send: (anchor: Anchor) => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#send = send;
  }

  /** The pace from now on: new phases for all, whose turn is longest ago comes first. */
  setInterval(intervalMs: number): void {
    if (intervalMs === this.#intervalMs) return;
    this.#intervalMs = intervalMs;
    const sentMs = this.#anchors.map(
      (anchor) => this.#lastSent.get(targetKey(anchor))?.atMs ?? Number.NEGATIVE_INFINITY,
    );
    const first = sentMs.indexOf(Math.min(...sentMs));
    this.#lay([...this.#anchors.slice(first), ...this.#anchors.slice(0, first)]);
  }

  /** New phases for all; what was sent just now is not sent again early. */
  setAnchors(anchors: readonly Anchor[]): void {
    this.#lay(interleave(anchors));
  }

  #lay(anchors: readonly Anchor[]): void {
    this.#anchors = anchors;
    const known = new Set(this.#anchors.map(targetKey));
    for (const key of this.#lastSent.keys()) if (!known.has(key)) this.#lastSent.delete(key);
    const nowMs = this.#clock.now().monoMs;
    this.#steady = new Grid(this.#anchors, this.#intervalMs / Math.max(1, this.#anchors.length), nowMs);
    if (this.#burstKinds.size > 0) this.#layBurst(nowMs);
    this.#arm();
  }

  /** Kinds are probed faster until then, within the bounds of BurstBudget; no kinds: the burst is over. */
  burst(kinds: readonly Kind[], untilMonoMs: number): void {
    const nowMs = this.#clock.now().monoMs;
    const untilMs = kinds.length === 0 ? nowMs : this.#budget.grant(nowMs, untilMonoMs);
    const changed =
      kinds.length !== this.#burstKinds.size || kinds.some((kind) => !this.#burstKinds.has(kind));
    this.#burstUntilMs = untilMs;
    if (untilMs <= nowMs) this.#endBurst(nowMs);
    else if (changed) {
      this.#burstKinds = new Set(kinds);
      this.#layBurst(nowMs);
    }
    this.#arm();
  }

  start(): void {
    this.#running = true;
    this.#steady = new Grid(
      this.#anchors,
      this.#intervalMs / Math.max(1, this.#anchors.length),
      this.#clock.now().monoMs,
    );
    this.#arm();
  }

  stop(): void {
    this.#running = false;
    this.#endBurst(this.#clock.now().monoMs);
    this.#arm();
  }

  /** Where the usual pace of these anchors is 10 Hz or more already, it stays. */
  #layBurst(nowMs: number): void {
    const anchors = this.#anchors.filter((anchor) => this.#burstKinds.has(anchor.kind));
    const isFaster = (anchors.length * 1000) / this.#intervalMs < BURST_HZ;
    this.#burst = isFaster ? new Grid(anchors, 1000 / BURST_HZ, nowMs) : NOTHING;
  }

  #endBurst(nowMs: number): void {
    if (this.#burstKinds.size > 0) this.#budget.end(nowMs);
    this.#burstKinds = new Set();
    this.#burst = NOTHING;
  }

  #wake(): void {
    const nowMs = this.#clock.now().monoMs;
    const toleranceMs = this.#intervalMs / 10;
    if (this.#burstKinds.size > 0 && nowMs >= this.#burstUntilMs) this.#endBurst(nowMs);
    const isBursting = this.#burst !== NOTHING;
    const hurried = this.#burst.take(nowMs, toleranceMs);
    const steady = this.#steady
      .take(nowMs, toleranceMs)
      .filter((anchor) => !(isBursting && this.#burstKinds.has(anchor.kind)))
      .filter((anchor) => this.#isRested(anchor, nowMs));
    this.#arm();
    for (const anchor of [...hurried, ...steady]) {
      // What follows from the first probe may be a pause.
      if (!this.#running) return;
      this.#lastSent.set(targetKey(anchor), { atMs: nowMs, intervalMs: this.#intervalMs });
      this.#send(anchor);
    }
  }

  /** A probe sent at another pace holds the next one up by the shorter of both: no turn is lost by the change. */
  #isRested(anchor: Anchor, nowMs: number): boolean {
    const last = this.#lastSent.get(targetKey(anchor));
    return last === undefined || nowMs - last.atMs >= 0.9 * Math.min(last.intervalMs, this.#intervalMs);
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const dueMs = Math.min(this.#steady.nextDueMs, this.#burst.nextDueMs);
    if (!this.#running || dueMs === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#clock.setTimer(() => this.#wake(), dueMs - this.#clock.now().monoMs);
  }
}
