import { describe, expect, test } from 'vitest';
import { capabilitiesOf, homecomingOf } from '../../../main/domain/encapsulation/path-probe/capabilities.ts';
import { notTestableLabel, notTestableWords } from '../../../main/domain/encapsulation/reading/hop-words.ts';
import type { WhyNotProbed } from '../../../main/domain/model/encapsulation.ts';
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
  const all: readonly WhyNotProbed[] = [
    'refuses',
    'prohibited',
    'swallows',
    'silent',
    'no-way-home',
    'behind',
    'too-big',
    'ceased',
  ];

  test('are a sentence and a label, each its own', () => {
    for (const why of all) {
      expect(notTestableWords(why)).toMatch(/^[A-Z].*\.$/);
      expect(notTestableLabel(why)).not.toMatch(/[.!]$/);
    }
    expect(new Set(all.map((why) => notTestableWords(why))).size).toBe(all.length);
    expect(new Set(all.map(notTestableLabel)).size).toBe(all.length);
  });

  test('name the hop that boomerangs do not get past, and what it does', () => {
    const nowhere = { before: null, barrier: null, tooBig: null, roomUpTo: null };
    const behind = (why: WhyNotProbed) =>
      notTestableWords('behind', { ...nowhere, barrier: { index: 3, why } });
    expect(behind('refuses')).toBe('Hop 3 does not take IP-in-IP, so none can be sent through that hop.');
    expect(behind('no-way-home')).toMatch(/^No boomerang comes home from hop 3, so/);
    expect(behind('too-big')).toMatch(/^Boomerangs to hop 3 are too big already, so/);
    expect(new Set(all.map(behind)).size).toBe(all.length);
    for (const why of ['no-way-home', 'too-big', 'ceased'] as const)
      expect(behind(why)).not.toMatch(/does not (unwrap|take)/);
  });

  test('say through which hop no boomerang came back, and what does that', () => {
    const where = { before: 2, barrier: null, tooBig: null, roomUpTo: 2 };
    expect(notTestableWords('no-way-home', where)).toMatch(
      /no boomerang came back from it through hop 2: perhaps a check of sources there, or a firewall/,
    );
  });

  test('say how big is too big', () => {
    const where = { before: 7, barrier: null, tooBig: { bytes: 344, by: null, mtu: null }, roomUpTo: 7 };
    expect(notTestableWords('too-big', where)).toMatch(
      /of 344 bytes are too big .* nobody says so: .* room for those up to hop 7\.$/,
    );
  });

  test('never call such a hop lossy', () => {
    for (const why of all)
      expect(`${notTestableWords(why)} ${notTestableLabel(why)}`).not.toMatch(/%|lossy|packet loss/);
  });
});
