import { describe, expect, test } from 'vitest';
import { capabilitiesOf, homecomingOf } from '../../../main/domain/encapsulation/path-probe/capabilities.ts';
import {
  notTestableLabel,
  notTestableWords,
  type WhyNot,
} from '../../../main/domain/encapsulation/reading/hop-words.ts';
import { capable } from '../../support/encapsulation/engines.ts';

const [A, B, C] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'] as const;

describe('the way home', () => {
  test('is the most preferred of the first hop', () => {
    expect(homecomingOf([A, B], capable(A, { waysHome: ['hop', 'echo'] }))?.way).toBe('hop');
  });

  test('by an address farther along is by the one that was seen to work, where the path has it', () => {
    const first = capable(A, { waysHome: ['farther'], farther: C });
    expect(homecomingOf([A, B, C], first)).toEqual({ way: 'farther', fartherPlace: 2 });
    expect(homecomingOf([A, B], first)).toEqual({ way: 'farther', fartherPlace: 1 });
  });

  test('by an address farther along takes somebody farther along', () => {
    expect(homecomingOf([A], capable(A, { waysHome: ['farther'], farther: C }))).toBeNull();
    expect(capabilitiesOf([A], [capable(A, { waysHome: ['farther'] })])).toEqual([
      { decapsulates: 'yes', reason: 'no-way-home' },
    ]);
    expect(homecomingOf([A], capable(A, { waysHome: ['farther', 'echo'] }))?.way).toBe('echo');
  });

  test('is unknown of a hop that nobody has asked', () => {
    expect(homecomingOf([A], undefined)).toBeNull();
  });
});

test('calibrations may come in any order, and more of them than the path has', () => {
  const all = [C, B, A].map((address) => capable(address));
  expect(capabilitiesOf([A, B], all).map(({ reason }) => reason)).toEqual([null, null]);
});

describe('words for each reason', () => {
  const all: readonly WhyNot[] = ['refuses', 'prohibited', 'swallows', 'silent', 'no-way-home', 'behind'];

  test('are a sentence and a label, each its own', () => {
    for (const why of all) {
      expect(notTestableWords(why)).toMatch(/^[A-Z].*\.$/);
      expect(notTestableLabel(why)).not.toMatch(/[.!]$/);
    }
    expect(new Set(all.map(notTestableWords)).size).toBe(all.length);
    expect(new Set(all.map(notTestableLabel)).size).toBe(all.length);
  });

  test('never call such a hop lossy', () => {
    for (const why of all)
      expect(`${notTestableWords(why)} ${notTestableLabel(why)}`).not.toMatch(/%|lossy|packet loss/);
  });
});
