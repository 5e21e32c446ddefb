import { describe, expect, test } from 'vitest';
import { icmpFilter } from '../../../../helper/socket/icmp-filter.ts';

/** As the kernel reads it: a set bit blocks. */
const passes = (value: Uint32Array): number[] =>
  Array.from({ length: value.length * 32 }, (_, type) => type).filter(
    (type) => (((value[type >>> 5] ?? 0) >>> (type & 31)) & 1) === 0,
  );

describe('kernel ICMP filters', () => {
  test('IPv4 lets echo reply, unreachable, time exceeded and parameter problem pass', () => {
    const filter = icmpFilter(4, 'echo');
    expect(filter).toMatchObject({ level: 255, option: 1 });
    expect([...filter.value]).toEqual([0xffffe7f6]);
    expect(passes(filter.value)).toEqual([0, 3, 11, 12]);
  });

  test('IPv6 lets the four errors and echo reply pass', () => {
    const filter = icmpFilter(6, 'echo');
    expect(filter).toMatchObject({ level: 58, option: 1 });
    expect(filter.value.byteLength).toBe(32);
    expect(passes(filter.value)).toEqual([1, 2, 3, 4, 129]);
  });

  test('a socket that only sends lets nothing pass', () => {
    expect(passes(icmpFilter(4, 'none').value)).toEqual([]);
    expect(passes(icmpFilter(6, 'none').value)).toEqual([]);
  });
});
