import { describe, expect, test } from 'vitest';
import { Outbox } from '../../../main/history/outbox.ts';
import { gap, incident, raised, sample } from './fixtures.ts';

describe('outbox', () => {
  test('hands out in order, and back in order what was not written', () => {
    const outbox = new Outbox(100);
    const events = Array.from({ length: 5 }, () => sample());
    for (const event of events) outbox.push(event);
    const batch = outbox.take(3);
    expect(batch).toEqual(events.slice(0, 3));
    outbox.putBack(batch);
    expect(outbox.take(10)).toEqual(events);
    expect([outbox.size, outbox.dropped]).toEqual([0, 0]);
  });

  test('beyond the limit the oldest samples go and are counted; incidents and gaps stay', () => {
    const outbox = new Outbox(10);
    const kept = [raised(incident()), gap(1, 2)];
    for (const event of kept) outbox.push(event);
    const samples = Array.from({ length: 50 }, () => sample());
    for (const event of samples) outbox.push(event);
    const all = outbox.take(1000);
    const left = all.length - kept.length;
    expect(left).toBeGreaterThanOrEqual(10);
    expect(left).toBeLessThanOrEqual(11);
    expect(all).toEqual([...kept, ...samples.slice(50 - left)]);
    expect(outbox.dropped).toBe(50 - left);
  });

  test('a batch that comes back to a full box loses its oldest', () => {
    const outbox = new Outbox(10);
    const old = Array.from({ length: 10 }, () => sample());
    for (const event of old) outbox.push(event);
    const batch = outbox.take(10);
    const fresh = Array.from({ length: 8 }, () => sample());
    for (const event of fresh) outbox.push(event);
    outbox.putBack(batch);
    expect(outbox.dropped).toBe(8);
    expect(outbox.take(100)).toEqual([...old.slice(8), ...fresh]);
  });
});
