import { describe, expect, test } from 'vitest';
import { stretchesOf } from '../../../main/domain/encapsulation/reading/stretches.ts';
import { probedHop, untested } from '../../support/encapsulation/probed.ts';

const readings = (counts: readonly (readonly [number, number])[]): readonly string[] =>
  stretchesOf(counts.map(([received, lost], index) => probedHop(index + 1, received, lost))).map(
    ({ reading }) => reading,
  );

test('of no hops there are none', () => {
  expect(stretchesOf([])).toEqual([]);
  expect(stretchesOf([untested(1, 'no')])).toEqual([]);
});

test('the first begins at this machine, and each goes to the next tested hop', () => {
  const hops = [
    probedHop(1, 30, 0),
    untested(2, 'silent', { address: null }),
    probedHop(3, 30, 0),
    untested(4, 'no'),
  ];
  expect(stretchesOf(hops).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 3],
  ]);
});

test('a clean one tells how much may go unseen', () => {
  const [first, second] = stretchesOf([probedHop(1, 30, 0), probedHop(2, 30, 0)]);
  expect(first).toMatchObject({ lossPercent: 0, reading: 'clean' });
  expect(first?.interval95?.[1]).toBeCloseTo(11.35, 1);
  expect(second).toMatchObject({ lossPercent: 0, reading: 'clean' });
  expect(second?.interval95?.[0]).toBe(0);
  expect(second?.interval95?.[1]).toBeCloseTo(11.35, 1);
});

test('loss is that of the ratio, since what is lost before cannot be lost again', () => {
  const [, second] = stretchesOf([probedHop(1, 80, 20), probedHop(2, 40, 60)]);
  expect(second?.lossPercent).toBeCloseTo(50, 9);
});

test('more from a farther hop than from a nearer one is no loss, and never a gain', () => {
  const [, second] = stretchesOf([probedHop(1, 20, 10), probedHop(2, 25, 5)]);
  expect(second?.lossPercent).toBe(0);
  expect(second?.interval95?.[0]).toBe(0);
  expect(second?.reading).not.toBe('loss');
});

test('when next to nothing comes through the first, nothing is said', () => {
  const [, second] = stretchesOf([probedHop(1, 1, 29), probedHop(2, 1, 29)]);
  expect(second).toMatchObject({ lossPercent: null, interval95: null, reading: 'unknown' });
});

describe('the reading', () => {
  test('all hops behind it tell of one lossy stretch', () => {
    const counts = Array.from({ length: 10 }, (_, index): readonly [number, number] =>
      index < 5 ? [30, 0] : [24, 6],
    );
    expect(readings(counts)).toEqual([
      'clean',
      'clean',
      'clean',
      'clean',
      'clean',
      'loss',
      ...Array.from({ length: 4 }, () => expect.stringMatching(/clean|unknown/)),
    ]);
  });

  test('one loss is beyond doubt nowhere', () => {
    expect(
      readings([
        [30, 0],
        [29, 1],
        [30, 0],
      ]),
    ).toEqual(['clean', 'unknown', 'clean']);
  });

  test('few probes are no proof that a stretch is clean', () => {
    expect(
      readings([
        [5, 0],
        [5, 0],
      ]),
    ).toEqual(['unknown', 'unknown']);
  });

  test('loss that all hops share is on the first stretch', () => {
    expect(readings(Array.from({ length: 6 }, () => [70, 30] as const))[0]).toBe('loss');
  });

  test('nothing from the second hop on is loss there, and unknown behind it', () => {
    expect(
      readings([
        [30, 0],
        [0, 30],
        [0, 30],
      ]),
    ).toEqual(['clean', 'loss', 'unknown']);
  });

  test('late answers count as come home', () => {
    const hop = probedHop(1, 30, 0, { received: 10, late: 20, lossPercent: 0 });
    expect(stretchesOf([hop])[0]).toMatchObject({ lossPercent: 0, reading: 'clean' });
  });
});
