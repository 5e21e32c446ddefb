import { expect, test } from 'vitest';
import { DistanceHome } from '../../../main/domain/encapsulation/calibrate/distance-home.ts';
import type { Variant } from '../../../main/domain/encapsulation/calibrate/variants.ts';
import type { PacketAnswer } from '../../../main/domain/encapsulation/types.ts';

const expiring = (ttl: number): Variant => ({ way: null, inner: 'echo-reply', end: null, ttl });
const HOP: Variant = { way: 'hop', inner: 'echo-reply', end: 3, ttl: 64 };
const ECHO: Variant = { way: 'echo', inner: 'echo-request', end: 3, ttl: 64 };

const answer = (kind: PacketAnswer['kind'], ttl: number | null): PacketAnswer => ({
  kind,
  from: '192.0.2.1',
  rttMs: 1,
  code: null,
  ttl,
  layer: 1,
});

test.each([
  ['a packet from the hop, counted down on its way', HOP, answer('echo-reply', 61), 4],
  ['one that expired at the hop, by a router', expiring(1), answer('ttl-exceeded', 252), 5],
  ['one that expired at the hop, by Linux', expiring(1), answer('ttl-exceeded', 62), 4],
  ['one that expired behind it', expiring(2), answer('ttl-exceeded', 63), 4],
  ['a reply of the hop', ECHO, answer('echo-reply', 127), 3],
  ['an answer of which no TTL is known', HOP, answer('echo-reply', null), null],
  ['a counter that nobody began with', HOP, answer('echo-reply', 200), null],
])('%s', (_, variant, arrived, expected) => {
  const distance = new DistanceHome();
  distance.note(variant, arrived);
  expect(distance.ttlHome).toBe(expected);
});

test('what is counted is trusted more than what is supposed, whichever came first', () => {
  const distance = new DistanceHome();
  distance.note(ECHO, answer('echo-reply', 50));
  expect([distance.ttlHome, distance.isTrusted]).toEqual([16, false]);
  distance.note(expiring(1), answer('ttl-exceeded', 60));
  expect([distance.ttlHome, distance.isTrusted]).toEqual([6, true]);
  distance.note(HOP, answer('echo-reply', 60));
  expect(distance.ttlHome).toBe(5);
  distance.note(expiring(1), answer('ttl-exceeded', 64));
  expect(distance.ttlHome).toBe(5);
});
