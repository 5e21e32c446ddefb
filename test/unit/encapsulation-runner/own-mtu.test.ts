import { mkdirSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownMtu } from '../../../main/encapsulation/link/own-mtu.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const info = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  family: 'IPv4',
  cidr: null,
});

const INTERFACES = {
  lo: [info('127.0.0.1', true), info('203.0.113.5', true)],
  eth0: [info('192.0.2.10')],
  wg0: [info('10.9.0.2')],
  gone: [info('10.9.0.3')],
};

function folderWith(links: Readonly<Record<string, readonly [mtu: string, state: string]>>): string {
  const folder = temporaryFolder();
  for (const [name, [mtu, state]] of Object.entries(links)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'mtu'), `${mtu}\n`);
    writeFileSync(join(folder, name, 'operstate'), `${state}\n`);
  }
  return folder;
}

const LINKS = {
  lo: ['65536', 'unknown'],
  eth0: ['9000', 'up'],
  wg0: ['1420', 'unknown'],
  tap0: ['1000', 'down'],
} as const;

test.each([
  ['its link says', '192.0.2.10', 4, LINKS, 9000],
  ['a narrower one', '10.9.0.2', 4, LINKS, 1420],
  ['its link is not told of', '10.9.0.3', 4, LINKS, 1500],
  ['nobody has it', '198.51.100.1', 4, LINKS, 1500],
  ['on the loopback: the narrowest way out that is up', '203.0.113.5', 4, LINKS, 1420],
  ['on the loopback without any way out', '203.0.113.5', 4, { lo: ['65536', 'unknown'] }, 1500],
  ['no figure', '192.0.2.10', 4, { eth0: ['', 'up'] }, 1500],
  ['nonsense', '192.0.2.10', 4, { eth0: ['-3', 'up'] }, 1500],
  ['less than IPv4 takes', '192.0.2.10', 4, { eth0: ['67', 'up'] }, 1500],
  ['the least that IPv4 takes', '192.0.2.10', 4, { eth0: ['68', 'up'] }, 68],
  ['less than IPv6 takes', '192.0.2.10', 6, { eth0: ['1279', 'up'] }, 1500],
  ['the least that IPv6 takes', '192.0.2.10', 6, { eth0: ['1280', 'up'] }, 1280],
] as const)('%s', (_, source, family, links, expected) => {
  const reader = { interfaces: () => INTERFACES, folder: folderWith(links) };
  expect(ownMtu(source, family, reader)).toBe(expected);
});

test('a system that has no such folder', () => {
  const reader = { interfaces: () => INTERFACES, folder: '/nonexistent' };
  expect(ownMtu('192.0.2.10', 4, reader)).toBe(1500);
  expect(ownMtu('203.0.113.5', 4, reader)).toBe(1500);
});
