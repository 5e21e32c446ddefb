import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { sameAddress } from '../../../helper/wire/address.ts';
import { parseInterfaceInformation } from '../../../helper/wire/extension/interface-information.ts';
import { parseMplsStack } from '../../../helper/wire/extension/mpls.ts';
import { emitExtensions, parseExtensions, splitErrorBody } from '../../../helper/wire/extensions.ts';
import { emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { emitIcmpv6, icmpv6Error, parseIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { emitIpStack, parseIpStack } from '../../../helper/wire/ipip.ts';
import { emitIpv4, parseIpv4 } from '../../../helper/wire/ipv4.ts';
import { emitIpv6, parseIpv6 } from '../../../helper/wire/ipv6.ts';
import { emitExtensionChain, walkExtensions } from '../../../helper/wire/ipv6-extension.ts';
import { emitIpv4Options, parseIpv4Options } from '../../../helper/wire/option/ipv4-option.ts';
import { emitIpv6Options, parseIpv6Options } from '../../../helper/wire/option/ipv6-option.ts';
import { emitTcpOptions, parseTcpOptions } from '../../../helper/wire/option/tcp-option.ts';
import { parseQuoted } from '../../../helper/wire/quoted.ts';
import { emitTcp, parseTcp } from '../../../helper/wire/tcp.ts';
import { emitUdp, parseUdp } from '../../../helper/wire/udp.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import {
  address4,
  bits,
  echo,
  ends,
  error4,
  error6,
  extension,
  ipStack,
  ipv4,
  ipv6,
  tcp,
  udp,
} from './arbitraries.ts';

/** Thousands of cases on a busy machine: the default five seconds would judge the machine. */
vi.setConfig({ testTimeout: 120_000 });

/** For the parsers: so many for each of them. */
const RUNS = { numRuns: 1500 } as const;

type Bytes = fc.Arbitrary<Uint8Array>;

const seeds = {
  ipv4: ipv4.map((packet) => emitIpv4(packet)),
  ipv6: ipv6.map((packet) => emitIpv6(packet)),
  stack: ipStack.map(emitIpStack),
  /** The number of the first header, then the chain. */
  chain: fc.array(extension, { minLength: 1, maxLength: 4 }).map((extensions) => {
    const { nextHeader, bytes } = emitExtensionChain(extensions, 59);
    return Uint8Array.from([nextHeader, ...bytes]);
  }),
  icmp: fc.oneof(
    echo.map((message) => emitIcmpv4(message)),
    error4.map((fields) => emitIcmpv4(icmpv4Error(fields))),
    error6.map((fields) => emitIcmpv6(icmpv6Error(fields))),
  ),
  transport: fc.oneof(
    udp.map((datagram) => emitUdp(datagram, null)),
    fc.tuple(tcp, ends).map(([segment, around]) => emitTcp(segment, around)),
  ),
} as const;

/** A few bytes overwritten, most of them in the headers, and perhaps cut short or grown. */
const mutated = (seed: Bytes): Bytes =>
  fc
    .tuple(seed, fc.array(fc.tuple(fc.nat(), bits(8)), { maxLength: 6 }), fc.integer({ min: -40, max: 20 }))
    .map(([bytes, writes, growth]) => {
      const copy = new Uint8Array(Math.max(0, bytes.length + growth));
      copy.set(bytes.subarray(0, copy.length));
      for (const [at, value] of writes) if (copy.length > 0) copy[at % Math.min(copy.length, 80)] = value;
      return copy;
    });

/** Sound, or with one byte overwritten and something behind it: much of it passes. */
const nearlySound = (seed: Bytes): Bytes =>
  fc
    .tuple(seed, fc.option(fc.tuple(fc.nat(), bits(8))), fc.uint8Array({ maxLength: 9 }))
    .map(([bytes, write, tail]) => {
      const copy = Uint8Array.from([...bytes, ...tail]);
      if (write !== null && bytes.length > 0) copy[write[0] % bytes.length] = write[1];
      return copy;
    });

/** Noise that begins like something, so that more than the version check is reached. */
const noise = fc
  .tuple(
    fc.constantFrom([], [0x45], [0x4f], [0x60], [3, 3], [11, 0], [8, 0], [0x20]),
    fc.uint8Array({ maxLength: 300 }),
  )
  .map(([head, tail]) => Uint8Array.from([...head, ...tail]));

const hostile = fc.oneof(noise, ...Object.values(seeds).map(mutated));
const around4 = { source: new Uint8Array(4), destination: new Uint8Array(4) };
const around6 = { source: new Uint8Array(16), destination: new Uint8Array(16) };

/** One line for each parser: all of them see all the bytes. */
const PARSERS: readonly (readonly [string, (bytes: Uint8Array) => unknown])[] = [
  ['parseIpv4', (bytes) => parseIpv4(bytes)],
  ['parseIpv4 without judgement', (bytes) => parseIpv4(bytes, { checksum: 'ignore', lengthFrom: 'buffer' })],
  ['parseIpv6', parseIpv6],
  ['parseIpStack', parseIpStack],
  ['parseIcmpv4', (bytes) => parseIcmpv4(bytes)],
  ['parseIcmpv4 without judgement', (bytes) => parseIcmpv4(bytes, { checksum: 'ignore' })],
  ['parseIcmpv6', (bytes) => parseIcmpv6(bytes)],
  ['parseIcmpv6 with addresses', (bytes) => parseIcmpv6(bytes, around6)],
  ['parseUdp', (bytes) => parseUdp(bytes, null)],
  ['parseUdp with addresses', (bytes) => parseUdp(bytes, around4)],
  ['parseTcp', (bytes) => parseTcp(bytes, null)],
  ['parseTcp with addresses', (bytes) => parseTcp(bytes, around6)],
  ['parseQuoted', parseQuoted],
  ['parseExtensions', (bytes) => parseExtensions(bytes)],
  ['parseMplsStack', parseMplsStack],
  [
    'parseInterfaceInformation',
    (bytes) => parseInterfaceInformation({ classNumber: 2, cType: 0x0f, payload: bytes }),
  ],
  ['splitErrorBody', (bytes) => splitErrorBody(bytes, (bytes[0] ?? 0) * 4)],
  ['walkExtensions', (bytes) => walkExtensions(bytes[0] ?? 0, bytes)],
  ['parseIpv4Options', parseIpv4Options],
  ['parseIpv6Options', parseIpv6Options],
  ['parseTcpOptions', parseTcpOptions],
];

const FAULTS = ['truncated', 'bad-length', 'bad-version', 'bad-checksum', 'bad-field', 'too-deep'];

describe.each(PARSERS)('%s', (_, parse) => {
  test('never throws, never writes to its input, and names its faults', () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        const before = bytes.slice();
        const parsed = parse(bytes);
        expect(sameAddress(bytes, before)).toBe(true);
        if (isWireError(parsed)) expect(FAULTS).toContain(parsed.error);
        else expect(parsed).toBeTypeOf('object');
      }),
      RUNS,
    );
  });
});

