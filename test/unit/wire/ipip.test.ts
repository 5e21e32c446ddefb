import { describe, expect, test } from 'vitest';
import { MAX_IP_DEPTH } from '../../../helper/wire/ip-protocol.ts';
import { emitIpStack, type IpLayerEmit, parseIpStack } from '../../../helper/wire/ipip.ts';
import { encapsulationLimit } from '../../../helper/wire/ipv6-extension.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT4, CLIENT6, embedded, hex, patched, prefixes, ROUTER4, ROUTER6 } from './golden.ts';

const FOUR_IN_FOUR = hex(`
  4500 0028 0001 4000   // outer: total length 40, IP-ID 1, don't fragment
  40 04 b6c8            // TTL 64, protocol IPv4, checksum
  c0000201 c0000207     // client -> router
  4500 0014 0002 0000   // inner: total length 20, IP-ID 2
  ff fd 36e2            // TTL 255, protocol 253 (experiments), checksum
  c0000207 c0000201     // router -> client
`);

const SIX_IN_FOUR = hex(`
  4500 0044 0001 4000   // outer: total length 68
  40 29 b687            // TTL 64, protocol IPv6, checksum
  c0000201 c0000207     // client -> router
  60000000 0008 3a 40   // inner: payload length 8, ICMPv6, hop limit 64
  20010db8000000000000000000000001
  20010db8000000000000000000000001
  8000 2446 0001 0002   // echo request
`);

const FOUR_IN_SIX = hex(`
  60000000 001c 3c 40   // outer: payload length 28, destination options, hop limit 64
  20010db8000000000000000000000001
  20010db8000000000000000000000007
  04 00 04 01 04 01 01 00  // -> IPv4: encapsulation limit 4, PadN
  4500 0014 0002 0000   // inner: total length 20, IP-ID 2
  ff fd 36e2            // TTL 255, protocol 253, checksum
  c0000207 c0000201     // router -> client
`);

const SIX_IN_SIX = hex(`
  60000000 0030 29 40   // outer: payload length 48, IPv6
  20010db8000000000000000000000001
  20010db8000000000000000000000007
  60000000 0008 3a 40   // inner: payload length 8, ICMPv6
  20010db8000000000000000000000001
  20010db8000000000000000000000001
  8000 2446 0001 0002   // echo request
`);

const outer4 = { family: 4, identification: 1, dontFragment: true, source: CLIENT4, destination: ROUTER4 };
const inner4 = { family: 4, identification: 2, ttl: 255, source: ROUTER4, destination: CLIENT4 };
const outer6 = { family: 6, source: CLIENT6, destination: ROUTER6 };
const inner6 = { family: 6, source: CLIENT6, destination: CLIENT6 };
const echo6 = hex('8000 2446 0001 0002');
const limit = { extensions: [encapsulationLimit(4)] };

const STACKS = [
  ['4 in 4', FOUR_IN_FOUR, [outer4, inner4], 253, hex('')],
  ['6 in 4', SIX_IN_FOUR, [outer4, inner6], 58, echo6],
  ['4 in 6 with an encapsulation limit', FOUR_IN_SIX, [{ ...outer6, ...limit }, inner4], 253, hex('')],
  ['6 in 6', SIX_IN_SIX, [outer6, inner6], 58, echo6],
] as const;

