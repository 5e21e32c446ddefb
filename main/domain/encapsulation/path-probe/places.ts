import type { WayHome } from '../../model/encapsulation.ts';
import type { BoomerangCounts } from '../types.ts';
import { type Capability, TurningPlace } from './turning-place.ts';

/** The places of a path: those that are tested are the first few of them, and may become fewer. */
export class Places {
  readonly #all: readonly TurningPlace[];

  constructor(capabilities: readonly Capability[]) {
    this.#all = capabilities.map((capability) => new TurningPlace(capability));
  }

  /** Where boomerangs turn round. */
  get tested(): readonly number[] {
    return this.#all.flatMap((place, index) => (place.isTestable ? [index] : []));
  }

  /** The nearest from which nothing has come home yet; -1: none. */
  get firstUnheard(): number {
    return this.#all.findIndex((place) => !place.hasComeHome);
  }

  /** The nearest of those that had come home from which so many in a row have not; -1: none. */
  firstFallenSilent(lostInRow: number): number {
    return this.#all.findIndex(
      (place) => place.isTestable && place.hasComeHome && place.lostInRow >= lostInRow,
    );
  }

  /** Null: nothing is counted there, or not any more. */
  at(index: number): TurningPlace | null {
    const place = this.#all[index];
    return place?.isTestable === true ? place : null;
  }

  /** That place cannot be tested after all, and so none behind it: what was counted there is dropped. */
  giveUpFrom(at: number, capability: Capability): void {
    for (const [index, place] of this.#all.entries()) {
      if (index < at || !(place.isTestable || place.hasCeased)) continue;
      place.giveUp(index === at ? capability : { decapsulates: place.decapsulates, reason: 'behind' });
    }
  }

  counts(wayHome: WayHome | null): readonly BoomerangCounts[] {
    return this.#all.map((place) => place.counts(wayHome));
  }
}
