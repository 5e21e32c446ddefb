import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { monoMs } from '../../../../main/domain/model/units.ts';
import { ONSET_BURST, OnsetPolicy } from '../../../../main/domain/trace/schedule/onset-policy.ts';
import {
  hasSeenEnough,
  isWatched,
  isWorthKeeping,
  WATCH_ROUNDS,
  WATCH_ROUNDS_CLEARED,
} from '../../../../main/domain/trace/schedule/watch-policy.ts';
import { conditions, raisedIncident } from './conditions.ts';

const NOW = monoMs(1_000_000);

test('only what a few probes cannot show is watched', () => {
  expect(INCIDENT_CLASSES.filter(isWatched)).toEqual(['degraded-loss', 'degraded-latency']);
});

test('a watch lasts its rounds; fewer of an incident that is over', () => {
  expect([WATCH_ROUNDS - 1, WATCH_ROUNDS].map((rounds) => hasSeenEnough(rounds, false))).toEqual([
    false,
    true,
  ]);
  expect(
    [WATCH_ROUNDS_CLEARED - 1, WATCH_ROUNDS_CLEARED].map((rounds) => hasSeenEnough(rounds, true)),
  ).toEqual([false, true]);
});

test.each([
  [WATCH_ROUNDS_CLEARED, 'good', true],
  [WATCH_ROUNDS_CLEARED - 1, 'good', false],
  [WATCH_ROUNDS_CLEARED - 1, 'starting', false],
  [3, 'degraded', true],
  [3, 'outage', true],
] as const)('of one that ended after %i rounds and says %s', (rounds, state, kept) => {
  expect(isWorthKeeping({ rounds, sentence: { state, text: '' } })).toBe(kept);
});

describe('a family that is watched', () => {
  const watched = conditions({ watched: new Set([4]) });

  test('is not watched twice, and that costs it nothing', () => {
    const policy = new OnsetPolicy();
    for (let number = 0; number < 2 * ONSET_BURST; number += 1) {
      const incident = raisedIncident({ id: `degraded-latency-${number}`, class: 'degraded-latency' });
      for (const { family } of policy.raised(incident, watched, NOW)) expect(family).toBe(6);
    }
    const next = raisedIncident({ id: 'degraded-loss-1', class: 'degraded-loss' });
    expect(policy.raised(next, conditions(), NOW)).toEqual([{ family: 4, address: '198.51.100.7' }]);
  });

  test('is traced all the same when an outage begins', () => {
    expect(new OnsetPolicy().raised(raisedIncident(), watched, NOW)).toHaveLength(2);
  });
});
