import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { Sample } from '../domain/model/sample.ts';

/** An answer takes back within ten seconds of its probe what was said before; after this long every sample is final. */
export const SETTLE_MS = 11_000;

/**
 * `at-once`: all but losses go through as they come. `in-order`: all wait until they are final, then go in the order
 * in which they were sent, as a store of series needs them.
 */
export type SettleMode = 'at-once' | 'in-order';

const mayBeTakenBack = ({ outcome }: Sample): boolean => outcome === 'lost' || outcome === 'unreachable';

const bySending = (a: Sample, b: Sample): number => a.sentMonoMs - b.sentMonoMs || a.id - b.id;

/**
 * Lets each sample through once, when it is final, so that what others count never has to be taken back. A sample that
 * was voided (`suspect`) goes nowhere. Time passes with the samples themselves; a gap settles all that wait.
 */
export class SettledSamples {
  readonly #mode: SettleMode;
  readonly #onSettled: (sample: Sample) => void;
  readonly #waiting = new Map<number, Sample>();
  #newestMs = Number.NEGATIVE_INFINITY;

  constructor(mode: SettleMode, onSettled: (sample: Sample) => void) {
    this.#mode = mode;
    this.#onSettled = onSettled;
  }

  take(event: MonitorEvent): void {
    if (event.type === 'gap') this.flush();
    if (event.type !== 'sample') return;
    const { sample } = event;
    this.#waiting.delete(sample.id);
    if (sample.outcome !== 'suspect') this.#add(sample);
    this.#newestMs = Math.max(this.#newestMs, sample.sentMonoMs);
    this.#release((waiting) => this.#newestMs - waiting.sentMonoMs >= SETTLE_MS);
  }

  /** At the end: what waits is as final as it will be. */
  flush(): void {
    this.#release(() => true);
  }

  #add(sample: Sample): void {
    const waits = this.#mode === 'in-order' || mayBeTakenBack(sample);
    if (waits) this.#waiting.set(sample.id, sample);
    else this.#onSettled(sample);
  }

  #release(isFinal: (sample: Sample) => boolean): void {
    const final = [...this.#waiting.values()].filter(isFinal).sort(bySending);
    for (const sample of final) {
      this.#waiting.delete(sample.id);
      this.#onSettled(sample);
    }
  }
}
