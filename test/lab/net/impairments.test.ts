import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DirectionCounters, LinkCounters } from './counters.ts';
import { ofProtocol } from './counters.ts';
import type { Impairment } from './impairment.ts';
import { UNIMPAIRED } from './impairment.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { kernelEchoes } from './support/kernel-counters.ts';
import { missing, ping } from './support/ping.ts';
import { LINE, line } from './topologies.ts';

const SERVER = LINE.server.ipv4;
let lab: Lab;
let before: LinkCounters;

beforeAll(async () => {
  lab = await startLab(line(1, { delayMs: 1 }));
});
afterAll(() => lab.stop());
beforeEach(async () => {
  await lab.link('l1').set({ both: { ...UNIMPAIRED, delayMs: 1, seed: 42 } });
  before = await lab.link('l1').counters();
});

const set = (change: { forward?: Impairment; backward?: Impairment; both?: Impairment }) =>
  lab.link('l1').set(change);

/** What the link did to ICMP since the test began. */
async function icmp(direction: 'forward' | 'backward') {
  const now = ofProtocol((await lab.link('l1').counters())[direction], 'icmp');
  const then = ofProtocol(before[direction], 'icmp');
  return {
    entered: now.entered - then.entered,
    delivered: now.delivered - then.delivered,
    dropped: now.dropped - then.dropped,
    duplicated: now.duplicated - then.duplicated,
  };
}

const conserved = (counters: DirectionCounters): boolean =>
  counters.entered + counters.duplicated === counters.delivered + counters.dropped + counters.inFlight &&
  counters.dropped === Object.values(counters.droppedBy).reduce((sum, count) => sum + count, 0);

describe('loss', () => {
  test('what ping misses is exactly what the link dropped on the way out', async () => {
    await set({ forward: { loss: { percent: 20 } } });
    const result = await ping(lab, SERVER, { count: 200 });
    const [out, home] = [await icmp('forward'), await icmp('backward')];
    expect(out.entered).toBe(200);
    expect(out.dropped).toBe(200 - result.received);
    expect(out.dropped).toBeGreaterThan(20);
    expect(out.dropped).toBeLessThan(70);
    expect(home).toEqual({ entered: out.delivered, delivered: out.delivered, dropped: 0, duplicated: 0 });
  });

  test('and on the way home', async () => {
    await set({ backward: { loss: { percent: 20 } } });
    const result = await ping(lab, SERVER, { count: 200 });
    expect(await icmp('forward')).toMatchObject({ entered: 200, delivered: 200, dropped: 0 });
    expect((await icmp('backward')).dropped).toBe(200 - result.received);
  });

  test('the kernels on both sides count the same', async () => {
    await set({ forward: { loss: { percent: 30, meanBurst: 4 }, duplicatePercent: 10 } });
    const [pc, server] = [await kernelEchoes(lab, 'pc'), await kernelEchoes(lab, 'server')];
    await ping(lab, SERVER, { count: 1000, intervalMs: 0.5 });
    const out = await icmp('forward');
    expect((await kernelEchoes(lab, 'pc')).sent - pc.sent).toBe(out.entered);
    expect((await kernelEchoes(lab, 'server')).got - server.got).toBe(out.delivered);
    expect(out.entered + out.duplicated).toBe(out.delivered + out.dropped);
  });

  test('exactly the chosen packets, of the chosen protocol', async () => {
    await set({ forward: { lose: { indexes: [0, 6, 7], of: ['icmp'] } } });
    await ping(lab, LINE.server.ipv6, { count: 3 });
    const result = await ping(lab, SERVER, { count: 10 });
    expect(missing(result)).toEqual([1, 7, 8]);
    const { droppedBy } = (await lab.link('l1').counters()).forward;
    expect(droppedBy.index - before.forward.droppedBy.index).toBe(3);
  });

  test('the same seed loses the same packets, whatever else is switched on', async () => {
    await set({ forward: { loss: { percent: 40 } } });
    const first = await ping(lab, SERVER, { count: 50 });
    await set({ forward: { seed: 42, jitterMs: 1, loss: { percent: 40 } } });
    const again = await ping(lab, SERVER, { count: 50 });
    expect(missing(first).length).toBeGreaterThan(5);
    expect(missing(again)).toEqual(missing(first));
  });

  test('bursts keep their share and come in runs', async () => {
    await set({ forward: { loss: { percent: 30, meanBurst: 8 } } });
    const lost = missing(await ping(lab, SERVER, { count: 600, intervalMs: 2 }));
    const runs = lost.filter((number, index) => lost[index - 1] !== number - 1).length;
    expect(lost.length).toBeGreaterThan(90);
    expect(lost.length).toBeLessThan(300);
    expect(lost.length / runs).toBeGreaterThan(3);
  });

  test('100 % and down lose everything, and are told apart', async () => {
    await set({ both: { loss: { percent: 100 } } });
    expect((await ping(lab, SERVER, { count: 5 })).received).toBe(0);
    await set({ both: { loss: { percent: 0 }, up: false } });
    expect((await ping(lab, SERVER, { count: 5 })).received).toBe(0);
    const { droppedBy } = (await lab.link('l1').counters()).forward;
    expect(droppedBy.loss - before.forward.droppedBy.loss).toBe(5);
    expect(droppedBy.down - before.forward.droppedBy.down).toBeLessThanOrEqual(5);
    await set({ both: { up: true } });
    expect((await ping(lab, SERVER, { count: 5 })).received).toBe(5);
  });
});

