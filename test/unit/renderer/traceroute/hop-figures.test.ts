import { describe, expect, test } from 'vitest';
import {
  answeredFigure,
  lossFigure,
  roundTripFigure,
  rowsOf,
  silenceText,
} from '../../../../renderer/traceroute/hops/figures.ts';
import { niceEnd, placeOn, scaleEnd } from '../../../../renderer/traceroute/hops/scale.ts';
import { hop, silentHop } from '../../../support/renderer/scenes/trace-parts.ts';

const answering = hop({ ttl: 1, usual: 10, nodes: [{ address: '192.0.2.1' }] }, 20);

describe('loss', () => {
  test('a share with its interval', () => {
    expect(lossFigure({ ...answering, lossPercent: 20, interval95: [13.6, 28.4], reading: 'loss' })).toEqual({
      text: '20 %',
      interval: '13.6-28.4 %',
      meaning: 'lost',
    });
  });

  test('of a hop that limits its own answers is not called lost', () => {
    expect(lossFigure({ ...answering, lossPercent: 55, reading: 'rate-limited' }).meaning).toBe('own');
  });

  test('a silent hop is never 100 % loss', () => {
    const figure = lossFigure(silentHop(3, 50));
    expect(figure).toEqual({ text: '–', interval: '', meaning: 'unknown' });
  });

  test('nothing is said while nothing is known', () => {
    expect(lossFigure({ ...answering, lossPercent: null, interval95: null }).text).toBe('–');
  });
});

test('answered and round trips', () => {
  expect(answeredFigure({ sent: 1234, received: 1200 })).toBe('1,200/1,234');
  expect(roundTripFigure(null, 'mean')).toBe('–');
  const { rttMs } = answering;
  expect(roundTripFigure(rttMs === null ? null : { ...rttMs, p95: 21.34 }, 'p95')).toBe('21.3');
});

describe('rows', () => {
  const silent = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => silentHop(from + at, 3));
  const kinds = (rows: ReturnType<typeof rowsOf>): readonly string[] =>
    rows.map((row) => (row.kind === 'hop' ? String(row.hop.ttl) : `${row.fromTtl}-${row.toTtl}`));

  test('many silent hops at the end are one row', () => {
    expect(kinds(rowsOf([answering, ...silent(2, 30)]))).toEqual(['1', '2-30']);
  });

  test('few stay as they are, and so do those with an answer behind them', () => {
    expect(kinds(rowsOf([answering, ...silent(2, 3)]))).toEqual(['1', '2', '3']);
    expect(kinds(rowsOf([...silent(1, 4), { ...answering, ttl: 5 }]))).toEqual(['1', '2', '3', '4', '5']);
  });

  test('nothing but silence', () => {
    expect(kinds(rowsOf(silent(1, 9)))).toEqual(['1-9']);
    expect(rowsOf([])).toEqual([]);
  });
});

test('silence is told as what it is', () => {
  const asked = { ...silentHop(4, 0), reading: 'unknown' } as const;
  expect(silenceText(silentHop(4, 3), { status: 'running' })).toBe('no answer');
  expect(silenceText(asked, { status: 'running' })).toBe('waiting …');
  expect(silenceText(asked, { status: 'done' })).toBe('hop 4 was not asked');
});

describe('the scale', () => {
  test.each([
    [0.05, 0.1],
    [1, 1],
    [1.2, 1.5],
    [24.6, 30],
    [99, 100],
    [101, 150],
    [1234, 1500],
  ])('ends at an even number not below %d', (ms, end) => {
    expect(niceEnd(ms)).toBeCloseTo(end, 6);
  });

  const slow = (p95: number) => {
    const { rttMs } = answering;
    if (rttMs === null) throw new Error('it answers');
    return [{ ...answering, rttMs: { ...rttMs, p95, max: 5000 } }];
  };

  test('follows what is usual, not one slow answer', () => {
    expect(scaleEnd(slow(20), null)).toBe(30);
  });

  test('grows at once, and shrinks only when it is far too large', () => {
    expect(scaleEnd(slow(40), 30)).toBe(50);
    expect(scaleEnd(slow(20), 50)).toBe(50);
    expect(scaleEnd(slow(2), 50)).toBeLessThan(20);
    expect(scaleEnd([], null)).toBeGreaterThan(0);
  });

  test('places are within the scale', () => {
    expect(placeOn(15, 30)).toBe(50);
    expect(placeOn(300, 30)).toBe(100);
    expect(placeOn(0, 30)).toBe(0);
  });
});
