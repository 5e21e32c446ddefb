import { EventEmitter } from 'node:events';
import { Message, type MessageBus, MessageType, sessionBus, Variant } from '@jellybrick/dbus-next';

export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Types of the arguments, in D-Bus' own letters; texts when left out. */
  readonly signature?: string;
  readonly args: readonly unknown[];
}

/** An argument that carries its type, as the values of `a{sv}` do. */
export const variant = (signature: string, value: unknown): unknown => new Variant(signature, value);

/** The bus itself, for its own questions. */
export const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/** A rule for `AddMatch`: who owns a name has changed. */
export const ownerRule = (name: string): string =>
  `type='signal',sender='${BUS.destination}',interface='${BUS.interface}',member='NameOwnerChanged',arg0='${name}'`;

/** The name is told with its owners before and after. */
export const isOwnerChange = (signal: BusSignal, name: string): boolean =>
  signal.interface === BUS.interface && signal.member === 'NameOwnerChanged' && signal.body[0] === name;

/** The little of D-Bus that the desktop's parts need. */
export interface SessionBus {
  /** The answer's values. Rejects when it is an error, or none came in time. */
  call(call: BusCall): Promise<readonly unknown[]>;
  /** Signals that a match rule was added for. */
  onSignal(listener: (signal: BusSignal) => void): void;
  /** Once, when the bus has gone; nothing is answered from then on. */
  onEnd(listener: () => void): void;
  close(): void;
}

/** A bus or a panel that hangs must not leave anybody waiting. */
const ANSWER_MS = 5000;

function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer to ${what} in ${ANSWER_MS} ms`)), ANSWER_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The package tells the end of a connection nowhere else. */
function onConnectionEnd(bus: MessageBus, listener: () => void): void {
  const connection: unknown = Reflect.get(bus, '_connection');
  if (connection instanceof EventEmitter) connection.once('end', listener);
}

/** The first error is the last: a bus that has failed is not used again. */
function watchEnd(bus: MessageBus): (listener: () => void) => void {
  const listeners = new Set<() => void>();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of listeners) listener();
  };
  // Without a listener an error would end the process; the package's types leave the event out.
  const emitter: EventEmitter = bus;
  emitter.on('error', end);
  onConnectionEnd(bus, end);
  return (listener) => {
    if (ended) listener();
    else listeners.add(listener);
  };
}

/** Settles when the bus has greeted us. Rejects when there is none, or it does not answer. */
export async function connectSessionBus(address?: string): Promise<SessionBus> {
  const bus = sessionBus(address === undefined ? {} : { busAddress: address });
  const onEnd = watchEnd(bus);
  const ended = new Promise<never>((_, reject) => onEnd(() => reject(new Error('the session bus has gone'))));
  // Nobody may be waiting when it goes.
  ended.catch(() => undefined);
  const greeted = new Promise<void>((resolve) => bus.once('connect', resolve));
  try {
    await inTime(Promise.race([greeted, ended]), 'the greeting');
  } catch (error) {
    bus.disconnect();
    throw error;
  }
  return {
    async call({ args, signature = 's'.repeat(args.length), ...to }) {
      const message = new Message({ ...to, signature, body: [...args] });
      const reply = await inTime(Promise.race([bus.call(message), ended]), to.member);
      return reply?.body ?? [];
    },
    onSignal(listener) {
      bus.on('message', (message) => {
        if (message.type === MessageType.SIGNAL) listener(message);
      });
    },
    onEnd,
    close() {
      bus.removeAllListeners('message');
      bus.disconnect();
    },
  };
}
