import {
  BUS,
  type BusSignal,
  isOwnerChange,
  ownerRule,
  type SessionBus,
} from '../session-bus/session-bus.ts';

/** Whether something shows tray icons; `no-bus`: nothing can, for there is no session bus (any more). */
export type HostState = 'present' | 'absent' | 'no-bus';

export interface HostWatchOptions {
  readonly connect: () => Promise<SessionBus>;
  /** Told each change, the first one too. A host that was replaced is `absent` and then `present`. */
  readonly onChange: (state: HostState) => void;
  readonly log: (what: string, error: unknown) => void;
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

const RULES = [
  ownerRule(WATCHER),
  `type='signal',path='${WATCHER_PATH}',interface='${WATCHER}',member='StatusNotifierHostRegistered'`,
  `type='signal',path='${WATCHER_PATH}',interface='${WATCHER}',member='StatusNotifierHostUnregistered'`,
  `type='signal',path='${WATCHER_PATH}',interface='${PROPERTIES}',member='PropertiesChanged'`,
];

/** A variant's value, however the library wraps it. */
const unwrapped = (value: unknown): unknown =>
  value instanceof Object && 'value' in value ? value.value : value;

async function isHostThere(bus: SessionBus): Promise<boolean> {
  const owned = await bus.call({ ...BUS, member: 'NameHasOwner', args: [WATCHER] });
  if (owned[0] !== true) return false;
  const [registered] = await bus.call({
    destination: WATCHER,
    path: WATCHER_PATH,
    interface: PROPERTIES,
    member: 'Get',
    args: [WATCHER, 'IsStatusNotifierHostRegistered'],
  });
  return unwrapped(registered) === true;
}

/**
 * Watches for something that shows tray icons, by the StatusNotifierItem specification. An icon must not be made
 * before: Electron would hand it to the older XEmbed tray once and for all.
 */
export class HostWatch {
  readonly #options: HostWatchOptions;
  #bus: SessionBus | null = null;
  #state: HostState | null = null;
  /** Of the newest look; answers to older ones come too late. */
  #look = 0;
  #stopped = false;

  constructor(options: HostWatchOptions) {
    this.#options = options;
  }

  /** Settles when the first answer was told. */
  async start(): Promise<void> {
    try {
      const bus = await this.#options.connect();
      if (this.#stopped) {
        bus.close();
        return;
      }
      this.#bus = bus;
      bus.onEnd(() => this.#end());
      bus.onSignal((signal) => this.#take(signal));
      // Before the first question, or a host that comes in between would be missed.
      for (const rule of RULES) await bus.call({ ...BUS, member: 'AddMatch', args: [rule] });
      await this.#ask();
    } catch (error) {
      if (!this.#stopped) this.#options.log('the session bus cannot be used, so there is no tray', error);
      this.#end();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#bus?.close();
    this.#bus = null;
  }

  #take(signal: BusSignal): void {
    if (this.#bus === null) return;
    // Whoever owned the name has forgotten every icon.
    if (isOwnerChange(signal, WATCHER) && signal.body[1] !== '') this.#tell('absent');
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const bus = this.#bus;
    if (bus === null) return;
    this.#look += 1;
    const look = this.#look;
    const there = await isHostThere(bus).catch(() => false);
    if (look === this.#look && bus === this.#bus) this.#tell(there ? 'present' : 'absent');
  }

  #end(): void {
    this.#bus?.close();
    this.#bus = null;
    this.#tell('no-bus');
  }

  #tell(state: HostState): void {
    if (this.#stopped || state === this.#state) return;
    this.#state = state;
    this.#options.onChange(state);
  }
}
