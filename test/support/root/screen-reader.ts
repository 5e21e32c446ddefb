import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { z } from 'zod';
import { BusClient, plain, type Target } from '../dbus/bus-client.ts';
import type { DesktopInside } from './desktop-inside.ts';
import type { Person, ThrowAwayRoot } from './throw-away-root.ts';

const LAUNCHER = '/usr/libexec/at-spi-bus-launcher';
const REGISTRY = { destination: 'org.a11y.atspi.Registry', path: '/org/a11y/atspi/accessible/root' };
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const ACCESSIBLE = 'org.a11y.atspi.Accessible';
const DEADLINE_MS = 60_000;

const CHILDREN = z.tuple([z.array(z.tuple([z.string(), z.string()]))]);

type Place = Pick<Target, 'destination' | 'path'>;

interface Thing extends Place {
  readonly role: string;
  readonly name: string;
}

/**
 * What a blind person's programs see and do, by AT-SPI2: the words in the windows, and the buttons, by their names. An
 * installed app opens itself to nobody else.
 */
export interface ScreenReader {
  /** For a person's programs to know that somebody reads their windows. */
  readonly env: Readonly<Record<string, string>>;
  /** All that is written in the windows, in one line. */
  words(): Promise<string>;
  /** Presses the button as soon as there is one of that name. */
  press(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startScreenReader(root: ThrowAwayRoot, desktop: DesktopInside, as: Person) {
  const launcher = root.spawn([LAUNCHER, '--launch-immediately', '--a11y=1'], { as, env: desktop.env });
  launcher.stderr.on('data', (t: Buffer) => console.log('launcher', t.toString()));
  const session = await BusClient.connect(desktop.busAddress);
  const bus = { destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: 'org.a11y.Bus' };
  let address = '';
  await expect.poll(async () => { [address] = await session.call(bus, 'GetAddress').catch((e) => { console.log(e); return ['']; }) as [string]; return address; }, { timeout: DEADLINE_MS }).not.toBe('');
  console.log(address);
  const inside = /path=([^,]+)/.exec(address)?.[1] ?? '';
  const client = await BusClient.connect(`unix:path=${root.path(inside)}`);
  const name = async (place: Place) => String(plain((await client.call({ ...place, interface: PROPERTIES }, 'Get', 'ss', [ACCESSIBLE, 'Name']))[0]));
  const role = async (place: Place) => String((await client.call({ ...place, interface: ACCESSIBLE }, 'GetRoleName'))[0]);
  const children = async (place: Place): Promise<readonly Place[]> => CHILDREN.parse(await client.call({ ...place, interface: ACCESSIBLE }, 'GetChildren'))[0].map(([destination, path]) => ({ destination, path }));
  async function things(place: Place): Promise<readonly Thing[]> {
    const self = { ...place, role: await role(place), name: await name(place) };
    const below = await Promise.all((await children(place)).map((one) => things(one).catch(() => [])));
    return [self, ...below.flat()];
  }
  return { things: () => things(REGISTRY), client };
}
