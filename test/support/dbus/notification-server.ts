import { expect } from 'vitest';
import { type Answered, BusClient, type Called, plain } from './bus-client.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const DEADLINE_MS = 60_000;

/** Reasons of the specification for a notification that has gone. */
export const CLOSED = { expired: 1, dismissed: 2, byApp: 3 } as const;

export interface Notified {
  readonly id: number;
  readonly replaces: number;
  /** A name of the theme, or a file's URL. */
  readonly icon: string;
  readonly title: string;
  readonly body: string;
  /** Key and label in turns. */
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
  /** In ms; -1: the server's choice, 0: never. */
  readonly expireMs: number;
}

const URGENCIES = ['low', 'normal', 'critical'] as const;

export const urgencyOf = ({ hints }: Notified): string =>
  URGENCIES[Number(hints['urgency'] ?? 1)] ?? 'unknown';

/** Stands in for a notification server: keeps what it was asked to show. */
export class NotificationServer {
  readonly #client: BusClient;
  readonly #shown: Notified[] = [];
  readonly #open = new Set<number>();

  private constructor(client: BusClient) {
    this.#client = client;
  }

  static async start(busAddress: string): Promise<NotificationServer> {
    const client = await BusClient.connect(busAddress);
    const server = new NotificationServer(client);
    client.answer((called) => server.#answer(called));
    await client.own(NAME);
    return server;
  }

  /** Everything that was asked, in order. */
  get all(): readonly Notified[] {
    return this.#shown;
  }

  /** What a person sees now. */
  get visible(): readonly Notified[] {
    return this.#shown.filter(({ id }, index) => {
      const newest = this.#shown.findLastIndex((other) => other.id === id) === index;
      return newest && this.#open.has(id);
    });
  }

  /** The first one that fits, as soon as there is one. */
  async shown(fits: (notified: Notified) => boolean = () => true): Promise<Notified> {
    let found: Notified | undefined;
    await expect
      .poll(
        () => {
          found = this.#shown.find(fits);
          return found === undefined ? JSON.stringify(this.#shown.map(({ title }) => title)) : 'shown';
        },
        { timeout: DEADLINE_MS },
      )
      .toBe('shown');
    if (found === undefined) throw new Error('nothing was shown');
    return found;
  }

  click({ id }: Notified, action = 'default'): void {
    this.#client.emit(PATH, NAME, 'ActionInvoked', 'us', [id, action]);
  }

  close({ id }: Notified, reason: number = CLOSED.dismissed): void {
    this.#closed(id, reason);
  }

  stop(): void {
    this.#client.close();
  }

  #closed(id: number, reason: number): void {
    if (!this.#open.delete(id)) return;
    this.#client.emit(PATH, NAME, 'NotificationClosed', 'uu', [id, reason]);
  }

  #answer({ interface: name, member, args }: Called): Answered | null {
    if (name !== NAME) return null;
    switch (member) {
      case 'Notify':
        return { signature: 'u', values: [this.#notify(args)] };
      case 'CloseNotification':
        this.#closed(Number(args[0]), CLOSED.byApp);
        return { signature: '', values: [] };
      case 'GetCapabilities':
        return {
          signature: 'as',
          values: [['actions', 'body', 'body-markup', 'icon-static', 'persistence']],
        };
      case 'GetServerInformation':
        return { signature: 'ssss', values: ['double', 'faultline', '1', '1.2'] };
      default:
        return null;
    }
  }

  #notify(args: readonly unknown[]): number {
    const [, replaces, icon, title, body, actions, hints, expireMs] = args;
    const id = Number(replaces) === 0 ? this.#shown.length + 1 : Number(replaces);
    const read = plain(hints);
    this.#shown.push({
      id,
      replaces: Number(replaces),
      icon: String(icon),
      title: String(title),
      body: String(body),
      actions: Array.isArray(actions) ? actions.map(String) : [],
      hints: typeof read === 'object' && read !== null ? { ...read } : {},
      expireMs: Number(expireMs),
    });
    this.#open.add(id);
    return id;
  }
}
