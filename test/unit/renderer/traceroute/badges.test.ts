import { describe, expect, test } from 'vitest';
import { answerWords } from '../../../../renderer/traceroute/words/answer-words.ts';
import { gravestFirst, hopBadges, nodeBadges } from '../../../../renderer/traceroute/words/badges.ts';
import { hop, type NodeSketch, view } from '../../../support/renderer/scenes/trace-parts.ts';

const END = '198.51.100.7';
const node = (sketch: Partial<NodeSketch> = {}) => {
  const [made] = hop({ ttl: 1, usual: 5, nodes: [{ address: '192.0.2.1', ...sketch }] }, 4).nodes;
  if (made === undefined) throw new Error('a hop without its node');
  return made;
};
const texts = (badges: readonly { readonly text: string }[]): readonly string[] =>
  badges.map(({ text }) => text);

describe('of an address', () => {
  test('an ordinary router has none', () => {
    expect(nodeBadges(node(), END)).toEqual([]);
  });

  test('what the address tells', () => {
    expect(texts(nodeBadges(node({ note: 'cgn' }), END))).toEqual(['CGN']);
  });

  test('labels, outermost first', () => {
    const label = { trafficClass: 0, bottomOfStack: false, ttl: 1 };
    const [badge] = nodeBadges(
      node({
        mpls: [
          { ...label, label: 17 },
          { ...label, label: 42 },
        ],
      }),
      END,
    );
    expect(badge?.text).toBe('MPLS 17 / 42');
    expect(badge?.explanation).toContain('17, 42');
  });

  test('interfaces, with what is known of them', () => {
    const told = { role: 'incoming', index: 3, address: null, name: 'eth0', mtu: 1500 } as const;
    const [badge] = nodeBadges(node({ interfaces: [told] }), END);
    expect(badge).toMatchObject({ text: 'if eth0' });
    expect(badge?.explanation).toContain('came in by eth0, number 3, MTU 1500');
    const nameless = { ...told, name: null, index: null, mtu: null };
    expect(nodeBadges(node({ interfaces: [nameless] }), END)[0]?.explanation).toContain('does not name');
  });

  test('that packets end there', () => {
    expect(nodeBadges(node({ answers: ['ttl-exceeded', 'admin-prohibited'] }), END)).toMatchObject([
      { text: '!X refused', tone: 'bad' },
    ]);
  });
});

describe('answers', () => {
  test.each(['ttl-exceeded', 'hop-limit-exceeded', 'echo-reply', 'syn-ack'])(
    '%s is as it should be',
    (answer) => {
      expect(answerWords(answer, false)).toBeNull();
    },
  );

  test('a closed port of the destination is what was hoped for, of anybody else it is not', () => {
    expect(answerWords('port-unreachable', true)).toBeNull();
    expect(answerWords('port-unreachable', false)).not.toBeNull();
  });

  test('one that nobody has words for is named', () => {
    expect(answerWords('unreachable-code-99', false)?.word).toBe('! unreachable code 99');
    expect(answerWords('toString', false)?.word).toBe('! toString');
  });
});

describe('of a hop', () => {
  const lossy = hop({ ttl: 2, usual: 5, nodes: [{ address: '192.0.2.2' }] }, 4);
  const whole = view({ id: 'one', hops: [lossy] });

  test('that limits its own answers is said to let traffic pass', () => {
    const [badge] = hopBadges({ ...lossy, reading: 'rate-limited' }, whole);
    expect(badge?.explanation).toMatch(/^Traffic passes/);
  });

  test('NAT is told once, where it is first seen', () => {
    const translated = (ttl: number) =>
      hop({ ttl, usual: 5, nodes: [{ address: `192.0.2.${ttl}`, translated: true }] }, 4);
    const hops = [lossy, translated(3), translated(4)];
    expect(hops.map((one) => texts(hopBadges(one, { ...whole, hops })))).toEqual([[], ['NAT'], []]);
  });

  test('the hop behind which large packets do not go on', () => {
    const pathMtu = { bytes: 1400, toldBy: null, ttl: 2 };
    expect(texts(hopBadges(lossy, { ...whole, pathMtu }))).toEqual(['MTU 1400']);
    expect(hopBadges(lossy, { ...whole, pathMtu: { ...pathMtu, ttl: 3 } })).toEqual([]);
    expect(hopBadges(lossy, { ...whole, pathMtu: { ...pathMtu, ttl: null } })).toEqual([]);
  });

  test('several routers, stray answers and the first difference', () => {
    const several = {
      ...hop({ ttl: 2, usual: 5, nodes: [{ address: '192.0.2.2' }, { address: '192.0.2.3' }] }, 4),
      late: 2,
      duplicate: 1,
    };
    const comparison = {
      baseline: { id: 'b', atMs: whole.startedMs },
      firstDifferentTtl: 2,
      text: 'Another way.',
    };
    expect(hopBadges(several, { ...whole, comparison })).toMatchObject([
      { id: 'differs', text: 'differs from here', explanation: 'Another way.', tone: 'warn' },
      { text: '2 routers' },
      { text: '2 late', explanation: expect.stringContaining('2 answers') },
      { text: '1 duplicate' },
    ]);
    const slower = { ...comparison, isSlower: true };
    expect(hopBadges(several, { ...whole, comparison: slower })[0]?.text).toBe('slower from here');
  });
});

test('what is grave comes first, the rest in its order', () => {
  const badge = (id: string, tone: 'plain' | 'warn' | 'bad') => ({ id, text: id, explanation: '', tone });
  const all = [badge('a', 'plain'), badge('b', 'bad'), badge('c', 'warn'), badge('d', 'plain')];
  expect(gravestFirst(all).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
});
