import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { type NodeChange, RouteWatch } from '../../../../main/domain/trace/engine/continuous/route-watch.ts';

/** One letter a probe, a second apart: an answer of that address, `.` for a loss. Returns `from>to@second`. */
function changes(probes: string, usualLoss = 0.01): string[] {
  const watch = new RouteWatch();
  const told = [...probes].map((letter, second) =>
    letter === '.' ? watch.lost(wallMs(second), usualLoss) : watch.answered(letter, wallMs(second)),
  );
  return told
    .filter((change): change is NodeChange => change !== null)
    .map((change) => `${change.from ?? '*'}>${change.to ?? '*'}@${change.atMs}`);
}

describe('another address', () => {
  test.each([
    ['the first one is no change', 'aaaaaaaaaa', []],
    ['five answers in a row are a change, at the first of them', 'aaabbbbb', ['a>b@3']],
    ['four are not yet', 'aaabbbb', []],
    ['losses between do not matter', 'aaab.b.b..bb', ['a>b@3']],
    ['an odd answer is none', 'aaabaaaabaaa', []],
    ['whoever took turns once belongs to the hop', 'aababbbbbbbbbbbbb', []],
    ['there and back', 'aaabbbbbbaaaaa', ['a>b@3', 'b>a@9']],
    ['two that share the packets take over: the first to be sure', 'aaabcbcbcbcb', ['a>b@3']],
    ['the two of them belong to the hop then', 'aaabcbcbcbcbcccccccc', ['a>b@3']],
    ['many that take turns are one change at the most', `a${'bcdefghijk'.repeat(12)}`, ['a>b@1']],
  ])('%s', (_name, probes, expected) => {
    expect(changes(probes)).toEqual(expected);
  });
});

describe('silence', () => {
  test.each([
    ['eight losses of a hop that loses nothing else', 'aaa........', ['a>*@3']],
    ['seven are not yet', 'aaa.......', []],
    ['a hop that never answered does not fall silent', '............', []],
    ['it answers again: three of five', 'aaa.........aa.a', ['a>*@3', '*>a@12']],
    ['two of five are not enough', 'aaa.........a..a..a', ['a>*@3']],
    ['silent from the beginning, then answering', '..........aaa', ['*>a@10']],
    ['a few losses at the beginning are nothing', '...aaa', []],
    ['another one answers after the silence', 'aaa.........bbb', ['a>*@3', '*>b@12']],
  ])('%s', (_name, probes, expected) => {
    expect(changes(probes)).toEqual(expected);
  });

  test('a hop that usually loses 80 % must be silent for more than a minute', () => {
    const before = 'a....'.repeat(20);
    expect(changes(`${before}${'.'.repeat(50)}`, 0.8)).toEqual([]);
    expect(changes(`${before}${'.'.repeat(70)}`, 0.8)).toEqual(['a>*@96']);
  });
});
