import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Mode } from '../../../main/domain/model/mode.ts';
import type { HomeLab } from '../net/home.ts';
import { startHome } from '../net/home.ts';
import { childrenOf, config, MonitorRun, type RunAs } from './monitor-run.ts';

let lab: HomeLab;
const runs: MonitorRun[] = [];
beforeAll(async () => {
  lab = await startHome({ rttMs: 4 });
});
afterEach(async () => {
  await lab.restore();
  for (const run of runs.splice(0)) await run.stop();
});
afterAll(() => lab.stop());

async function run(options: RunAs = {}): Promise<MonitorRun> {
  const started = await MonitorRun.start(lab, 'pc', config(lab.anchors), options);
  runs.push(started);
  await started.until('anchors', () => started.facts.some(({ type }) => type === 'anchors'));
  return started;
}

const modes = (monitor: MonitorRun): Mode[] =>
  monitor.facts.flatMap((fact) => (fact.type === 'mode' ? [fact.mode] : []));

function helperOf(monitor: MonitorRun): number {
  const [pid, ...more] = childrenOf(monitor.pid, 'helper.cjs');
  expect(more).toEqual([]);
  if (pid === undefined) throw new Error('no helper runs');
  return pid;
}

describe('helper', () => {
  test('killed: ping takes over, marked and with the reason; then the helper is back', async () => {
    const monitor = await run();
    await monitor.nextSample('by helper', ({ kind, via }) => kind === 'icmp4' && via === 'helper');
    process.kill(helperOf(monitor), 'SIGKILL');
    await monitor.until('helper again', () => modes(monitor).length === 3);
    expect(modes(monitor).map(({ icmp }) => icmp)).toEqual(['helper', 'ping', 'helper']);
    expect(modes(monitor)[1]?.reason).toMatch(/SIGKILL.*started again in 1 s/);
    await monitor.nextSample(
      'by helper',
      ({ kind, via, outcome }) => kind === 'icmp4' && via === 'helper' && outcome === 'reply',
    );
    expect(monitor.samples.some(({ via }) => via === 'ping')).toBe(true);
    expect(monitor.samples.filter(({ outcome }) => outcome === 'lost')).toEqual([]);
  });

  test('hung: nothing it leaves unanswered counts as loss; it is replaced', async () => {
    const monitor = await run();
    await monitor.nextSample('by helper', ({ kind, via }) => kind === 'icmp4' && via === 'helper');
    const hung = helperOf(monitor);
    process.kill(hung, 'SIGSTOP');
    await monitor.until('helper again', () => modes(monitor).length === 3);
    expect(modes(monitor).map(({ icmp }) => icmp)).toEqual(['helper', 'ping', 'helper']);
    expect(helperOf(monitor)).not.toBe(hung);
    expect(monitor.samples.some(({ detail }) => detail === 'helper-silent')).toBe(true);
    expect(monitor.samples.filter(({ outcome }) => outcome === 'lost')).toEqual([]);
  });

  test('ends with the monitor, even when that is killed', async () => {
    const first = await run();
    const helper = helperOf(first);
    expect(await first.stop()).toBe(0);
    expect(() => process.kill(helper, 0)).toThrow(/ESRCH/);
    const second = await run();
    const orphan = helperOf(second);
    second.signal('SIGKILL');
    await second.end();
    const isGone = (): boolean => {
      try {
        process.kill(orphan, 0);
        return false;
      } catch {
        return true;
      }
    };
    const third = await run();
    await third.until('the orphan to be gone', isGone);
  });
});