describe.each(STACKS)('%s', (_, golden, layers, protocol, payload) => {
  test('is read, outermost first', () => {
    const stack = parseIpStack(embedded(golden));
    expect(stack).toMatchObject({ layers, protocol, payload });
    expect(isWireError(stack) ? 0 : stack.layers).toHaveLength(2);
  });

  test('is written', () => {
    const stack = parseIpStack(golden);
    if (isWireError(stack)) throw new Error(stack.at);
    expect(emitIpStack(stack)).toEqual(golden);
    expect(emitIpStack({ layers: layers as readonly IpLayerEmit[], protocol, payload })).toEqual(golden);
  });

  test('is truncated at every shorter length', () => {
    for (const piece of prefixes(golden)) {
      expect(parseIpStack(piece), `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });
});

describe('a fault', () => {
  test.each([
    ['the outer checksum', FOUR_IN_FOUR, { 10: 0 }, 'bad-checksum', 'layer-0.ipv4.checksum'],
    ['the inner checksum', FOUR_IN_FOUR, { 30: 0 }, 'bad-checksum', 'layer-1.ipv4.checksum'],
    ['the inner total length', FOUR_IN_FOUR, { 23: 0x15 }, 'truncated', 'layer-1.ipv4.total-length'],
    ['the inner version', FOUR_IN_FOUR, { 20: 0x65 }, 'bad-version', 'layer-1.ipv4.version'],
    ['the inner version', SIX_IN_FOUR, { 20: 0x45 }, 'bad-version', 'layer-1.ipv6.version'],
    ['the inner payload length', SIX_IN_FOUR, { 25: 9 }, 'truncated', 'layer-1.ipv6.payload-length'],
    ['the extension header', FOUR_IN_SIX, { 41: 9 }, 'truncated', 'layer-0.ipv6.extension-length'],
    ['the outer version', FOUR_IN_SIX, { 0: 0x50 }, 'bad-version', 'layer-0.ipv4.version'],
  ] as const)('in %s names its layer', (_, golden, changes, error, at) => {
    expect(parseIpStack(patched(golden, changes))).toEqual({ error, at });
  });
});

test('bytes behind an inner packet, inside the outer one, are kept with the outer layer', () => {
  const layers: readonly IpLayerEmit[] = [
    { family: 6, source: CLIENT6, destination: ROUTER6, slack: hex('aabb') },
    { family: 4, source: CLIENT4, destination: ROUTER4, slack: hex('cc') },
    { family: 4, source: ROUTER4, destination: CLIENT4 },
  ];
  const bytes = emitIpStack({ layers, protocol: 17, payload: hex('0102') });
  expect(bytes.slice(-5)).toEqual(hex('0102 cc aabb'));
  const stack = parseIpStack(embedded(bytes));
  expect(stack).toMatchObject({
    layers: [{ slack: hex('aabb') }, { slack: hex('cc') }, { slack: hex('') }],
    payload: hex('0102'),
  });
  expect(isWireError(stack) ? stack : emitIpStack(stack)).toEqual(bytes);
});

test('a fragment is not looked into', () => {
  const four = emitIpStack({
    layers: [{ family: 4, source: CLIENT4, destination: ROUTER4, moreFragments: true }],
    protocol: 4,
    payload: hex('deadbeef deadbeef'),
  });
  expect(parseIpStack(four)).toMatchObject({ protocol: 4, payload: hex('deadbeef deadbeef') });
  const six = emitIpStack({
    layers: [
      {
        family: 6,
        source: CLIENT6,
        destination: ROUTER6,
        extensions: [{ kind: 'fragment', offset: 8, moreFragments: false, identification: 1, reserved: 0 }],
      },
    ],
    protocol: 41,
    payload: hex('deadbeef deadbeef'),
  });
  expect(parseIpStack(six)).toMatchObject({ protocol: 41, payload: hex('deadbeef deadbeef') });
});

test('an atomic fragment (RFC 6946) is whole, and is looked into', () => {
  const atomic = {
    kind: 'fragment',
    offset: 0,
    moreFragments: false,
    identification: 1,
    reserved: 0,
  } as const;
  const bytes = emitIpStack({
    layers: [
      { family: 6, source: CLIENT6, destination: ROUTER6, extensions: [atomic] },
      { family: 4, source: CLIENT4, destination: ROUTER4 },
    ],
    protocol: 17,
    payload: hex(''),
  });
  expect(parseIpStack(bytes)).toMatchObject({ layers: [{ family: 6 }, { family: 4 }], protocol: 17 });
});

describe('depth', () => {
  const leg: IpLayerEmit = { family: 4, source: CLIENT4, destination: ROUTER4 };
  const nest = (depth: number) => ({
    layers: Array<IpLayerEmit>(depth).fill(leg),
    protocol: 17,
    payload: hex(''),
  });

  test('up to the bound is read back', () => {
    const stack = parseIpStack(emitIpStack(nest(MAX_IP_DEPTH)));
    expect(isWireError(stack) ? stack : stack.layers.length).toBe(MAX_IP_DEPTH);
  });

  test('beyond the bound is refused both ways', () => {
    expect(() => emitIpStack(nest(MAX_IP_DEPTH + 1))).toThrow(RangeError);
    expect(() => emitIpStack(nest(0))).toThrow(RangeError);
    const deeper = emitIpStack({
      layers: [leg],
      protocol: 4,
      payload: emitIpStack(nest(MAX_IP_DEPTH)),
    });
    expect(parseIpStack(deeper)).toEqual({ error: 'too-deep', at: `layer-${MAX_IP_DEPTH}` });
  });
});
