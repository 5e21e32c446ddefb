import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../helper/wire/address.ts';
import { LOOKUP_LIMIT_MS } from '../../../main/trace/host/find-target.ts';
import { readLiteral } from '../../../main/trace/host/literal.ts';
import { ownAddress } from '../../../main/trace/host/own-address.ts';
import type { Lookup } from '../../../main/trace/host/resolve-host.ts';
import { answered } from './fake-sender.ts';
import { ADDRESS, byHand, endOf } from './stage.ts';

describe('a literal address', () => {
  test.each([
    ['192.0.2.1', { address: '192.0.2.1', zone: null, family: 4 }],
    ['2001:DB8:0::1', { address: '2001:db8::1', zone: null, family: 6 }],
    ['fe80::1%eth0', { address: 'fe80::1', zone: 'eth0', family: 6 }],
  ])('%s', (text, target) => {
    expect(readLiteral(text)).toEqual({ kind: 'target', target });
  });

  test.each([['example.com'], ['10.1'], ['0x7f.1'], [''], ['2001:db8::1::']])('%j is none', (text) => {
    expect(readLiteral(text)).toEqual({ kind: 'no-literal' });
  });

  test.each([
    ['0.0.0.0', '0.0.0.0 means "no address": name the address of one host.'],
    ['255.255.255.255', '255.255.255.255 is the broadcast address: name the address of one host.'],
    ['ff02::1', 'ff02::1 is a multicast group, not one host: name the address of one host.'],
    ['::ffff:192.0.2.1', /is an IPv4 address written as IPv6/],
    ['fe80::1', 'fe80::1 exists on every link: add the interface: fe80::1%eth0.'],
    ['2001:db8::1%eth0', /names an interface, which only link-local addresses do: leave out %eth0/],
    ['fe80::1%much-too-long-a-name', /fe80::1%much-too-long-a-name names no interface/],
  ])('%s is nobody that a trace could go to', async (host, words) => {
    const made = await byHand({ host });
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'failed', host, destination: { address: '', name: null } });
    expect(view.trouble).toMatch(words);
    expect([made.run.failure, made.sender.sent]).toEqual(['host', []]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('goes to the helper with its zone; the view and the engine have it without', async () => {
    const made = await byHand({ host: 'fe80::1%eth0' });
    expect(made.sender.sent[0]?.request.address).toBe('fe80::1%eth0');
    expect(made.engines[0]?.plan).toMatchObject({ address: 'fe80::1', family: 6 });
    expect(made.run.view).toMatchObject({ host: 'fe80::1%eth0', destination: { address: 'fe80::1' } });
    for (const sent of made.sender.sent) answered(sent, 'fe80::1%eth0', { kind: 'echo-reply' });
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: true });
  });

  test('is written as the helper writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(0xffff), (bytes, zeros) => {
        for (const index of bytes.keys()) if ((zeros >> index) & 1) bytes[index] = 0;
        const told = formatAddress(bytes);
        const reading = readLiteral(told);
        if (reading.kind === 'target') expect(reading.target.address).toBe(told);
        else expect(reading.kind).toBe('fault');
      }),
      { numRuns: 500 },
    );
  });

  test('of the other family than is asked for', async () => {
    const made = await byHand({ host: ADDRESS, family: 6 });
    expect((await endOf(made.run)).trouble).toMatch(/is an IPv4 address, but IPv6 is asked for/);
  });
});

const gives =
  (...addresses: readonly string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address }));

const fails =
  (code: string): Lookup =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

async function lookedUp(lookup: Lookup, ask: { readonly family?: 4 | 6 } = {}, ports = {}) {
  const made = await byHand({ host: 'example.com', ...ask }, { lookup, ...ports });
  return { made, view: made.run.view, warnings: made.run.view.warnings };
}

