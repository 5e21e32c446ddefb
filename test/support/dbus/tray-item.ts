import { Variant } from '@jellybrick/dbus-next';
import { expect } from 'vitest';
import { type BusClient, plain, type Target } from './bus-client.ts';

const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const DEADLINE_MS = 60_000;

export interface Pixmap {
  readonly width: number;
  readonly height: number;
  /** ARGB, as it came. */
  readonly bytes: Buffer;
}

/** One entry of the menu as a panel shows it; mnemonics taken out. */
export interface Shown {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
  readonly entries: readonly Shown[];
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function list(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  throw new Error(`not a list: ${JSON.stringify(value)}`);
}

/** `(ia{sv}av)` of a layout. A single underscore marks the next letter, two are one. */
function shown(node: unknown): Shown {
  const [id, properties, children] = list(node);
  const property = (name: string): unknown =>
    typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
  const label = String(property('label') ?? '');
  return {
    id: Number(id),
    label: label.replace(/_(.)/g, '$1'),
    enabled: property('enabled') !== false,
    separator: property('type') === 'separator',
    entries: list(children).map(shown),
  };
}

function flat(entry: Shown): readonly Shown[] {
  return [entry, ...entry.entries.flatMap(flat)];
}

/** An icon in the panel, seen and used as the panel does. */
export class TrayItem {
  readonly #client: BusClient;
  readonly #owner: string;
  readonly #path: string;
  /** Signals by member since it was opened: what the panel was woken up for. */
  readonly signals = new Map<string, number>();
  /** The tooltip after each time that the panel was told of a new one. */
  readonly tooltips: string[] = [];

  private constructor(client: BusClient, owner: string, path: string) {
    this.#client = client;
    this.#owner = owner;
    this.#path = path;
  }

  static async open(client: BusClient, owner: string, path: string): Promise<TrayItem> {
    const item = new TrayItem(client, owner, path);
    await client.onSignal(`sender='${owner}'`, ({ interface: name, member }) => {
      if (name !== ITEM && name !== MENU) return;
      item.signals.set(member, (item.signals.get(member) ?? 0) + 1);
      if (member === 'NewToolTip') void item.#readTooltip();
    });
    return item;
  }

  async title(): Promise<string> {
    return String(await this.#property('Title'));
  }

  /** Title and text of the tooltip, as one. */
  async tooltip(): Promise<string> {
    const [, , title, text] = list(await this.#property('ToolTip'));
    return [title, text].filter((part) => part !== '').join('\n');
  }

  async pixmaps(): Promise<readonly Pixmap[]> {
    return list(await this.#property('IconPixmap')).map((pixmap) => {
      const [width, height, bytes] = list(pixmap);
      return {
        width: Number(width),
        height: Number(height),
        bytes: bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.from(list(bytes).map(Number)),
      };
    });
  }

  async menu(): Promise<readonly Shown[]> {
    const [, root] = await this.#client.call(await this.#menuTarget(), 'GetLayout', 'iias', [0, -1, []]);
    return shown(plain(root)).entries;
  }

  /** Every label, those of submenus too; separators left out. */
  async labels(): Promise<readonly string[]> {
    const entries = (await this.menu()).flatMap(flat);
    return entries.filter(({ separator }) => !separator).map(({ label }) => label);
  }

  /** Chooses the entry with this label, as soon as there is one. */
  async choose(label: string | RegExp): Promise<void> {
    const fits = (entry: Shown): boolean =>
      typeof label === 'string' ? entry.label === label : label.test(entry.label);
    let id: number | undefined;
    await expect
      .poll(
        async () => {
          id = (await this.menu()).flatMap(flat).find(fits)?.id;
          return id === undefined ? `${label} is not in: ${(await this.labels()).join(' | ')}` : 'there';
        },
        { timeout: DEADLINE_MS },
      )
      .toBe('there');
    this.#client.tell(await this.#menuTarget(), 'Event', 'isvu', [id, 'clicked', new Variant('i', 0), 0]);
  }

  /** A click on the icon. */
  async activate(): Promise<void> {
    await this.#client.call(
      { destination: this.#owner, path: this.#path, interface: ITEM },
      'Activate',
      'ii',
      [0, 0],
    );
  }

  /** False once the icon was taken away. */
  async isThere(): Promise<boolean> {
    return this.#property('Title').then(
      () => true,
      () => false,
    );
  }

  async #readTooltip(): Promise<void> {
    this.tooltips.push(await this.tooltip().catch(() => 'gone'));
  }

  async #menuTarget(): Promise<Target> {
    const path = String(await this.#property('Menu'));
    return { destination: this.#owner, path, interface: MENU };
  }

  async #property(name: string): Promise<unknown> {
    const target = { destination: this.#owner, path: this.#path, interface: PROPERTIES };
    const [value] = await this.#client.call(target, 'Get', 'ss', [ITEM, name]);
    return plain(value);
  }
}
