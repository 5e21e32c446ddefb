import type { Outcomes } from '../../../../main/export/statsd/transport/types.ts';

/** Notes what becomes of figures, and lets a test wait for it. */
export class Recorder implements Outcomes {
  sentCount = 0;
  droppedCount = 0;
  /** `well` and the codes of trouble, one after the other, without repeats. */
  readonly phases: string[] = [];
  readonly #waiting = new Set<() => void>();

  sent(figures: number): void {
    this.sentCount += figures;
    this.#changed();
  }

  dropped(figures: number): void {
    this.droppedCount += figures;
    this.#changed();
  }

  well(): void {
    this.#phase('well');
  }

  trouble(code: string): void {
    this.#phase(code);
  }

  /** Settles when it is so; the test's own deadline bounds it. */
  until(isSo: (recorder: Recorder) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo(this)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #phase(name: string): void {
    if (this.phases.at(-1) !== name) this.phases.push(name);
    this.#changed();
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }
}
