import {
  BUS,
  type BusSignal,
  isOwnerChange,
  ownerRule,
  type SessionBus,
} from '../session-bus/session-bus.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const SERVER = { destination: NAME, path: PATH, interface: NAME } as const;

const RULES = [ownerRule(NAME), `type='signal',path='${PATH}',interface='${NAME}'`];

/** What `Notify` takes, in its order, but for the app's name. */
export interface NotifyRequest {
  /** Of the one whose place this takes; 0: none. */
  readonly replaces: number;
  readonly icon: string;
  readonly title: string;
  readonly body: string;
  /** Key and label in turns. */
  readonly actions: readonly string[];
  /** Variants by name. */
  readonly hints: Readonly<Record<string, unknown>>;
  /** In ms; -1: the server's choice, 0: never. */
  readonly expireMs: number;
}

/** Whoever has shown something, and hears what becomes of it. */
export interface Holder {
  acted(key: string): void;
  /** By whomever; it can't be heard of again. */
  closed(): void;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The desktop's notification server, by the Desktop Notifications specification 1.2. */
export class BusServer {
  readonly #bus: SessionBus;
  readonly #held = new Map<number, Holder>();
  /** Of the server that has the name now; null: not asked yet. */
  #capabilities: Promise<ReadonlySet<string>> | null = null;
  #ended = false;

  private constructor(bus: SessionBus) {
    this.#bus = bus;
    bus.onSignal((signal) => this.#take(signal));
    bus.onEnd(() => {
      this.#ended = true;
      this.#loseAll();
    });
  }

  /** Rejects when the bus refuses to tell of signals: clicks would never come. */
  static async on(bus: SessionBus): Promise<BusServer> {
    const server = new BusServer(bus);
    for (const rule of RULES) await bus.call({ ...BUS, member: 'AddMatch', args: [rule] });
    return server;
  }

  /** The bus has gone. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Rejects when no server answers; asking starts one where the desktop can. */
  capabilities(): Promise<ReadonlySet<string>> {
    if (this.#capabilities === null) {
      const asked = this.#askCapabilities();
      this.#capabilities = asked;
      asked.catch(() => {
        if (this.#capabilities === asked) this.#capabilities = null;
      });
    }
    return this.#capabilities;
  }

  /** The id of what is shown now. Rejects when no server answers. */
  async notify(request: NotifyRequest, holder: Holder): Promise<number> {
    const { replaces, icon, title, body, actions, hints, expireMs } = request;
    const [id] = await this.#bus.call({
      ...SERVER,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      args: ['Faultline', replaces, icon, title, body, actions, hints, expireMs],
    });
    if (typeof id !== 'number' || id === 0) throw new Error('the notification server gave no id');
    this.#held.set(id, holder);
    return id;
  }

  /** The id while it is still shown for this holder, else 0. */
  standing(id: number, holder: Holder): number {
    return this.#held.get(id) === holder ? id : 0;
  }

  /** Takes it away; nothing is heard of it from here on. */
  takeAway(id: number, holder: Holder): void {
    if (this.standing(id, holder) === 0) return;
    this.#held.delete(id);
    // A server that is gone has taken it along.
    this.#bus
      .call({ ...SERVER, member: 'CloseNotification', signature: 'u', args: [id] })
      .catch(() => undefined);
  }

  async #askCapabilities(): Promise<ReadonlySet<string>> {
    const [list] = await this.#bus.call({ ...SERVER, member: 'GetCapabilities', args: [] });
    return new Set(Array.isArray(list) ? list.filter(isText) : []);
  }

  #take(signal: BusSignal): void {
    if (isOwnerChange(signal, NAME)) {
      this.#capabilities = null;
      // Whoever owned the name has taken along what it showed.
      if (signal.body[1] !== '') this.#loseAll();
      return;
    }
    if (signal.interface !== NAME || signal.path !== PATH) return;
    const [id, key] = signal.body;
    if (typeof id !== 'number') return;
    const holder = this.#held.get(id);
    if (signal.member === 'ActionInvoked' && isText(key)) holder?.acted(key);
    if (signal.member === 'NotificationClosed') {
      this.#held.delete(id);
      holder?.closed();
    }
  }

  #loseAll(): void {
    const holders = [...this.#held.values()];
    this.#held.clear();
    for (const holder of holders) holder.closed();
  }
}
