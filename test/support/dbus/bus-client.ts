import { type EventEmitter, once } from 'node:events';
import {
  DBusError,
  Message,
  type MessageBus,
  MessageFlag,
  MessageType,
  sessionBus,
  Variant,
} from '@jellybrick/dbus-next';

/** One method call that somebody made to a double. */
export interface Called {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly args: readonly unknown[];
}

/** What a double answers; null: it does not know the method. */
export interface Answered {
  readonly signature: string;
  readonly values: readonly unknown[];
}

export interface Target {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

/** A variant's value, and that of every variant in it. */
export function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** A connection to a session bus for tests: calls others, and answers as whoever it stands in for. */
export class BusClient {
  readonly #bus: MessageBus;
  #isClosed = false;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  static async connect(address: string): Promise<BusClient> {
    const bus = sessionBus({ busAddress: address });
    const emitter: EventEmitter = bus;
    await once(emitter, 'connect');
    emitter.on('error', () => undefined);
    return new BusClient(bus);
  }

  get name(): string {
    return this.#bus.name ?? '';
  }

  /** Rejects with the error's name. */
  async call(
    target: Target,
    member: string,
    signature = '',
    args: readonly unknown[] = [],
  ): Promise<unknown[]> {
    const message = new Message({ ...target, member, signature, body: [...args] });
    try {
      return (await this.#bus.call(message))?.body ?? [];
    } catch (error) {
      if (error instanceof DBusError)
        throw new Error(`${target.interface}.${member}: ${error.type} ${error.text}`);
      throw error;
    }
  }

  /** Asks without waiting for an answer: the other may be gone before it gives one. */
  tell(target: Target, member: string, signature = '', args: readonly unknown[] = []): void {
    const flags = MessageFlag.NO_REPLY_EXPECTED;
    this.#bus.send(new Message({ ...target, member, signature, body: [...args], flags }));
  }

  async own(name: string): Promise<void> {
    await this.#bus.requestName(name, 0);
  }

  answer(answer: (called: Called) => Answered | null): void {
    this.#bus.addMethodHandler((message: Message) => {
      const answered = answer({ ...message, args: message.body, interface: message.interface });
      if (answered === null) return false;
      this.#bus.send(Message.newMethodReturn(message, answered.signature, [...answered.values]));
      return true;
    });
  }

  /** As `answer`, for one that takes its time; null: it does not know the method. A rejection answers `refusedAs`. */
  answerLater(refusedAs: string, answer: (called: Called) => Promise<Answered> | null): void {
    this.#bus.addMethodHandler((message: Message) => {
      const answered = answer({ ...message, args: message.body, interface: message.interface });
      const send = (reply: Message): void => {
        if (!this.#isClosed) this.#bus.send(reply);
      };
      answered?.then(
        ({ signature, values }) => send(Message.newMethodReturn(message, signature, [...values])),
        (error: unknown) => send(Message.newError(message, refusedAs, String(error))),
      );
      return answered !== null;
    });
  }

  emit(path: string, name: string, member: string, signature = '', args: readonly unknown[] = []): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, [...args]));
  }

  async onSignal(rule: string, listener: (signal: Called) => void): Promise<void> {
    this.#bus.on('message', (message) => {
      if (message.type === MessageType.SIGNAL) listener({ ...message, args: message.body });
    });
    const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
    await this.call({ ...bus, interface: 'org.freedesktop.DBus' }, 'AddMatch', 's', [
      `type='signal',${rule}`,
    ]);
  }

  close(): void {
    this.#isClosed = true;
    this.#bus.disconnect();
  }
}