/** Far below what is usual, far above luck: the law must not hold because everything was refused. */
const ENOUGH = 50;

/** Runs a law that says whether the bytes were accepted at all; returns how often they were. */
function accepted(arbitrary: Bytes, law: (bytes: Uint8Array) => boolean): number {
  let count = 0;
  fc.assert(
    fc.property(arbitrary, (bytes) => {
      if (law(bytes)) count++;
    }),
    RUNS,
  );
  return count;
}

/** Bytes of few values, so that lengths, types and next headers often make sense. */
const fewValued = (values: readonly number[], minLength = 0, maxLength = 40): Bytes =>
  fc.array(fc.constantFrom(...values), { minLength, maxLength }).map((bytes) => Uint8Array.from(bytes));

const both = (seed: Bytes): Bytes => fc.oneof(mutated(seed), nearlySound(seed));

describe('what is accepted is emitted as it came in', () => {
  test('IPv4, but for the checksum when that was not judged', () => {
    const law = (bytes: Uint8Array) => {
      const packet = parseIpv4(bytes, { checksum: 'ignore' });
      if (isWireError(packet)) return false;
      const emitted = emitIpv4(packet);
      const same = bytes.slice(0, emitted.length);
      same.set(emitted.subarray(10, 12), 10);
      expect(emitted).toEqual(same);
      return true;
    };
    expect(accepted(both(seeds.ipv4), law)).toBeGreaterThan(ENOUGH);
  });

  test('IPv6', () => {
    const law = (bytes: Uint8Array) => {
      const packet = parseIpv6(bytes);
      if (isWireError(packet)) return false;
      const emitted = emitIpv6(packet);
      expect(emitted).toEqual(bytes.slice(0, emitted.length));
      return true;
    };
    expect(accepted(both(seeds.ipv6), law)).toBeGreaterThan(ENOUGH);
  });

  test('IPv6 extension chains', () => {
    const law = (bytes: Uint8Array) => {
      const [first = 0] = bytes;
      const chain = walkExtensions(first, bytes.subarray(1));
      const emitted = emitExtensionChain(chain.extensions, chain.protocol);
      expect(emitted.nextHeader).toBe(first);
      expect(emitted.bytes).toEqual(bytes.slice(1, Math.max(1, bytes.length - chain.payload.length)));
      return chain.extensions.length > 0;
    };
    expect(accepted(both(seeds.chain), law)).toBeGreaterThan(ENOUGH);
  });

  test('IP stacks', () => {
    const law = (bytes: Uint8Array) => {
      const stack = parseIpStack(bytes);
      if (isWireError(stack)) return false;
      const emitted = emitIpStack(stack);
      expect(emitted).toEqual(bytes.slice(0, emitted.length));
      return true;
    };
    expect(accepted(both(seeds.stack), law)).toBeGreaterThan(ENOUGH);
  });

  test('ICMPv4 and ICMPv6, the checksum set aside', () => {
    const law = (bytes: Uint8Array) => {
      const unsummed = bytes.slice();
      unsummed.fill(0, 2, 4);
      const message4 = parseIcmpv4(unsummed, { checksum: 'ignore' });
      const message6 = parseIcmpv6(unsummed);
      if (!isWireError(message4)) {
        const emitted = emitIcmpv4(message4);
        emitted.fill(0, 2, 4);
        expect(emitted).toEqual(unsummed);
      }
      if (isWireError(message6)) return false;
      expect(emitIcmpv6(message6)).toEqual(unsummed);
      return true;
    };
    expect(accepted(both(seeds.icmp), law)).toBeGreaterThan(ENOUGH);
  });

  test('UDP and TCP', () => {
    const law = (bytes: Uint8Array) => {
      const datagram = parseUdp(bytes, null);
      const segment = parseTcp(bytes, null);
      if (!isWireError(datagram)) {
        const emitted = emitUdp(datagram, null);
        expect(emitted).toEqual(bytes.slice(0, emitted.length));
      }
      if (!isWireError(segment)) expect(emitTcp(segment, null)).toEqual(bytes);
      return !isWireError(datagram) || !isWireError(segment);
    };
    expect(accepted(both(seeds.transport), law)).toBeGreaterThan(ENOUGH);
  });

  test('extension structures, the checksum computed anew', () => {
    const law = (bytes: Uint8Array) => {
      const unsummed = bytes.slice(0, bytes.length & ~3);
      unsummed.set([0x20, 0, 0, 0].slice(0, unsummed.length));
      unsummed[4] = 0;
      unsummed[5] = (unsummed.length - 4) & 0xff;
      const objects = parseExtensions(unsummed);
      if (isWireError(objects)) return false;
      const emitted = emitExtensions(objects);
      emitted.fill(0, 2, 4);
      expect(emitted).toEqual(unsummed);
      return true;
    };
    expect(accepted(fc.uint8Array({ minLength: 8, maxLength: 250 }), law)).toBeGreaterThan(ENOUGH);
  });

  test('options, up to the end mark', () => {
    const law = (bytes: Uint8Array) => {
      const list = bytes.subarray(0, Math.min(40, bytes.length & ~3));
      const four = parseIpv4Options(list);
      const tcpList = parseTcpOptions(list);
      if (isWireError(four) || isWireError(tcpList)) return false;
      const emitted = emitIpv4Options(four);
      expect(emitTcpOptions(tcpList)).toEqual(emitted);
      const end = emitted.findLastIndex((byte) => byte !== 0) + 1;
      expect(emitted.slice(0, end)).toEqual(list.slice(0, end));
      return four.length > 0;
    };
    expect(accepted(fewValued([0, 1, 1, 1, 2, 3, 4, 7, 148]), law)).toBeGreaterThan(ENOUGH);
  });

  test('IPv6 options', () => {
    const law = (bytes: Uint8Array) => {
      const list = bytes.subarray(0, bytes.length - ((bytes.length + 2) & 7));
      const options = list.length === 0 ? [] : parseIpv6Options(list);
      if (isWireError(options) || options.length === 0) return false;
      expect(emitIpv6Options(options)).toEqual(list.slice());
      return true;
    };
    expect(accepted(fewValued([0, 1, 2, 3, 4], 6), law)).toBeGreaterThan(ENOUGH);
  });
});

test('a quoted packet keeps its addresses whatever follows them', () => {
  fc.assert(
    fc.property(
      address4,
      address4,
      bits(8),
      fc.uint8Array({ maxLength: 100 }),
      (source, destination, protocol, tail) => {
        const payload = tail;
        const quoted = parseQuoted(emitIpv4({ source, destination, protocol, payload }));
        expect(quoted).toMatchObject({ ip: { source, destination, protocol } });
      },
    ),
    RUNS,
  );
});
