import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  emitInterfaceInformation,
  parseInterfaceInformation,
} from '../../../helper/wire/extension/interface-information.ts';
import { emitMplsStack, parseMplsStack } from '../../../helper/wire/extension/mpls.ts';
import { emitExtensions, parseExtensions } from '../../../helper/wire/extensions.ts';
import { icmpBufferLength } from '../../../helper/wire/icmp-message.ts';
import { emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { emitIcmpv6, icmpv6Error, parseIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { emitIpStack, type IpStackEmit, parseIpStack } from '../../../helper/wire/ipip.ts';
import { emitIpv4, ipv4BufferLength, parseIpv4 } from '../../../helper/wire/ipv4.ts';
import { emitIpv6, ipv6BufferLength, parseIpv6 } from '../../../helper/wire/ipv6.ts';
import { emitIpv4Options } from '../../../helper/wire/option/ipv4-option.ts';
import { emitTcpOptions } from '../../../helper/wire/option/tcp-option.ts';
import { parseQuoted, unwrapQuoted } from '../../../helper/wire/quoted.ts';
import { emitTcp, parseTcp, tcpBufferLength } from '../../../helper/wire/tcp.ts';
import { emitUdp, parseUdp, udpBufferLength } from '../../../helper/wire/udp.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import {
  address6,
  bits,
  echo,
  ends,
  error4,
  error6,
  interfaceInformation,
  ipStack,
  ipv4,
  ipv4Options,
  ipv6,
  mplsStack,
  RUNS,
  rawObject,
  tcp,
  tcpOptions,
  udp,
} from './arbitraries.ts';

/** Thousands of cases on a busy machine: the default five seconds would judge the machine. */
vi.setConfig({ testTimeout: 120_000 });

const ends6 = fc.record({ source: address6, destination: address6 });
/** A garbage byte that the emitter must overwrite everywhere. */
const room = (length: number, garbage: number) => new Uint8Array(length).fill(garbage);

describe('what is emitted is parsed back, whatever was in the buffer', () => {
  test('IPv4', () => {
    fc.assert(
      fc.property(ipv4, ipv4Options, bits(8), (packet, options, garbage) => {
        const whole = { ...packet, optionBytes: emitIpv4Options(options) };
        const bytes = emitIpv4(whole, room(ipv4BufferLength(whole), garbage));
        expect(parseIpv4(bytes)).toEqual({ ...whole, options });
      }),
      RUNS,
    );
  });

  test('IPv6', () => {
    fc.assert(
      fc.property(ipv6, bits(8), (packet, garbage) => {
        const bytes = emitIpv6(packet, room(ipv6BufferLength(packet), garbage));
        const parsed = parseIpv6(bytes);
        if (isWireError(parsed)) throw new Error(parsed.at);
        const { extensions, ...rest } = parsed;
        expect({ ...packet, ...rest }).toEqual({ ...packet });
        expect(extensions.map(({ kind }) => kind)).toEqual(packet.extensions?.map(({ kind }) => kind));
        // The padding that was added is there on the second round, and no more of it.
        expect(emitIpv6(parsed)).toEqual(bytes);
      }),
      RUNS,
    );
  });

  test('ICMP echo, both families, with and without the pseudo header', () => {
    fc.assert(
      fc.property(echo, ends6, bits(8), (message, around, garbage) => {
        const length = icmpBufferLength(message);
        expect(parseIcmpv4(emitIcmpv4(message, room(length, garbage)))).toEqual(message);
        expect(parseIcmpv6(emitIcmpv6(message, around, room(length, garbage)), around)).toEqual(message);
        expect(parseIcmpv6(emitIcmpv6(message, null, room(length, garbage)))).toEqual(message);
      }),
      RUNS,
    );
  });

  test('ICMP errors with extensions, both families', () => {
    fc.assert(
      fc.property(error4, error6, ends6, (fields4, fields6, around) => {
        const message4 = icmpv4Error(fields4);
        const message6 = icmpv6Error(fields6);
        expect(parseIcmpv4(emitIcmpv4(message4))).toEqual(message4);
        expect(parseIcmpv6(emitIcmpv6(message6, around), around)).toEqual(message6);
        expect(message4.extensions).toMatchObject(fields4.extensions ?? []);
        expect(message6.extensions).toMatchObject(fields6.extensions ?? []);
      }),
      RUNS,
    );
  });

  test('UDP', () => {
    fc.assert(
      fc.property(udp, ends, bits(8), (datagram, around, garbage) => {
        const bytes = emitUdp(datagram, around, room(udpBufferLength(datagram), garbage));
        expect(parseUdp(bytes, around)).toMatchObject(datagram);
      }),
      RUNS,
    );
  });

  test('TCP', () => {
    fc.assert(
      fc.property(tcp, tcpOptions, ends, bits(8), (segment, options, around, garbage) => {
        const whole = { ...segment, optionBytes: emitTcpOptions(options) };
        const bytes = emitTcp(whole, around, room(tcpBufferLength(whole), garbage));
        expect(parseTcp(bytes, around)).toMatchObject({ ...whole, options });
      }),
      RUNS,
    );
  });

  test('extension objects', () => {
    fc.assert(
      fc.property(
        fc.array(rawObject, { maxLength: 5 }),
        mplsStack,
        interfaceInformation,
        (objects, stack, info) => {
          expect(parseExtensions(emitExtensions(objects))).toMatchObject(objects);
          expect(parseMplsStack(emitMplsStack(stack).payload)).toEqual(stack);
          expect(parseInterfaceInformation(emitInterfaceInformation(info))).toEqual(info);
        },
      ),
      RUNS,
    );
  });

  test('nests of IP packets', () => {
    fc.assert(
      fc.property(ipStack, (stack) => {
        const bytes = emitIpStack(stack);
        const parsed = parseIpStack(bytes);
        if (isWireError(parsed)) throw new Error(parsed.at);
        const shape = ({ layers, protocol, payload }: IpStackEmit) => ({
          ends: layers.map(({ family, source, destination }) => ({ family, source, destination })),
          ...{ protocol, payload },
        });
        expect(shape(parsed)).toEqual(shape(stack));
        expect(emitIpStack(parsed)).toEqual(bytes);
      }),
      RUNS,
    );
  });
});

test('a quote cut anywhere shows a prefix of the layers, the same as when it is whole', () => {
  fc.assert(
    fc.property(ipStack, fc.nat(), (stack, cut) => {
      const bytes = emitIpStack(stack);
      const whole = parseQuoted(bytes);
      if (isWireError(whole)) throw new Error(whole.at);
      const all = unwrapQuoted(whole).layers;
      expect(all).toHaveLength(stack.layers.length);
      const piece = parseQuoted(bytes.subarray(0, cut % bytes.length));
      if (isWireError(piece)) {
        expect(piece.error).toBe('truncated');
        return;
      }
      const seen = unwrapQuoted(piece).layers;
      const key = all.map(({ family, source, destination, flowLabel, ttl }) => ({
        ...{ family, source, destination, flowLabel, ttl },
      }));
      expect(seen).toMatchObject(key.slice(0, seen.length));
    }),
    RUNS,
  );
});
