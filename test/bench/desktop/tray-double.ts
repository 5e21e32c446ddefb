import { Variant } from '@jellybrick/dbus-next';
import { type Answered, BusClient, type Called } from '../../support/dbus/bus-client.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const ITEM = 'org.kde.StatusNotifierItem';
/** Only bounds a run that would wait for ever. */
const DEADLINE_MS = 60_000;

/** An icon in the panel, and when it was registered there (performance.now()). */
export interface RegisteredIcon {
  readonly atMs: number;
  /** As a person's click on it. */
  click(): Promise<void>;
}

/** Stands in for a panel: whoever registers an icon next is handed out with the time. */
export class TrayDouble {
  readonly #client: BusClient;
  #waiting: ((icon: RegisteredIcon) => void) | null = null;

  private constructor(client: BusClient) {
    this.#client = client;
  }

  static async start(busAddress: string): Promise<TrayDouble> {
    const client = await BusClient.connect(busAddress);
    const double = new TrayDouble(client);
    client.answer((called) => double.#answer(called));
    await client.own(WATCHER);
    return double;
  }

  /** The next icon to come. One at a time. */
  next(): Promise<RegisteredIcon> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no icon in ${DEADLINE_MS} ms`)), DEADLINE_MS);
      this.#waiting = (icon) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(icon);
      };
    });
  }

  stop(): void {
    this.#client.close();
  }

  #answer({ sender, interface: name, member, args }: Called): Answered | null {
    if (name === WATCHER && member === 'RegisterStatusNotifierItem') {
      const atMs = performance.now();
      // Either a bus name, or a path of the caller's own.
      const service = String(args[0]);
      const isPath = service.startsWith('/');
      const target = {
        destination: isPath ? sender : service,
        path: isPath ? service : '/StatusNotifierItem',
        interface: ITEM,
      };
      const click = async (): Promise<void> => {
        await this.#client.call(target, 'Activate', 'ii', [0, 0]);
      };
      this.#waiting?.({ atMs, click });
      return { signature: '', values: [] };
    }
    if (name !== PROPERTIES || member !== 'Get' || args[0] !== WATCHER) return null;
    return args[1] === 'IsStatusNotifierHostRegistered'
      ? { signature: 'v', values: [new Variant('b', true)] }
      : null;
  }
}
