import type { Rates } from '../../domain/encapsulation/types.ts';

/** The helper counts any second; its clock reads a packet later than ours, by more or less. */
const SECOND_MS = 1000;
const SLACK_MS = 30;

interface Sent {
  readonly hop: string;
  readonly mono: number;
}

/**
 * The packets in IP-in-IP of all runs that share a helper, within what it takes in any second: one that is refused
 * comes later still. Bookkeeping alone; monotonic times never go back.
 */
export class SendWindow {
  readonly #rates: Rates;
  /** Of the last second, oldest first. */
  #sent: Sent[] = [];

  constructor(rates: Rates) {
    this.#rates = rates;
  }

  /** When one to that hop may leave, `nowMono` at the earliest. */
  freeMono(hop: string, nowMono: number): number {
    this.#forget(nowMono);
    const toHop = this.#sent.filter((one) => one.hop === hop);
    return Math.max(
      nowMono,
      freed(this.#sent, this.#rates.perSecond),
      freed(toHop, this.#rates.perHopPerSecond),
    );
  }

  note(hop: string, nowMono: number): void {
    this.#forget(nowMono);
    this.#sent.push({ hop, mono: nowMono });
  }

  #forget(nowMono: number): void {
    this.#sent = this.#sent.filter(({ mono }) => mono + SECOND_MS + SLACK_MS > nowMono);
  }
}

/** When there is room for one more within the rate. */
function freed(sent: readonly Sent[], perSecond: number): number {
  const blocking = sent.at(-perSecond);
  return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking.mono + SECOND_MS + SLACK_MS;
}
