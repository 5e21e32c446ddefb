/** Tells at once what comes after a rest, and the last of what comes sooner when the rest is over. */
export class SlowTeller {
  readonly #restMs: number;
  readonly #tell: () => void;
  #timer: NodeJS.Timeout | null = null;
  #isDue = false;

  constructor(restMs: number, tell: () => void) {
    this.#restMs = restMs;
    this.#tell = tell;
  }

  changed(): void {
    if (this.#timer !== null) this.#isDue = true;
    else this.#tellAndRest();
  }

  /** What was still to be told is not. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isDue = false;
  }

  #tellAndRest(): void {
    this.#isDue = false;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isDue) this.#tellAndRest();
    }, this.#restMs);
    // Figures of exporters keep no process alive.
    this.#timer.unref();
    this.#tell();
  }
}
