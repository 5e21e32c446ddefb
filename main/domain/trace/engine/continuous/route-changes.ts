import type { RouteChange } from '../../../model/trace.ts';
import type { WallMs } from '../../../model/units.ts';
import { type NodeChange, RouteWatch } from './route-watch.ts';

const KEPT = 100;
/** A hop that has lost so many in a row may be about to be found silent. */
const FALLING_SILENT = 4;

/**
 * The changes of the route in the order of being noticed, the latest KEPT. When a link breaks, all hops behind it
 * fall silent: that is told of the first of them and of the destination, not of each, and so is their return.
 */
export class RouteChanges {
  readonly #watches = new Map<number, RouteWatch>();
  /** Silences that are not yet told, since the hops before them may be found silent as well. */
  #silences = new Map<number, NodeChange>();
  /** Hops whose silence was left untold, and who answered there before. */
  readonly #untold = new Map<number, string | null>();
  #changes: RouteChange[] = [];

  get all(): readonly RouteChange[] {
    return this.#changes;
  }

  answered(ttl: number, address: string, sentMs: WallMs): void {
    const change = this.#watch(ttl).answered(address, sentMs);
    if (change === null) return;
    this.#tellPending(ttl);
    const before = this.#untold.get(ttl);
    this.#untold.delete(ttl);
    if (before === undefined) this.#tell(ttl, change);
    else if (before !== change.to) this.#tell(ttl, { ...change, from: before });
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

  /** Once a round: tells the silences of which the round before has made out where they begin. */
  settle(destinationTtl: number): void {
    const ready = this.#silences;
    this.#silences = new Map();
    for (const [ttl, change] of [...ready].toSorted(([a], [b]) => a - b)) {
      if (ttl === destinationTtl || !this.#isBehindSilence(ttl)) this.#tell(ttl, change);
      else this.#untold.set(ttl, change.from);
    }
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