describe('without privilege', () => {
  test('ping measures instead, marked, with the reason and the way out; cuts show the same', async () => {
    const monitor = await run({ asNobody: true });
    expect(modes(monitor)).toEqual([{ icmp: 'ping', reason: expect.stringMatching(/sudo/) }]);
    for (const kind of ['icmp4', 'icmp6', 'gateway']) {
      const sample = await monitor.nextSample(kind, (one) => one.kind === kind);
      expect(sample).toMatchObject({ outcome: 'reply', via: 'ping' });
      expect(sample.rttMs).toBeGreaterThanOrEqual(kind === 'gateway' ? 0.15 : 3.5);
    }
    const tcp = await monitor.nextSample('tcp4', ({ kind }) => kind === 'tcp4');
    expect(tcp).toMatchObject({ outcome: 'reply', via: 'socket' });
    await lab.cut('icmp');
    const lost = await monitor.nextSample(
      'lost',
      ({ kind, outcome }) => kind === 'icmp4' && outcome !== 'reply',
    );
    expect(lost).toMatchObject({ outcome: 'lost', via: 'ping', rttMs: null });
    await lab.restore();
    await monitor.nextSample('again', ({ kind, outcome }) => kind === 'icmp4' && outcome === 'reply');
    expect(await monitor.stop()).toBe(0);
    expect(childrenOf(monitor.pid, 'ping')).toEqual([]);
  });

  test('no way to an address is unreachable by the exit status', async () => {
    const monitor = await run({ asNobody: true });
    await lab.exec('pc', ['ip', '-6', 'route', 'del', 'default']);
    const sample = await monitor.nextSample(
      'icmp6',
      ({ kind, outcome }) => kind === 'icmp6' && outcome !== 'reply',
    );
    await lab.exec('pc', ['ip', '-6', 'route', 'add', 'default', 'via', '2001:db8:1::1']);
    expect(sample).toMatchObject({ outcome: 'unreachable', detail: 'no-route', via: 'ping' });
  });

  test('and without ping: ICMP and gateway are not measured, the rest is', async () => {
    const monitor = await run({ asNobody: true, path: '/nonexistent' });
    expect(modes(monitor)).toEqual([{ icmp: 'none', reason: expect.stringMatching(/sudo.*ping/) }]);
    await monitor.nextSample('dns', ({ kind, outcome }) => kind === 'dns' && outcome === 'reply');
    await monitor.nextSample('tcp6', ({ kind, outcome }) => kind === 'tcp6' && outcome === 'reply');
    expect(new Set(monitor.samples.map(({ via }) => via))).toEqual(new Set(['socket']));
  });
});

describe('held up', () => {
  test('stopped and continued: one gap, no loss', async () => {
    const monitor = await run();
    await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply');
    const since = monitor.mark();
    monitor.signal('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 5000));
    monitor.signal('SIGCONT');
    const gap = await monitor.until('the gap', () => since().find(({ type }) => type === 'gap'));
    expect(gap).toMatchObject({ reason: 'stall' });
    expect(gap.type === 'gap' ? gap.at.monoMs - gap.from.monoMs : 0).toBeGreaterThanOrEqual(4500);
    for (let turn = 0; turn < 2; turn += 1) {
      await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'icmp4' && outcome === 'reply');
    }
    const bad = since().filter(
      (fact) => fact.type === 'result' && !['reply', 'suspect'].includes(fact.sample.outcome),
    );
    expect(bad).toEqual([]);
    expect(since().filter(({ type }) => type === 'gap')).toHaveLength(1);
  });

  test('a loop blocked for a second and a half: no gap, nothing slow is believed', async () => {
    await lab.link('access').set({ both: { delayMs: 300 } });
    try {
      const monitor = await run();
      await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply');
      const since = monitor.mark();
      monitor.say('block');
      await monitor.until('suspects', () =>
        since().some((fact) => fact.type === 'result' && fact.sample.outcome === 'suspect'),
      );
      await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply');
      expect(since().filter(({ type }) => type === 'gap')).toEqual([]);
      const slow = since().filter((fact) => fact.type === 'result' && (fact.sample.rttMs ?? 0) > 1300);
      expect(slow).toEqual([]);
    } finally {
      await lab.link('access').set({ both: { delayMs: 1 } });
    }
  });

  test('paused: silence; the gap is told at the resume', async () => {
    const monitor = await run();
    await monitor.nextSample('a reply', ({ outcome }) => outcome === 'reply');
    const since = monitor.mark();
    monitor.say('pause');
    monitor.say('resume');
    const gap = await monitor.until('the gap', () => since().find(({ type }) => type === 'gap'));
    expect(gap).toMatchObject({ reason: 'pause' });
    await monitor.nextSample('a reply', ({ outcome }) => outcome === 'reply');
  });
});
