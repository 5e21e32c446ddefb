import type { Instant } from '../../../outage/types.ts';

/** Clocks that disagree by more than this, or a call that comes later than wanted by it: the machine slept. */
const GAP_MS = 3000;

/** Notices that time passed in which nothing could be received: what was in flight then tells nothing. */
export class GapWatch {
  #last: Instant | null = null;

  /** `wantedMono`: when the engine asked to be called at the latest; null: it did not ask. */
  isGap(now: Instant, wantedMono: number | null): boolean {
    const last = this.#last;
    this.#last = now;
    if (last === null) return false;
    const passedMono = now.monoMs - last.monoMs;
    const slept = now.wallMs - last.wallMs - passedMono > GAP_MS;
    const late = wantedMono !== null && now.monoMs - wantedMono > GAP_MS;
    return slept || late;
  }
}
