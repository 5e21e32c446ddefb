import { describe, expect, test } from 'vitest';
import { meaningOf } from '../../../main/domain/encapsulation/sending/meaning.ts';
import type { PacketAnswer } from '../../../main/domain/encapsulation/types.ts';

const PATH = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const VIA = [0, 1, 2, 1, 0];
const STRANGER = '198.51.100.7';

const meaning = (changes: Partial<PacketAnswer>) =>
  meaningOf(
    { via: VIA },
    { kind: 'unreachable', from: STRANGER, rttMs: 1, code: null, ttl: 60, layer: 0, ...changes },
    PATH,
  );

test('a reply is a packet that came home', () => {
  expect(meaning({ kind: 'echo-reply', layer: null })).toEqual({ type: 'home' });
});

describe('a refusal', () => {
  test.each(['protocol-unreachable', 'port-unreachable', 'unrecognized-next-header'])(
    '%s, whoever says it',
    (code) => {
      expect(meaning({ code })).toEqual({ type: 'refused', place: 0 });
    },
  );

  test('is by the hop whose header was outermost, also on the way back', () => {
    expect(meaning({ code: 'protocol-unreachable', layer: 2 })).toEqual({ type: 'refused', place: 2 });
    expect(meaning({ code: 'protocol-unreachable', layer: 4 })).toEqual({ type: 'refused', place: 0 });
  });

  test('of the innermost message is none: all have unwrapped it', () => {
    expect(meaning({ code: 'protocol-unreachable', layer: 5 })).toEqual({
      type: 'unwrapped',
      headers: 5,
      tooBig: false,
    });
  });

  test('is also a hop that calls itself unreachable', () => {
    expect(meaning({ code: 'host-unreachable', from: '192.0.2.2', layer: 1 })).toEqual({
      type: 'refused',
      place: 1,
    });
    expect(meaning({ code: 'host-unreachable', layer: 1 })).toEqual({
      type: 'unwrapped',
      headers: 1,
      tooBig: false,
    });
  });

  test('is not a packet that is too large', () => {
    expect(meaning({ code: 'fragmentation-needed', from: '192.0.2.1' })).toEqual({
      type: 'unwrapped',
      headers: 0,
      tooBig: true,
    });
  });

  test('needs to be known of which header it speaks', () => {
    expect(meaning({ code: 'protocol-unreachable', layer: null })).toEqual({
      type: 'unwrapped',
      headers: 0,
      tooBig: false,
    });
  });
});

test.each(['admin-prohibited', 'net-prohibited', 'host-prohibited', 'policy-failed'])(
  '%s forbids such packets',
  (code) => {
    expect(meaning({ code, layer: 3 })).toEqual({ type: 'prohibited', by: STRANGER });
  },
);

test('an expired TTL tells how many headers were off by then', () => {
  expect(meaning({ kind: 'ttl-exceeded', code: 'ttl-exceeded', layer: 1 })).toEqual({
    type: 'unwrapped',
    headers: 1,
    tooBig: false,
  });
  // The hop's own time exceeded about the outermost header is no refusal.
  expect(meaning({ kind: 'ttl-exceeded', from: '192.0.2.1' })).toEqual({
    type: 'unwrapped',
    headers: 0,
    tooBig: false,
  });
});
