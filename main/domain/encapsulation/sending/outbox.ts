import type { PacketResult, PlannedPacket, PlannedPing, Rates } from '../types.ts';
import { Pacer } from './pacer.ts';

export interface Sent<Purpose> {
  readonly purpose: Purpose;
  readonly isPing: boolean;
  state: 'under-way' | 'lost' | 'answered';
}

/** What an engine has sent and is about to send, within the rates; pings have the same rates, but their own. */
export class Outbox<Purpose> {
  readonly #pacer: Pacer;
  readonly #pingPacer: Pacer;
  readonly #sent = new Map<number, Sent<Purpose>>();
  #send: PlannedPacket[] = [];
  #ping: PlannedPing[] = [];
  #nextKey = 1;
  #underWay = 0;
  #packets = 0;

  constructor(rates: Rates) {
    this.#pacer = new Pacer(rates);
    this.#pingPacer = new Pacer(rates);
  }

  /** Packets and pings without a result. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Packets in IP-in-IP that have left, as far as is known. */
  get packets(): number {
    return this.#packets;
  }

  /** When such a packet may be sent; monotonic, in the past when that is now. */
  freeMono(packet: Pick<PlannedPacket, 'via' | 'ttl'>): number {
    return this.#pacer.freeMono(packet);
  }

  pingFreeMono(place: number): number {
    return this.#pingPacer.freeKeyMono(String(place));
  }

  packet(packet: Omit<PlannedPacket, 'key'>, purpose: Purpose, nowMono: number): void {
    this.#pacer.noteSent(packet, nowMono);
    this.#packets += 1;
    this.#send.push({ key: this.#newKey(purpose, false), ...packet });
  }

  ping(place: number, purpose: Purpose, nowMono: number): void {
    this.#pingPacer.noteKeySent(String(place), nowMono);
    this.#ping.push({ key: this.#newKey(purpose, true), hop: place });
  }

  /** What has been put in since the last time. */
  take(): { readonly send: readonly PlannedPacket[]; readonly ping: readonly PlannedPing[] } {
    const taken = { send: this.#send, ping: this.#ping };
    this.#send = [];
    this.#ping = [];
    return taken;
  }

  find(key: number): Sent<Purpose> | null {
    return this.#sent.get(key) ?? null;
  }

  /** Its one result is there; null: it was told before, or is of nothing that was sent. */
  settle(key: number, { outcome }: PacketResult): Sent<Purpose> | null {
    const sent = this.#sent.get(key);
    if (sent?.state !== 'under-way') return null;
    this.#underWay -= 1;
    if (outcome === 'unsent') {
      this.#sent.delete(key);
      if (!sent.isPing) this.#packets -= 1;
    }
    return sent;
  }

  #newKey(purpose: Purpose, isPing: boolean): number {
    const key = this.#nextKey;
    this.#nextKey += 1;
    this.#underWay += 1;
    this.#sent.set(key, { purpose, isPing, state: 'under-way' });
    return key;
  }
}
