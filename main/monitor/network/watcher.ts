import type { Network } from '../../domain/model/network.ts';
import { NO_NETWORK } from '../../domain/model/network.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { Clock } from '../types.ts';
import { networkByAddresses } from './by-addresses.ts';
import { linuxNetwork } from './linux.ts';
import type { NetworkReading, ReadNetwork } from './reading.ts';

export const POLL_MS = 1_000;

/** One line a system; the rest is told apart by addresses alone. */
const READERS = new Map<NodeJS.Platform, () => ReadNetwork>([['linux', linuxNetwork]]);

export const networkReader = (platform: NodeJS.Platform): ReadNetwork =>
  (READERS.get(platform) ?? networkByAddresses)();

export interface NetworkListeners {
  /** Routes or addresses changed at some time between the two instants. */
  readonly onChange: (from: Instant, at: Instant, network: Network) => void;
  /** After each look that found nothing new. */
  readonly onLook: () => void;
}

/** Looks at the network once a second. What it sees first is no change. */
export class NetworkWatcher {
  readonly #clock: Clock;
  readonly #read: ReadNetwork;
  readonly #listeners: NetworkListeners;
  #seen: NetworkReading | null = null;
  #seenAt: Instant;
  #timer: { cancel(): void } | null = null;

  constructor(clock: Clock, read: ReadNetwork, listeners: NetworkListeners) {
    this.#clock = clock;
    this.#read = read;
    this.#listeners = listeners;
    this.#seenAt = clock.now();
    this.#seen = this.#tryRead();
  }

  get network(): Network {
    return this.#seen?.network ?? NO_NETWORK;
  }

  start(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(() => {
      this.start();
      this.look();
    }, POLL_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  look(): void {
    const reading = this.#tryRead();
    if (reading === null) return;
    const from = this.#seenAt;
    const previous = this.#seen;
    this.#seen = reading;
    this.#seenAt = this.#clock.now();
    if (previous !== null && previous.signature === reading.signature) this.#listeners.onLook();
    else this.#listeners.onChange(from, this.#seenAt, reading.network);
  }

  #tryRead(): NetworkReading | null {
    try {
      return this.#read();
    } catch {
      return null;
    }
  }
}
