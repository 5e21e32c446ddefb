import { describe, expect, test } from 'vitest';
import { icmpv4Name, icmpv6Name } from '../../../../helper/wire/icmp-codes.ts';
import { answersForDestination, isTooBig } from '../../../../main/domain/trace/engine/destination.ts';
import { unreachableWords, unsentWords } from '../../../../main/domain/trace/engine/warning-words.ts';
import type { Answered } from '../../../../main/domain/trace/types.ts';

const DESTINATION_UNREACHABLE = { ipv4: 3, ipv6: 1 };
const TOO_BIG = 'fragmentation-needed';
const names = [
  ...Array.from({ length: 16 }, (_, code) => icmpv4Name(DESTINATION_UNREACHABLE.ipv4, code)),
  ...Array.from({ length: 9 }, (_, code) => icmpv6Name(DESTINATION_UNREACHABLE.ipv6, code)),
].filter((name) => name !== TOO_BIG);

describe('plain words', () => {
  test.each(names)('for the code %s', (name) => {
    expect(unreachableWords(name)).not.toContain(name);
    expect(unreachableWords(name)).toMatch(/^[a-z].*[a-z]$/);
  });

  test('a code without words, or none, is told as it is', () => {
    expect(unreachableWords('unreachable-code-99')).toContain('unreachable-code-99');
    expect(unreachableWords(null)).toBe('packets go no farther (no reason given)');
    expect(unsentWords('ESOMETHING')).toContain('ESOMETHING');
  });
});

const answer = (changes: Partial<Answered>): Answered => ({
  kind: 'unreachable',
  from: '203.0.113.9',
  rttMs: 1,
  code: 'port-unreachable',
  ttl: null,
  quotedTtl: null,
  translated: null,
  mtu: null,
  mpls: [],
  interfaces: [],
  ...changes,
});

describe('the destination is heard in', () => {
  test.each([
    ['its own port-unreachable', answer({}), true],
    ['its own refusal', answer({ code: 'admin-prohibited' }), true],
    ["another address's port-unreachable", answer({ from: '10.0.0.1' }), false],
    ['an echo reply', answer({ kind: 'echo-reply', code: null }), true],
    [
      'an echo reply from another of its addresses',
      answer({ kind: 'echo-reply', code: null, from: '10.0.0.1' }),
      true,
    ],
    ['a SYN-ACK', answer({ kind: 'syn-ack', code: null }), true],
    ['a reset', answer({ kind: 'reset', code: null }), true],
    ['no expired TTL, even from its address', answer({ kind: 'ttl-exceeded', code: 'ttl-exceeded' }), false],
    ['no word about the size', answer({ code: TOO_BIG, mtu: 1400 }), false],
  ])('%s', (_name, given, expected) => {
    expect(answersForDestination(given, '203.0.113.9')).toBe(expected);
  });

  test('sizes are refused by two names', () => {
    expect(
      ['fragmentation-needed', 'packet-too-big', 'port-unreachable', null].map((code) =>
        isTooBig(answer({ code })),
      ),
    ).toEqual([true, true, false, false]);
  });
});
