const FIRST_MS = 1000;
const MOST_MS = 60_000;

/** The longest that a server's own wish is honoured. */
const MOST_ASKED_MS = 600_000;

/** Pauses between attempts: doubled from one second to one minute, by chance up to half shorter. */
export class BackOff {
  readonly #random: () => number;
  #attempts = 0;

  /** @param random in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  succeeded(): void {
    this.#attempts = 0;
  }

  /** How long to wait now, never less than the server asked for. */
  next(askedMs: number | null): number {
    const full = Math.min(MOST_MS, FIRST_MS * 2 ** this.#attempts);
    this.#attempts = Math.min(this.#attempts + 1, 10);
    const own = full * (1 - this.#random() / 2);
    return Math.max(own, Math.min(askedMs ?? 0, MOST_ASKED_MS));
  }
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds or a date; null where it says neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  // Date.parse makes a date of nearly anything; HTTP's dates all end in GMT.
  const at = / GMT\s*$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
