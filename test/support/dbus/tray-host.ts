import { Variant } from '@jellybrick/dbus-next';
import { expect } from 'vitest';
import { type Answered, BusClient, type Called } from './bus-client.ts';
import { TrayItem } from './tray-item.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

/** Stands in for a panel: the StatusNotifierWatcher, and the host that shows what registers with it. */
export class TrayHost {
  readonly #client: BusClient;
  readonly #registered: { readonly sender: string; readonly path: string }[] = [];
  #host: boolean;

  private constructor(client: BusClient, host: boolean) {
    this.#client = client;
    this.#host = host;
  }

  /** `host` false: a watcher that nobody shows anything for. */
  static async start(busAddress: string, host = true): Promise<TrayHost> {
    const client = await BusClient.connect(busAddress);
    const trayHost = new TrayHost(client, host);
    client.answer((called) => trayHost.#answer(called));
    await client.own(WATCHER);
    return trayHost;
  }

  /** How often an icon was registered with it. */
  get registrations(): number {
    return this.#registered.length;
  }

  /** The newest icon, as soon as there is one. */
  async item(): Promise<TrayItem> {
    await expect.poll(() => this.#registered.length, { timeout: DEADLINE_MS }).toBeGreaterThan(0);
    const newest = this.#registered.at(-1);
    if (newest === undefined) throw new Error('no icon');
    return TrayItem.open(this.#client, newest.sender, newest.path);
  }

  /** How many of those that were registered are there now: what a panel shows. */
  async living(): Promise<number> {
    const items = await Promise.all(
      this.#registered.map(({ sender, path }) => TrayItem.open(this.#client, sender, path)),
    );
    const there = await Promise.all(items.map((item) => item.isThere()));
    return there.filter((is) => is).length;
  }

  setHost(host: boolean): void {
    this.#host = host;
    const member = host ? 'StatusNotifierHostRegistered' : 'StatusNotifierHostUnregistered';
    this.#client.emit(PATH, WATCHER, member);
  }

  /** Gone, as with a panel that crashed. */
  stop(): void {
    this.#client.close();
  }

  #answer({ sender, interface: name, member, args }: Called): Answered | null {
    if (name === WATCHER && member === 'RegisterStatusNotifierItem') {
      // Either a bus name, or a path of the caller's own.
      const service = String(args[0]);
      const path = service.startsWith('/') ? service : '/StatusNotifierItem';
      this.#registered.push({ sender: service.startsWith('/') ? sender : service, path });
      return { signature: '', values: [] };
    }
    if (name === PROPERTIES && member === 'Get' && args[0] === WATCHER) {
      const property = args[1] === 'IsStatusNotifierHostRegistered' ? new Variant('b', this.#host) : null;
      return property === null ? null : { signature: 'v', values: [property] };
    }
    return null;
  }
}
