import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  checksumSum,
  internetChecksum,
  pseudoHeaderSum,
  updateChecksum,
  verify,
} from '../../../helper/wire/checksum.ts';
import { emitIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { emitIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { emitIpv4 } from '../../../helper/wire/ipv4.ts';
import { emitTcp } from '../../../helper/wire/tcp.ts';
import { emitUdp } from '../../../helper/wire/udp.ts';
import { bits, byteArray, echo, ends, ipv4, RUNS, tcp, udp } from './arbitraries.ts';

/** Thousands of cases on a busy machine: the default five seconds would judge the machine. */
vi.setConfig({ testTimeout: 120_000 });

const words = fc.array(bits(16), { maxLength: 60 });
const bytesOf = (values: readonly number[]) =>
  Uint8Array.from(values.flatMap((value) => [value >> 8, value & 0xff]));
const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('the checksum', () => {
  test('is the complement of the number that the bytes write, modulo 65535', () => {
    const bytes = fc.uint8Array({ maxLength: 120 }).filter(({ length }) => length % 2 === 0);
    fc.assert(
      fc.property(bytes, (data) => {
        const value = data.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
        const sum = Number(value % 65_535n);
        // Of the two zeros, one's-complement addition gives minus zero unless all words are zero.
        expect(checksumSum(data)).toBe(sum === 0 && value !== 0n ? 0xffff : sum);
      }),
      RUNS,
    );
  });

  test('does not depend on the order of 16-bit words', () => {
    const twoOrders = words.chain((values) =>
      fc.tuple(
        fc.constant(values),
        fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
      ),
    );
    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        expect(internetChecksum(bytesOf(other))).toBe(internetChecksum(bytesOf(one)));
      }),
      RUNS,
    );
  });

  test('does not depend on zero words, or on an odd byte being padded', () => {
    fc.assert(
      fc.property(words, byteArray(0, 1), fc.nat(8), (values, odd, zeros) => {
        const data = concat(bytesOf(values), odd);
        const longer = concat(new Uint8Array(zeros * 2), data, new Uint8Array(odd.length));
        expect(internetChecksum(longer)).toBe(internetChecksum(data));
      }),
      RUNS,
    );
  });

  test('of parts is the checksum of the whole', () => {
    fc.assert(
      fc.property(words, byteArray(0, 61), (head, tail) => {
        const whole = internetChecksum(concat(bytesOf(head), tail));
        expect(internetChecksum(tail, checksumSum(bytesOf(head)))).toBe(whole);
      }),
      RUNS,
    );
  });

  test('swaps its bytes with the bytes of the data', () => {
    const swap = (word: number) => ((word & 0xff) << 8) | (word >> 8);
    fc.assert(
      fc.property(words, (values) => {
        expect(internetChecksum(bytesOf(values.map(swap)))).toBe(swap(internetChecksum(bytesOf(values))));
      }),
      RUNS,
    );
  });

  test('updated for a changed word verifies like one computed anew', () => {
    const change = fc.tuple(fc.array(bits(16), { minLength: 1, maxLength: 30 }), fc.nat(), bits(16));
    fc.assert(
      fc.property(change, ([values, position, word]) => {
        const index = position % values.length;
        const before = values[index] ?? 0;
        const after = values.with(index, word);
        const updated = updateChecksum(internetChecksum(bytesOf(values)), before, word);
        const anew = internetChecksum(bytesOf(after));
        // Only all-zero data tells the two zeros apart, and no packet is all zeros.
        if (after.some((value) => value !== 0)) expect(updated).toBe(anew);
        else expect(updated % 0xffff).toBe(anew % 0xffff);
      }),
      RUNS,
    );
  });

  test('in its place makes the data verify, and no other one does but minus zero', () => {
    const nonZero = fc
      .array(bits(16), { minLength: 1, maxLength: 30 })
      .filter((values) => values.some((v) => v > 0));
    fc.assert(
      fc.property(nonZero, bits(16), (values, other) => {
        const right = internetChecksum(bytesOf(values));
        expect(verify(bytesOf([right, ...values]))).toBe(true);
        expect(verify(bytesOf([other, ...values]))).toBe(other % 0xffff === right % 0xffff);
      }),
      RUNS,
    );
  });
});

describe('every emitter fills in a checksum that verifies', () => {
  const pseudo = (
    protocol: number,
    length: number,
    around: { source: Uint8Array; destination: Uint8Array },
  ) => pseudoHeaderSum({ ...around, protocol, length });

  test('IPv4', () => {
    fc.assert(
      fc.property(ipv4, (packet) => {
        expect(verify(emitIpv4({ ...packet, payload: new Uint8Array(0) }))).toBe(true);
      }),
      RUNS,
    );
  });

  test('ICMPv4 and ICMPv6', () => {
    fc.assert(
      fc.property(echo, ends, (message, around) => {
        expect(verify(emitIcmpv4(message))).toBe(true);
        const bytes = emitIcmpv6(message, around);
        expect(verify(bytes, pseudo(58, bytes.length, around))).toBe(true);
      }),
      RUNS,
    );
  });

  test('TCP', () => {
    fc.assert(
      fc.property(tcp, ends, (segment, around) => {
        const bytes = emitTcp(segment, around);
        expect(verify(bytes, pseudo(6, bytes.length, around))).toBe(true);
      }),
      RUNS,
    );
  });

  test('UDP, where it is never zero', () => {
    fc.assert(
      fc.property(udp, ends, fc.boolean(), (datagram, around, forceZero) => {
        const plain = emitUdp(datagram, around);
        // Appending the checksum itself brings the sum to minus zero, so that the new checksum is zero.
        const even = datagram.payload.subarray(0, datagram.payload.length & ~1);
        const base = emitUdp({ ...datagram, payload: concat(even, new Uint8Array(2)) }, around);
        const zeroed = emitUdp({ ...datagram, payload: concat(even, base.subarray(6, 8)) }, around);
        const bytes = forceZero ? zeroed : plain;
        const checksum = ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0);
        expect(checksum).not.toBe(0);
        if (forceZero) expect(checksum).toBe(0xffff);
        expect(verify(bytes, pseudo(17, bytes.length, around))).toBe(true);
      }),
      RUNS,
    );
  });
});
