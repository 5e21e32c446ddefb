import { expect, test } from 'vitest';
import { HeldEvents } from '../../../main/export/held-events.ts';
import { sampleEvent } from './feed-double.ts';

test('what comes first stays first, and of the rest the oldest go', () => {
  const held = new HeldEvents([sampleEvent(-1)]);
  for (let id = 0; id < 20_005; id += 1) held.add(sampleEvent(id));
  expect(held.all).toHaveLength(20_001);
  expect(held.all.slice(0, 2)).toEqual([sampleEvent(-1), sampleEvent(5)]);
  expect(held.all.at(-1)).toEqual(sampleEvent(20_004));
});