describe('a name', () => {
  test('of one address needs no word', async () => {
    const { view, warnings } = await lookedUp(gives(ADDRESS));
    expect(view.destination).toEqual({ address: ADDRESS, name: 'example.com' });
    expect(warnings).toEqual([]);
  });

  test('of several: the first IPv4 one, and a word about the others', async () => {
    const { view, warnings } = await lookedUp(gives('2001:db8::1', ADDRESS, '198.51.100.10', ADDRESS));
    expect([view.destination.address, view.family]).toEqual([ADDRESS, 4]);
    expect(warnings).toEqual([
      {
        code: 'several-addresses',
        text: 'example.com has 2 IPv4 addresses and 1 IPv6 address: this trace goes to 198.51.100.9.',
      },
    ]);
  });

  test('of the family that is asked for', async () => {
    const { view, warnings } = await lookedUp(gives(ADDRESS, '2001:db8::2', '2001:db8::1'), { family: 6 });
    expect([view.destination.address, view.family]).toEqual(['2001:db8::2', 6]);
    expect(warnings[0]?.text).toMatch(/has 2 IPv6 addresses: this trace goes to 2001:db8::2/);
  });

  test('of both, where only IPv6 has a way out: that', async () => {
    const own = async ({ family }: { family: number }) => (family === 6 ? '2001:db8::10' : null);
    const { view } = await lookedUp(gives(ADDRESS, '2001:db8::1'), {}, { ownAddress: own });
    expect([view.destination.address, view.source]).toEqual(['2001:db8::1', '2001:db8::10']);
  });

  test('of both, where neither has: the first, whose packets then say so', async () => {
    const own = async () => null;
    const { view } = await lookedUp(gives('2001:db8::1', ADDRESS), {}, { ownAddress: own });
    expect([view.destination.address, view.source]).toEqual([ADDRESS, null]);
  });

  test.each<[string, Lookup, RegExp, { family?: 4 | 6 }]>([
    ['that nobody knows', fails('ENOTFOUND'), /^example\.com is no name that the resolver knows: check/, {}],
    ['without any address', gives(), /is no name that the resolver knows/, {}],
    ['while the resolver is silent', fails('EAI_AGAIN'), /the resolver did not answer \(EAI_AGAIN\)/, {}],
    [
      'of the other family only',
      gives(ADDRESS),
      /^example\.com has no IPv6 address: take IPv4, or leave the IP version open\.$/,
      { family: 6 },
    ],
    [
      'that a filter blocks',
      gives('0.0.0.0'),
      /is 0\.0\.0\.0, which means "no address": probably a filter/,
      {},
    ],
    ['with nonsense for an answer', gives('nonsense'), /is no name/, {}],
  ])('%s', async (_, lookup, words, ask) => {
    const { made, view } = await lookedUp(lookup, ask);
    expect(view.trouble).toMatch(words);
    expect([view.status, view.sentence.state, made.run.failure]).toEqual(['failed', 'starting', 'host']);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test.each([[''], ['x'.repeat(254)]])('that is none', async (host) => {
    const made = await byHand({ host });
    expect((await endOf(made.run)).trouble).toMatch(/^That is no host/);
  });

  test('that takes too long to look up', async () => {
    const made = await byHand({ host: 'example.com' }, { lookup: () => new Promise(() => {}) });
    made.clock.advance(LOOKUP_LIMIT_MS - 1);
    expect(made.run.view.status).toBe('running');
    made.clock.advance(1);
    expect((await endOf(made.run)).trouble).toMatch(/did not answer \(ETIMEOUT\)/);
    expect(made.clock.pendingTimers).toBe(0);
  });
});

describe('the own address, as the system knows it', () => {
  test.each([
    ['127.0.0.1', 4],
    ['::1', 6],
  ] as const)('towards %s', async (address, family) => {
    expect(await ownAddress({ address, zone: null, family })).toBe(address);
  });

  test('nothing is sent to ask for it', async () => {
    const listener = createSocket('udp4');
    const heard: Buffer[] = [];
    listener.on('message', (message) => heard.push(message));
    await new Promise<void>((done) => listener.bind(33_434, '127.0.0.7', done));
    await ownAddress({ address: '127.0.0.7', zone: null, family: 4 });
    await new Promise((done) => listener.close(() => done(null)));
    expect(heard).toEqual([]);
  });

  test('none towards an interface that is not there, or an address that is none', async () => {
    expect(await ownAddress({ address: 'fe80::1', zone: 'nosuch0', family: 6 })).toBeNull();
    expect(await ownAddress({ address: 'nonsense', zone: null, family: 4 })).toBeNull();
  });
});
