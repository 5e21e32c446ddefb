import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Rejects with a coded error. */
export type Lookup = (host: string) => Promise<readonly Address[]>;

/** How long a sender waits for the resolver; the look-up itself may take longer, as it can't be stopped. */
export const LOOKUP_WAIT_MS = 5_000;

/** IPv4 first: that is where StatsD listens unless it is told otherwise, and `localhost` often means both. */
export const systemLookup: Lookup = async (host) => {
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

const literal = (host: string): readonly Address[] => {
  const family = isIP(host);
  return family === 4 || family === 6 ? [{ address: host, family }] : [];
};

/**
 * The addresses of a host, one after the other. When all have failed the name is resolved again; a resolver that is
 * away (the line may be down) leaves those that were known.
 */
export class Addresses {
  readonly #host: string;
  readonly #lookup: Lookup;
  readonly #waitMs: number;
  #known: readonly Address[];
  #index = 0;
  #isStale: boolean;
  #failure: unknown = null;
  /** One at a time: each occupies a thread of Node's small pool until the resolver gives up. */
  #asking: Promise<void> | null = null;

  constructor(host: string, lookupHost: Lookup = systemLookup, waitMs = LOOKUP_WAIT_MS) {
    this.#host = host;
    this.#lookup = lookupHost;
    this.#waitMs = waitMs;
    this.#known = literal(host);
    this.#isStale = this.#known.length === 0;
  }

  /** Rejects with the resolver's error, or code `ETIMEOUT`, as long as no address is known at all. */
  async current(): Promise<Address> {
    if (this.#isStale) await this.#wait();
    const address = this.#known[this.#index];
    if (address !== undefined) return address;
    throw (
      this.#failure ?? Object.assign(new Error(`no address of ${this.#host} in time`), { code: 'ETIMEOUT' })
    );
  }

  get all(): readonly Address[] {
    return this.#known;
  }

  /** The current one did not serve: the next is tried. */
  failed(): void {
    this.#index += 1;
    if (this.#index < this.#known.length) return;
    this.#index = 0;
    this.renew();
  }

  /** Resolve again before the next use. */
  renew(): void {
    this.#isStale = literal(this.#host).length === 0;
  }

  async #wait(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#waitMs).unref();
    });
    await Promise.race([this.#asking, late]);
    clearTimeout(timer);
  }

  async #ask(): Promise<void> {
    try {
      const found = await this.#lookup(this.#host);
      if (found.length === 0) return;
      const using = this.#known[this.#index]?.address;
      this.#known = found;
      this.#index = Math.max(
        0,
        found.findIndex(({ address }) => address === using),
      );
      this.#isStale = false;
    } catch (error) {
      this.#failure = error;
    }
  }
}
