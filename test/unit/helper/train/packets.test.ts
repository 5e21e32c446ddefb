import { describe, expect, test } from 'vitest';
import { buildTrain, TRAIN_CHECKSUM, TRAIN_ICMP_ID } from '../../../../helper/probe/train/packets.ts';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { parseTarget } from '../../../../helper/protocol/target.ts';
import { parseIcmpv4 } from '../../../../helper/wire/icmpv4.ts';
import { parseIcmpv6 } from '../../../../helper/wire/icmpv6.ts';
import { parseIpv4 } from '../../../../helper/wire/ipv4.ts';
import { parseIpv6 } from '../../../../helper/wire/ipv6.ts';
import { isWireError, type WireError } from '../../../../helper/wire/wire-error.ts';
import { addressBytes, OWN } from '../probe/bench.ts';

const sound = <T extends object>(value: T | WireError): T => {
  if (isWireError(value)) throw new Error(JSON.stringify(value));
  return value;
};

function built(address: string, fragments: number) {
  const target = parseTarget(address);
  if ('code' in target) throw new Error(target.message);
  const token = Uint8Array.from({ length: 14 }, (_, index) => 0xa0 + index);
  const key = { identification: 0x1234, sequence: 0x5678, token };
  return buildTrain({ target, fragments, ttl: 9, ...key }, addressBytes(OWN[target.family]));
}

const COUNTS = Array.from({ length: LIMITS.trainFragmentsMax }, (_, index) => index + 1);

describe.each(COUNTS)('a train of %i', (fragments) => {
  test('over IPv4: in order, without gap or overlap, one echo request with a right sum', () => {
    const packets = built('192.0.2.1', fragments).map((bytes) => sound(parseIpv4(bytes)));
    expect(packets).toHaveLength(fragments);
    let end = 0;
    for (const [index, packet] of packets.entries()) {
      expect(packet).toMatchObject({ identification: 0x1234, dontFragment: false, ttl: 9, protocol: 1 });
      expect(packet.fragmentOffset).toBe(end);
      expect(packet.moreFragments).toBe(index < fragments - 1);
      expect(packet.payload.length % 8).toBe(0);
      expect(packet.payload.length).toBeGreaterThan(0);
      end += packet.payload.length;
    }
    expect(end).toBe(LIMITS.trainBytes);
    const whole = Uint8Array.from(packets.flatMap(({ payload }) => [...payload]));
    const message = { kind: 'echo-request', id: TRAIN_ICMP_ID, sequence: 0x5678 };
    expect(sound(parseIcmpv4(whole))).toMatchObject(message);
    expect(new DataView(whole.buffer).getUint16(2)).toBe(TRAIN_CHECKSUM);
  });

  test('over IPv6: the same with the fragment header, but for one alone, which has none', () => {
    const packets = built('2001:db8::1', fragments).map((bytes) => sound(parseIpv6(bytes)));
    let end = 0;
    for (const [index, packet] of packets.entries()) {
      expect(packet).toMatchObject({ hopLimit: 9, protocol: 58, flowLabel: 0xf_a000 });
      const header = { kind: 'fragment', identification: 0x1234, reserved: 0 };
      expect(packet.extensions).toEqual(
        fragments === 1 ? [] : [{ ...header, offset: end, moreFragments: index < fragments - 1 }],
      );
      expect(packet.payload.length % 8).toBe(0);
      end += packet.payload.length;
    }
    expect(end).toBe(LIMITS.trainBytes);
    const whole = Uint8Array.from(packets.flatMap(({ payload }) => [...payload]));
    const ends = { source: addressBytes(OWN[6]), destination: addressBytes('2001:db8::1') };
    expect(sound(parseIcmpv6(whole, ends))).toMatchObject({ kind: 'echo-request', sequence: 0x5678 });
    expect(new DataView(whole.buffer).getUint16(2)).toBe(TRAIN_CHECKSUM);
  });
});

test('the message is the same however many fragments it is in', () => {
  const message = (fragments: number): number[] =>
    built('192.0.2.1', fragments).flatMap((bytes) => [...sound(parseIpv4(bytes)).payload]);
  for (const fragments of COUNTS) expect(message(fragments)).toEqual(message(1));
});