describe('order and copies', () => {
  test('every packet twice', async () => {
    await set({ backward: { duplicatePercent: 100 } });
    const result = await ping(lab, SERVER, { count: 10, intervalMs: 20 });
    const home = await icmp('backward');
    expect(result).toMatchObject({ received: 10, duplicates: 10 });
    expect(home).toMatchObject({ entered: 10, duplicated: 10, delivered: 20 });
  });

  test('those held back are overtaken', async () => {
    await set({ forward: { reorder: { percent: 25, byMs: 60 } } });
    const result = await ping(lab, SERVER, { count: 60 });
    const sorted = [...result.order].sort((a, b) => a - b);
    expect(result.received).toBe(60);
    expect(result.order).not.toEqual(sorted);
    const { heldBack } = (await lab.link('l1').counters()).forward;
    expect(heldBack - before.forward.heldBack).toBeGreaterThan(3);
  });

  test('jitter keeps the order', async () => {
    await set({ both: { jitterMs: 30 } });
    const { order } = await ping(lab, SERVER, { count: 60 });
    expect(order).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });
});

describe('time', () => {
  test('a round trip is never shorter than the delays of its links', async () => {
    await set({ forward: { delayMs: 25 }, backward: { delayMs: 15 } });
    const { rttsMs } = await ping(lab, SERVER, { count: 10 });
    // l2 adds 1 ms each way.
    expect(rttsMs).toHaveLength(10);
    expect(Math.min(...rttsMs)).toBeGreaterThan(41.5);
  });

  test('a line with a rate queues, and drops what its queue has no room for', async () => {
    // 84 bytes at 67.2 kbit/s: 10 ms each.
    await set({ forward: { rateKbps: 67.2, queuePackets: 5 } });
    const result = await ping(lab, SERVER, { count: 40, preload: 20 });
    const { droppedBy } = (await lab.link('l1').counters()).forward;
    expect(droppedBy.queue - before.forward.droppedBy.queue).toBe(40 - result.received);
    expect(result.received).toBeGreaterThanOrEqual(5);
    expect(result.received).toBeLessThan(40);
    expect(Math.max(...result.rttsMs)).toBeGreaterThan(30);
  });
});

describe('changes while running', () => {
  test('are in force once acknowledged, under traffic', async () => {
    const stream = lab.spawn('pc', ['ping', '-n', '-i', '0.002', SERVER]);
    const counted = async () => (await icmp('forward')).delivered;
    for (let round = 0; round < 20; round += 1) {
      await set({ forward: { drop: ['icmp'] } });
      // What was under way when the rule came has arrived once nothing is in flight.
      while ((await lab.link('l1').counters()).forward.inFlight > 0);
      const still = await counted();
      const entered = (await icmp('forward')).entered;
      while ((await icmp('forward')).entered < entered + 5);
      expect(await counted()).toBe(still);
      await set({ forward: { drop: [] } });
      while ((await counted()) === still);
    }
    stream.kill('SIGKILL');
    const { forward, backward } = await lab.link('l1').counters();
    expect([conserved(forward), conserved(backward)]).toEqual([true, true]);
  });

  test('a wrong one is refused by name and changes nothing', async () => {
    await expect(set({ forward: { loss: { percent: 101 } } })).rejects.toThrow('loss.percent');
    await expect(set({ both: { delayMs: -1 } })).rejects.toThrow('delayMs');
    const unknown = JSON.parse('{"colour": "red"}');
    await expect(set({ forward: unknown })).rejects.toThrow('unknown setting colour');
    expect((await ping(lab, SERVER)).received).toBe(5);
  });
});
