import type { BusCall, BusSignal, SessionBus } from '../../../../main/desktop/session-bus/session-bus.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

/** A variant's value, however the library wraps it. */
const unwrapped = (value: unknown): unknown =>
  value instanceof Object && 'value' in value ? value.value : value;

/** One `Notify`, its hints as plain values. */
export interface Notified {
  readonly id: number;
  readonly app: unknown;
  readonly replaces: unknown;
  readonly icon: unknown;
  readonly title: unknown;
  readonly body: unknown;
  readonly actions: unknown;
  readonly hints: unknown;
  readonly expireMs: unknown;
}

/** A session bus with a notification server on it, or with none. */
export class ServerDouble implements SessionBus {
  capabilities: readonly unknown[] = ['actions', 'body', 'body-markup'];
  isThere = true;
  /** Members that are answered with an error. */
  readonly refused = new Set<string>();
  /** `Notify` waits for this. */
  gate: Promise<void> = Promise.resolve();
  /** In place of the id. */
  answers: unknown;
  /** Ids that it takes for unknown when they are to be replaced. */
  readonly forgets = new Set<number>();
  readonly calls: BusCall[] = [];
  readonly notified: Notified[] = [];
  readonly closed: unknown[] = [];
  isClosed = false;
  #last = 0;
  readonly #signals: ((signal: BusSignal) => void)[] = [];
  readonly #ends: (() => void)[] = [];

  async call(call: BusCall): Promise<readonly unknown[]> {
    this.calls.push(call);
    if (this.refused.has(call.member)) throw new Error(`${call.member} was refused`);
    if (call.member === 'AddMatch') return [];
    if (!this.isThere) throw new Error('org.freedesktop.DBus.Error.ServiceUnknown');
    if (call.member === 'GetCapabilities') return [this.capabilities];
    if (call.member === 'CloseNotification') this.closed.push(call.args[0]);
    if (call.member !== 'Notify') return [];
    await this.gate;
    return [this.answers ?? this.#notify(call.args)];
  }

  onSignal(listener: (signal: BusSignal) => void): void {
    this.#signals.push(listener);
  }
  onEnd(listener: () => void): void {
    this.#ends.push(listener);
  }
  close(): void {
    this.isClosed = true;
  }

  end(): void {
    for (const listener of this.#ends) listener();
  }
  signal(member: string, ...body: readonly unknown[]): void {
    this.#emit({ path: PATH, interface: NAME, member, body });
  }
  act(id: number, key: string): void {
    this.signal('ActionInvoked', id, key);
  }
  owner(before: string, after: string, name = NAME): void {
    const bus = { path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
    this.#emit({ ...bus, member: 'NameOwnerChanged', body: [name, before, after] });
  }
  #emit(signal: BusSignal): void {
    for (const listener of this.#signals) listener(signal);
  }

  #notify([app, replaces, icon, title, body, actions, hints, expireMs]: readonly unknown[]): number {
    const known = typeof replaces === 'number' && replaces > 0 && !this.forgets.has(replaces);
    if (!known) this.#last += 1;
    const id = known ? replaces : this.#last;
    const plain = Object.fromEntries(
      Object.entries(hints ?? {}).map(([key, value]) => [key, unwrapped(value)]),
    );
    this.notified.push({ id, app, replaces, icon, title, body, actions, hints: plain, expireMs });
    return id;
  }
}
