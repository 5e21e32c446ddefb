import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { SETTLE_MS, SettledSamples, type SettleMode } from '../../../main/export/settled-samples.ts';

const START_WALL_MS = 1_800_000_000_000;

function sample(id: number, atMs: number, outcome: Sample['outcome']): Sample {
  return {
    id,
    kind: 'icmp4',
    anchor: '192.0.2.1',
    sentWallMs: wallMs(START_WALL_MS + atMs),
    sentMonoMs: monoMs(atMs),
    outcome,
    rttMs: outcome === 'reply' || outcome === 'late' ? 20 : null,
    via: 'helper',
  };
}

function settled(mode: SettleMode) {
  const told: string[] = [];
  const samples = new SettledSamples(mode, ({ id, outcome }) => told.push(`${id} ${outcome}`));
  return {
    told,
    samples,
    take: (id: number, atMs: number, outcome: Sample['outcome']) =>
      samples.take({ type: 'sample', sample: sample(id, atMs, outcome) }),
  };
}

const gap = {
  type: 'gap',
  gap: { fromMs: wallMs(START_WALL_MS), toMs: wallMs(START_WALL_MS + 1000), reason: 'sleep' },
} as const;

describe('at once', () => {
  test('answers go through as they come, a loss when no answer can take it back any more', () => {
    const { told, take } = settled('at-once');
    take(1, 0, 'lost');
    take(2, 1000, 'reply');
    take(3, 2000, 'refused');
    expect(told).toEqual(['2 reply', '3 refused']);
    take(4, SETTLE_MS - 1, 'reply');
    expect(told).toEqual(['2 reply', '3 refused', '4 reply']);
    take(5, SETTLE_MS, 'reply');
    expect(told).toEqual(['2 reply', '3 refused', '4 reply', '5 reply', '1 lost']);
  });

  test.each(['lost', 'unreachable'] as const)('%s and then a late answer: counted once, as late', (first) => {
    const { told, take, samples } = settled('at-once');
    take(1, 0, first);
    take(1, 0, 'late');
    take(2, SETTLE_MS, 'reply');
    samples.flush();
    expect(told).toEqual(['1 late', '2 reply']);
  });

  test('what was voided goes nowhere, before as after something was said of it', () => {
    const { told, take, samples } = settled('at-once');
    take(1, 0, 'suspect');
    take(2, 1000, 'lost');
    take(2, 1000, 'suspect');
    samples.flush();
    expect(told).toEqual([]);
  });

  test('a gap settles what waits', () => {
    const { told, take, samples } = settled('at-once');
    take(1, 0, 'lost');
    samples.take(gap);
    expect(told).toEqual(['1 lost']);
    samples.flush();
    expect(told).toEqual(['1 lost']);
  });
});

describe('in order', () => {
  test('a loss that is told after later answers comes before them', () => {
    const { told, take } = settled('in-order');
    take(2, 1000, 'reply');
    take(3, 2000, 'reply');
    take(1, 0, 'lost');
    expect(told).toEqual([]);
    take(4, 2000 + SETTLE_MS, 'reply');
    expect(told).toEqual(['1 lost', '2 reply', '3 reply']);
  });

  test('probes of the same moment go by their number', () => {
    const { told, take, samples } = settled('in-order');
    take(2, 1000, 'reply');
    take(1, 1000, 'reply');
    samples.flush();
    expect(told).toEqual(['1 reply', '2 reply']);
  });

  test('what waited is what was said last', () => {
    const { told, take, samples } = settled('in-order');
    take(1, 0, 'lost');
    take(1, 0, 'late');
    samples.flush();
    expect(told).toEqual(['1 late']);
  });
});
