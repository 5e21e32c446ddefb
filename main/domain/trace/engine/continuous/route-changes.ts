import type { RouteChange } from '../../../model/trace.ts';
import type { WallMs } from '../../../model/units.ts';
import { type NodeChange, RouteWatch } from './route-watch.ts';

const KEPT = 100;
/** A hop that has lost so many in a row may be about to be found silent. */
const FALLING_SILENT = 4;
/** Rounds after which all hops of a new way have been noticed, and between the first signs of two of them at most. */
const ROUNDS_TO_SETTLE = 2;

/** Another router in the place of one. */
interface Move {
  readonly ttl: number;
  readonly change: NodeChange;
}

/**
 * The changes of the route in the order of being noticed, the latest KEPT; what is noticed together in order of time.
 * A new way has other routers at many distances: that is told of the first of them. When a link breaks, all hops behind
 * it fall silent: that is told of the first of them and of the destination, not of each, and so is their return.
 */
export class RouteChanges {
  readonly #watches = new Map<number, RouteWatch>();
  /** Silences that are not yet told, since the hops before them may be found silent as well. */
  #silences = new Map<number, NodeChange>();
  /** Hops whose silence was left untold, and who answered there before. */
  readonly #untold = new Map<number, string | null>();
  /** Not yet told, since hops before them may be found to have changed as well. */
  #moves: Move[] = [];
  #roundsWaited = 0;
  /** The latest that was told, and the last sign of it at any hop. */
  #lastMove: { readonly ttl: number; readonly untilMs: number } | null = null;
  readonly #togetherMs: number;
  #changes: RouteChange[] = [];

  constructor(intervalMs: number) {
    this.#togetherMs = ROUNDS_TO_SETTLE * intervalMs;
  }

  get all(): readonly RouteChange[] {
    return this.#changes;
  }

  answered(ttl: number, address: string, sentMs: WallMs): void {
    const change = this.#watch(ttl).answered(address, sentMs);
    if (change === null) return;
    this.#tellPending(ttl);
    const before = this.#untold.get(ttl);
    this.#untold.delete(ttl);
    const from = before === undefined ? change.from : before;
    if (from === change.to) return;
    if (from === null) this.#tell(ttl, { ...change, from });
    else this.#moves.push({ ttl, change: { ...change, from } });
  }

  /** `usualLoss` leaves out the losses since the last answer. */
  lost(ttl: number, sentMs: WallMs, usualLoss: number): void {
    const change = this.#watch(ttl).lost(sentMs, usualLoss);
    if (change !== null) this.#silences.set(ttl, change);
  }

  /** Losses of the hop since its last answer. */
  lostRun(ttl: number): number {
    return this.#watch(ttl).lostRun;
  }

  /** Once a round: tells what the rounds before have made out where it begins. */
  settle(destinationTtl: number): void {
    const told = [...this.#settledMoves(), ...this.#settledSilences(destinationTtl)];
    const byTime = told.toSorted((a, b) => a.change.atMs - b.change.atMs || a.ttl - b.ttl);
    for (const { ttl, change } of byTime) this.#tell(ttl, change);
  }

  #settledMoves(): readonly Move[] {
    this.#roundsWaited = this.#moves.length === 0 ? 0 : this.#roundsWaited + 1;
    if (this.#roundsWaited < ROUNDS_TO_SETTLE) return [];
    const told: Move[] = [];
    const moves = this.#moves.toSorted((a, b) => a.change.atMs - b.change.atMs);
    this.#moves = [];
    this.#roundsWaited = 0;
    while (moves.length > 0) {
      const together = this.#takeTogether(moves);
      const first = together.reduce((nearest, move) => (move.ttl < nearest.ttl ? move : nearest));
      const [earliest, latest] = [together[0] ?? first, together.at(-1) ?? first];
      if (this.#isOfLastMove(first)) continue;
      this.#lastMove = { ttl: first.ttl, untilMs: latest.change.atMs };
      told.push({ ttl: first.ttl, change: { ...first.change, atMs: earliest.change.atMs } });
    }
    return told;
  }

  /** From the front of a list in order of time, those whose signs follow each other closely. */
  #takeTogether(moves: Move[]): readonly Move[] {
    const ends = moves.findIndex(({ change }, index) => {
      const before = moves[index - 1];
      return before !== undefined && change.atMs - before.change.atMs > this.#togetherMs;
    });
    return moves.splice(0, ends < 0 ? moves.length : ends);
  }

  #isOfLastMove({ ttl, change }: Move): boolean {
    const last = this.#lastMove;
    return last !== null && ttl > last.ttl && Math.abs(change.atMs - last.untilMs) <= this.#togetherMs;
  }

  #settledSilences(destinationTtl: number): readonly Move[] {
    const ready = [...this.#silences].map(([ttl, change]) => ({ ttl, change }));
    this.#silences = new Map();
    return ready.filter((move) => {
      const { ttl, change } = move;
      const isTold = ttl === destinationTtl || !(this.#isBehindSilence(ttl) || this.#isOfLastMove(move));
      if (!isTold) this.#untold.set(ttl, change.from);
      return isTold;
    });
  }

  /** The nearest hop before it that has ever answered has fallen silent, too, or is about to. */
  #isBehindSilence(ttl: number): boolean {
    for (let before = ttl - 1; before >= 1; before -= 1) {
      const watch = this.#watches.get(before);
      if (watch?.hasAnswered === true) return watch.isSilent || watch.lostRun >= FALLING_SILENT;
    }
    return false;
  }

  #tellPending(ttl: number): void {
    const pending = this.#silences.get(ttl);
    if (pending === undefined) return;
    this.#silences.delete(ttl);
    this.#tell(ttl, pending);
  }

  #tell(ttl: number, change: NodeChange): void {
    this.#changes = [...this.#changes, { ttl, ...change }].slice(-KEPT);
  }

  #watch(ttl: number): RouteWatch {
    const known = this.#watches.get(ttl);
    if (known !== undefined) return known;
    const watch = new RouteWatch();
    this.#watches.set(ttl, watch);
    return watch;
  }
}
