import { REFUSED_END_MS, REFUSED_WAIT_MAX_MS, REFUSED_WAIT_MS } from './figures.ts';

/** The helper's bounds, and a kernel that is out of buffers for the moment: the same packet may pass later. */
const PASSING = new Set([
  'rate-limited',
  'too-many-outstanding',
  'EAGAIN',
  'EWOULDBLOCK',
  'ENOBUFS',
  'ENOMEM',
  'EINTR',
]);

export const passes = (code: string): boolean => PASSING.has(code);

/** Waits after refusals, longer and longer, and notices when nothing else happens any more. */
export class Refusals {
  #waitMs = REFUSED_WAIT_MS;
  #holdUntilMono = Number.NEGATIVE_INFINITY;
  #sinceMono: number | null = null;

  /** Nothing is sent before this moment. */
  get holdUntilMono(): number {
    return this.#holdUntilMono;
  }

  /** One wait a moment: of a burst, all are refused together. */
  note(nowMono: number): void {
    this.#sinceMono ??= nowMono;
    if (nowMono < this.#holdUntilMono) return;
    this.#holdUntilMono = nowMono + this.#waitMs;
    this.#waitMs = Math.min(REFUSED_WAIT_MAX_MS, this.#waitMs * 2);
  }

  /** Something was sent after all. */
  noteSent(): void {
    this.#waitMs = REFUSED_WAIT_MS;
    this.#sinceMono = null;
  }

  isHopeless(nowMono: number): boolean {
    return this.#sinceMono !== null && nowMono - this.#sinceMono >= REFUSED_END_MS;
  }
}
