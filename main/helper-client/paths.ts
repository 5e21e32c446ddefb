import type {
  Command,
  ErrorEvent,
  HelperEvent,
  PathClosedEvent,
  PathOpenedEvent,
} from '../../helper/protocol/messages.ts';
import type { PendingAnswers } from './pending-answers.ts';
import type { EncapsulatedReport, EncapsulatedRequest, OpenPath, PathEnd, PathOpening } from './types.ts';

/** What the paths need of the pipe to the helper. */
export interface PathWire {
  /** One that nothing may still be answered under. */
  nextId(): number;
  send(command: Command): void;
  readonly packets: PendingAnswers<EncapsulatedReport>;
  /** How long a packet of that time limit may be spoken of. */
  spokenOfMs(timeoutMs: number): number;
}

interface Opening {
  readonly onEnd: (end: PathEnd) => void;
  readonly settle: (opening: PathOpening) => void;
}

interface Open {
  readonly onEnd: (end: PathEnd) => void;
  /** Packets that something may still be told of. */
  readonly packets: Set<number>;
}

export const NO_HELPER: PathOpening = {
  ok: false,
  code: 'no-helper',
  message: 'no helper runs that can send packets in IP-in-IP',
};

/** The paths of one helper, and the packets along them. */
export class HelperPaths {
  readonly #wire: PathWire;
  readonly #opening = new Map<number, Opening>();
  readonly #open = new Map<number, Open>();
  /** Paths that are being closed, by the command that asked for it. */
  readonly #closing = new Map<number, number>();

  constructor(wire: PathWire) {
    this.#wire = wire;
  }

  /** An answer with this id may still come. */
  has(id: number): boolean {
    if (this.#opening.has(id) || this.#open.has(id) || this.#closing.has(id)) return true;
    return [...this.#closing.values()].includes(id);
  }

  open(addresses: readonly string[], onEnd: (end: PathEnd) => void): Promise<PathOpening> {
    const id = this.#wire.nextId();
    return new Promise((settle) => {
      this.#opening.set(id, { onEnd, settle });
      this.#wire.send({ op: 'open-path', id, addresses });
    });
  }

  /** False: nobody waits for it. */
  take(event: HelperEvent): boolean {
    switch (event.event) {
      case 'path-opened':
        return this.#opened(event);
      case 'path-closed':
        return this.#closed(event);
      case 'encapsulated':
      case 'encapsulated-again':
        return this.#wire.packets.answer(event.id, event);
      case 'error':
        return this.#refused(event);
      default:
        return false;
    }
  }

  /** The helper has gone. */
  end(): void {
    const openings = [...this.#opening.values()];
    const paths = [...this.#open.values()];
    this.#opening.clear();
    this.#open.clear();
    this.#closing.clear();
    this.#wire.packets.clear();
    for (const { settle } of openings) settle(NO_HELPER);
    for (const { onEnd } of paths) onEnd({ reason: 'gone' });
  }

  #opened({ id, source }: PathOpenedEvent): boolean {
    const opening = this.#opening.get(id);
    if (opening === undefined) return false;
    this.#opening.delete(id);
    this.#open.set(id, { onEnd: opening.onEnd, packets: new Set() });
    opening.settle({ ok: true, path: this.#handle(id, source) });
    return true;
  }

  #closed({ id, path, reason, from }: PathClosedEvent): boolean {
    if (id !== null) return this.#closing.delete(id);
    const entry = this.#open.get(path);
    // It may have been closed from here at the same time.
    if (entry === undefined) return [...this.#closing.values()].includes(path);
    if (reason !== 'prohibited' || from === null) return false;
    this.#open.delete(path);
    entry.onEnd({ reason, from });
    return true;
  }

  #refused(event: ErrorEvent): boolean {
    const { id, code, message } = event;
    if (id === null) return false;
    const opening = this.#opening.get(id);
    if (opening === undefined) return this.#closing.delete(id) || this.#wire.packets.answer(id, event);
    this.#opening.delete(id);
    opening.settle({ ok: false, code: code === 'no-route' ? code : 'refused', message });
    return true;
  }

  #handle(path: number, source: string): OpenPath {
    return {
      source,
      send: (request, onReport) => this.#send(path, request, onReport),
      cancel: (id) => {
        if (this.#open.get(path)?.packets.has(id)) this.#cancel(id);
      },
      close: () => this.#close(path),
    };
  }

  #send(
    path: number,
    request: EncapsulatedRequest,
    onReport: (report: EncapsulatedReport) => void,
  ): number | null {
    const entry = this.#open.get(path);
    if (entry === undefined) return null;
    const { packets, nextId, spokenOfMs, send } = this.#wire;
    const id = nextId();
    for (const old of entry.packets) if (!packets.has(old)) entry.packets.delete(old);
    entry.packets.add(id);
    const { via, inner, end, ttl, size, timeoutMs } = request;
    packets.add(id, onReport, spokenOfMs(timeoutMs));
    send({ op: 'encapsulated', id, path, via, inner, end, ttl, size, timeoutMs });
    return id;
  }

  #cancel(id: number): void {
    const { packets, nextId, send } = this.#wire;
    const isWanted = packets.forget(id);
    if (isWanted && packets.isUnanswered(id)) send({ op: 'cancel', id: nextId(), target: id });
  }

  #close(path: number): void {
    const entry = this.#open.get(path);
    if (entry === undefined) return;
    for (const id of entry.packets) this.#wire.packets.forget(id);
    const id = this.#wire.nextId();
    this.#open.delete(path);
    this.#closing.set(id, path);
    this.#wire.send({ op: 'close-path', id, path });
  }
}
