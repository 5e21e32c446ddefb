import { describe, expect, test } from 'vitest';
import type { GapReason } from '../../../../main/domain/model/gap.ts';
import { Heartbeat } from '../../../../main/monitor/pace/heartbeat.ts';
import { systemClock } from '../../../../main/monitor/pace/system-clock.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

interface Log {
  ticks: number;
  stalls: number[];
  gaps: { reason: GapReason; fromMs: number; atMs: number }[];
}

function beat(clock = new FakeClock()) {
  const log: Log = { ticks: 0, stalls: [], gaps: [] };
  const heartbeat = new Heartbeat(clock, {
    onTick: () => {
      log.ticks += 1;
    },
    onStall: (_, lagMs) => log.stalls.push(lagMs),
    onGap: (from, at, reason) => log.gaps.push({ reason, fromMs: from.monoMs, atMs: at.monoMs }),
  });
  heartbeat.start();
  return { clock, heartbeat, log };
}

describe('heartbeat', () => {
  test('ticks four times a second, without drift', () => {
    const { clock, log } = beat();
    for (let turn = 0; turn < 400; turn += 1) {
      clock.advance(240);
      clock.stall(10);
    }
    clock.advance(0);
    expect(log.ticks).toBe(400);
    expect(log.stalls).toEqual([]);
    expect(log.gaps).toEqual([]);
  });

  test('a stop of the whole process is a gap of kind stall, from the last beat', () => {
    const { clock, log } = beat();
    clock.advance(1000);
    const last = clock.now().monoMs;
    clock.stall(20_000);
    clock.advance(0);
    expect(log.gaps).toEqual([{ reason: 'stall', fromMs: last, atMs: last + 20_000 }]);
    expect(log.stalls).toEqual([]);
  });

  test('where no uptime is known, the same is taken for a sleep', () => {
    const { clock, log } = beat(new FakeClock().withoutBoot());
    clock.advance(1000);
    clock.stall(20_000);
    clock.advance(0);
    expect(log.gaps.map(({ reason }) => reason)).toEqual(['sleep']);
  });

  test('a sleep in which the monotonic clock stood still is a sleep, not a set clock', () => {
    const { clock, log } = beat();
    clock.advance(1000);
    clock.sleep(3_600_000);
    clock.advance(250);
    expect(log.gaps.map(({ reason }) => reason)).toEqual(['sleep']);
    clock.advance(10_000);
    expect(log.gaps).toHaveLength(1);
  });

  test('a clock set forward or back is a clock jump, once', () => {
    const { clock, log } = beat();
    clock.advance(1000);
    clock.setWall(3_600_000);
    clock.advance(5000);
    clock.setWall(-7_200_000);
    clock.advance(5000);
    expect(log.gaps.map(({ reason }) => reason)).toEqual(['clock-jump', 'clock-jump']);
  });

  test('a leap second and slewing are no jump', () => {
    const { clock, log } = beat();
    clock.setWall(1000);
    for (let turn = 0; turn < 100; turn += 1) {
      clock.advance(250);
      clock.setWall(0.125);
    }
    expect(log.gaps).toEqual([]);
  });

  test('a sleep with the clock set during it is one gap', () => {
    const { clock, log } = beat();
    clock.sleep(60_000);
    clock.setWall(-3_600_000);
    clock.advance(250);
    expect(log.gaps.map(({ reason }) => reason)).toEqual(['sleep']);
  });

  test('a lag of half a second to three is a stall, one below is nothing', () => {
    const { clock, log } = beat();
    clock.advance(250);
    clock.stall(700);
    clock.advance(0);
    expect(log.stalls).toEqual([]);
    clock.stall(1500);
    clock.advance(0);
    expect(log.stalls).toHaveLength(1);
    expect(log.stalls[0]).toBeGreaterThanOrEqual(500);
    expect(log.gaps).toEqual([]);
  });

  test('a glance notices before the timer does, and the timer then says nothing twice', () => {
    const { clock, heartbeat, log } = beat();
    clock.advance(1000);
    clock.stall(10_000);
    heartbeat.glance();
    expect(log.gaps).toHaveLength(1);
    clock.advance(1000);
    expect(log.gaps).toHaveLength(1);
  });

  test('glances in between do not hide a lag', () => {
    const { clock, heartbeat, log } = beat();
    clock.advance(250);
    for (let turn = 0; turn < 8; turn += 1) {
      clock.stall(100);
      heartbeat.glance();
    }
    expect(log.stalls).toHaveLength(1);
  });

  test('stopped, it is silent; started again, what passed is no gap', () => {
    const { clock, heartbeat, log } = beat();
    heartbeat.stop();
    clock.advance(60_000);
    heartbeat.glance();
    expect(log).toEqual({ ticks: 0, stalls: [], gaps: [] });
    heartbeat.start();
    clock.advance(1000);
    expect(log).toEqual({ ticks: 4, stalls: [], gaps: [] });
    expect(clock.pendingTimers).toBe(1);
  });

  test('a listener that stops it on a gap is obeyed', () => {
    const clock = new FakeClock();
    let ticks = 0;
    const heartbeat = new Heartbeat(clock, {
      onTick: () => {
        ticks += 1;
      },
      onStall: () => undefined,
      onGap: () => heartbeat.stop(),
    });
    heartbeat.start();
    clock.stall(60_000);
    clock.advance(60_000);
    expect(ticks).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the clocks of this machine', () => {
  test('both go on; a timer fires no earlier than asked', async () => {
    const before = systemClock.now();
    await new Promise<void>((resolve) => {
      systemClock.setTimer(resolve, 20.4);
    });
    const after = systemClock.now();
    expect(after.monoMs - before.monoMs).toBeGreaterThanOrEqual(19);
    expect(after.wallMs).toBeGreaterThanOrEqual(before.wallMs);
    expect(systemClock.bootMs?.() ?? null).not.toBeNaN();
  });

  test('a cancelled timer does not fire', async () => {
    let fired = false;
    systemClock
      .setTimer(() => {
        fired = true;
      }, 1)
      .cancel();
    await new Promise<void>((resolve) => {
      systemClock.setTimer(resolve, 20);
    });
    expect(fired).toBe(false);
  });
});
