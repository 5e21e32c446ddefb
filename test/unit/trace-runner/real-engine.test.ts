import { describe, expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { SYSTEM_PORTS } from '../../../main/trace/run/ports.ts';
import { type lost, type PathOptions, PathSender } from './fake-sender.ts';
import { ADDRESS, endOf, stage } from './stage.ts';

const ROUTERS = ['192.0.2.1', null, '203.0.113.1', '203.0.113.2'];
const PATH = [['192.0.2.1'], [], ['203.0.113.1'], ['203.0.113.2'], [ADDRESS]];

function over(path: Partial<PathOptions>, ask: Partial<TraceAsk> = {}) {
  return stage(
    (clock) => new PathSender(clock, { routers: ROUTERS, destination: ADDRESS, answers: ['udp'], ...path }),
    { numeric: true, ...ask },
    { engines: SYSTEM_PORTS.engines },
  );
}

/** Takes packets all the same once it hangs. */
class HangingSender extends PathSender {
  hangs = false;
  protected override take(sent: Parameters<typeof lost>[0]): void {
    if (!this.hangs) super.take(sent);
  }
}

const addresses = (view: Awaited<ReturnType<typeof endOf>>) =>
  view.hops.map(({ nodes }) => nodes.map(({ address }) => address));

type Rounds = ReturnType<typeof stage<HangingSender>>;

describe('with the real engines', () => {
  test('once: everybody in place, the silent one too', async () => {
    const made = over({});
    await made.pass(5000);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', reached: true, mode: 'once' });
    expect(addresses(view)).toEqual(PATH);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('auto: ICMP answers where UDP does not', async () => {
    const made = over({ answers: ['icmp', 'tcp'] }, { method: 'auto' });
    await made.pass(6000);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: true, method: 'icmp' });
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('rounds: counted on, until they are stopped', async () => {
    const made = over({}, { mode: 'continuous', method: 'auto' });
    await made.pass(8000);
    expect(made.run.view.rounds).toBeGreaterThanOrEqual(5);
    expect(addresses(made.run.view)).toEqual(PATH);
    made.run.stop();
    expect(await endOf(made.run)).toMatchObject({ status: 'stopped', reached: true });
    expect(made.clock.pendingTimers).toBe(0);
  });

  test.each([
    ['hangs', (made: Rounds) => made.pass(3000)],
    ['dies', async (made: Rounds) => made.loseHelper()],
  ])('rounds: a helper that %s leaves no losses behind', async (_, ends) => {
    const made = stage(
      (clock) => new HangingSender(clock, { routers: ROUTERS, destination: ADDRESS, answers: ['udp'] }),
      { numeric: true, mode: 'continuous', timeoutMs: 500, intervalMs: 200 },
      { engines: SYSTEM_PORTS.engines },
    );
    await made.pass(2000);
    made.sender.hangs = true;
    await made.pass(300);
    await ends(made);
    const view = await endOf(made.run);
    expect([view.status, made.run.failure]).toEqual(['failed', 'helper']);
    expect(view.hops.map(({ lossPercent }) => lossPercent)).toEqual([0, 100, 0, 0, 0]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('flows: one path', async () => {
    const made = over({}, { mode: 'multipath' });
    await made.pass(60_000);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', reached: true });
    expect(addresses(view)).toEqual(PATH);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('how large a packet may be, though nobody says so', async () => {
    const made = over({ mtu: 1400 }, { findMtu: true });
    await made.pass(60_000);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', reached: true });
    expect(view.pathMtu?.bytes).toBe(1400);
    expect(made.clock.pendingTimers).toBe(0);
  });
});
