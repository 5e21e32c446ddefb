import { describe, expect, test } from 'vitest';
import { MOST_EVENTS, Untaken } from '../../../../main/export/push/untaken.ts';
import { lost, sampled } from './fixtures.ts';

function holding(count: number): Untaken {
  const untaken = new Untaken();
  for (let id = 1; id <= count; id += 1) untaken.add(sampled(id, id * 1000));
  return untaken;
}

/** `first+count` of each run. */
const runs = (untaken: Untaken): readonly string[] =>
  untaken.handOver().map(({ first, events }) => `${first}+${events.length}`);

describe('handing over', () => {
  test('all in one run, once, and what is not taken again to another worker', () => {
    const untaken = holding(5);
    expect(runs(untaken)).toEqual(['1+5']);
    expect(runs(untaken)).toEqual([]);
    untaken.taken(2);
    untaken.add(sampled(6, 6000));
    expect(runs(untaken)).toEqual(['6+1']);
    untaken.again();
    expect(runs(untaken)).toEqual(['3+4']);
    expect(untaken).toMatchObject({ count: 4, dropped: 0 });
  });

  test('what was taken is not looked at twice', () => {
    const untaken = holding(3);
    runs(untaken);
    untaken.taken(3);
    untaken.taken(2);
    untaken.add(sampled(4, 4000));
    expect(runs(untaken)).toEqual(['4+1']);
  });

  test('more than is held: the oldest go, counted by their figures', () => {
    const untaken = holding(MOST_EVENTS);
    runs(untaken);
    untaken.add(sampled(MOST_EVENTS + 1, 0, lost));
    expect(untaken.count).toBe(MOST_EVENTS * 0.9 + 1);
    expect(untaken.dropped).toBe((MOST_EVENTS / 10) * 2);
    expect(runs(untaken)).toEqual([`${MOST_EVENTS + 1}+1`]);
  });
});

describe('a worker that fails', () => {
  test('those it had go one by one, those after them together', () => {
    const untaken = holding(3);
    runs(untaken);
    expect(untaken.failed()).toBe(false);
    untaken.again();
    untaken.add(sampled(4, 4000));
    untaken.add(sampled(5, 5000));
    expect(runs(untaken)).toEqual(['1+1', '2+1', '3+1', '4+2']);
  });

  test('the first that is left when the next one fails is given up', () => {
    const untaken = holding(3);
    runs(untaken);
    untaken.failed();
    untaken.again();
    runs(untaken);
    untaken.taken(1);
    expect(untaken.failed()).toBe(true);
    expect(untaken).toMatchObject({ count: 1, dropped: 2 });
    untaken.again();
    expect(runs(untaken)).toEqual(['3+1']);
  });

  test('a failure with nothing in hand is nobody’s', () => {
    const untaken = holding(2);
    expect(untaken.failed()).toBe(false);
    runs(untaken);
    untaken.taken(2);
    expect(untaken.failed()).toBe(false);
    untaken.add(sampled(3, 3000));
    untaken.add(sampled(4, 4000));
    expect(runs(untaken)).toEqual(['3+2']);
  });
});

test('what nobody will take is counted: the figures of probes, none of those that say nothing', () => {
  const untaken = holding(2);
  untaken.add(sampled(3, 3000, lost));
  untaken.add(sampled(4, 4000, { outcome: 'error', rttMs: null }));
  untaken.giveUp();
  expect(untaken).toMatchObject({ count: 0, dropped: 5 });
});
