import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import type { HomeLab } from '../net/home.ts';
import { startHome } from '../net/home.ts';
import { untilQuiet } from '../net/quiet.ts';
import { HOME } from '../net/topologies.ts';
import { config, MonitorRun } from './monitor-run.ts';

let lab: HomeLab;
const runs: MonitorRun[] = [];
beforeAll(async () => {
  lab = await startHome();
});
afterEach(async () => {
  await lab.restore();
  for (const run of runs.splice(0)) expect(await run.stop()).toBe(0);
});
afterAll(() => lab.stop());

async function run(anchors: readonly Anchor[], over = {}): Promise<MonitorRun> {
  const started = await MonitorRun.start(lab, 'pc', config(anchors, over));
  runs.push(started);
  return started;
}

const ICMP4: Anchor = { kind: 'icmp4', address: HOME.anchors4[0] };
const TCP4: Anchor = { kind: 'tcp4', address: HOME.anchors4[0], port: 443 };
const TCP6: Anchor = { kind: 'tcp6', address: HOME.anchors6[0], port: 443 };

/** The router says no to two of the anchors, in two ways. */
const REJECTING = `
table ip rejecting {
  chain forward {
    type filter hook forward priority 0;
    ip daddr ${HOME.anchors4[2]} reject with icmp type host-unreachable
    ip daddr ${HOME.anchors4[1]} reject with icmp type admin-prohibited
  }
}`;

describe('every kind on a clean line', () => {
  test('answers, with the round trip of the line and the way it was taken', async () => {
    const monitor = await run(lab.anchors);
    for (const kind of KINDS) {
      const sample = await monitor.nextSample(
        `a reply of ${kind}`,
        (one) => one.kind === kind && one.rttMs !== null,
      );
      expect(sample.outcome).toBe('reply');
      expect(sample.via).toBe(/icmp|gateway/.test(kind) ? 'helper' : 'socket');
      // The line alone takes 20 ms, the home network 1 ms.
      expect(sample.rttMs).toBeGreaterThanOrEqual(kind === 'gateway' ? 0.9 : 19.5);
    }
    const anchors = monitor.facts.flatMap((fact) => (fact.type === 'anchors' ? fact.anchors : []));
    expect(anchors).toContainEqual({ kind: 'gateway', address: HOME.router.ipv4 });
    expect(anchors).toContainEqual({ kind: 'dns', address: HOME.resolver4, port: 53 });
    expect(monitor.facts.filter(({ type }) => type === 'gap')).toEqual([]);
  });
});

describe('what each cut does', () => {
  test.each([
    ['icmp', 'icmp4', 'tcp4'],
    ['tcp', 'tcp4', 'icmp4'],
    ['ipv4', 'tcp4', 'tcp6'],
    ['ipv6', 'icmp6', 'icmp4'],
    ['dns', 'dns', 'tcp4'],
    ['gateway', 'gateway', null],
    ['all', 'tcp6', 'gateway'],
  ] as const)('%s: %s is lost, %s still works, all is well after it', async (cut, failing, working) => {
    const monitor = await run(lab.anchors);
    await monitor.nextSample('a first reply', ({ kind, outcome }) => kind === failing && outcome === 'reply');
    await lab.cut(cut);
    const bad = await monitor.nextSample(
      `a lost ${failing}`,
      ({ kind, outcome }) => kind === failing && outcome !== 'reply',
    );
    // Behind a router that is gone, the pc's own kernel says so after a while.
    expect(cut === 'gateway' ? ['lost', 'unreachable'] : ['lost']).toContain(bad.outcome);
    expect(bad.rttMs).toBeNull();
    if (working !== null) {
      const good = await monitor.nextSample(`a ${working}`, ({ kind }) => kind === working);
      expect(good.outcome).toBe('reply');
    }
    await lab.restore();
    await monitor.nextSample('a reply again', ({ kind, outcome }) => kind === failing && outcome === 'reply');
  });
});

describe('tcp', () => {
  test('a lost SYN is a loss by name, though the connection came about', async () => {
    const monitor = await run([TCP4]);
    for (let turn = 0; turn < 6; turn += 1) {
      await monitor.nextSample(
        'replies that teach the usual',
        ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply',
      );
    }
    // The reset that ends the last connection must not be the packet that is lost.
    await untilQuiet(lab);
    await lab.link('access').set({ forward: { lose: { indexes: [0], of: ['tcp'] } } });
    const sample = await monitor.until('the loss', () =>
      monitor.samples.find(({ kind, outcome }) => kind === 'tcp4' && outcome === 'lost'),
    );
    expect(sample).toMatchObject({ rttMs: null, detail: 'syn-retransmitted', via: 'socket' });
    await monitor.nextSample(
      'a reply after it',
      ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply',
    );
    expect(monitor.samples.filter(({ kind, outcome }) => kind === 'tcp4' && outcome === 'lost')).toHaveLength(
      1,
    );
  });

  test('refused is reachable; a router that says no is unreachable, by name', async () => {
    const rules = await lab.exec('router', ['nft', '-f', '-'], { input: REJECTING });
    expect(rules.stderr).toBe('');
    try {
      const monitor = await run([
        { ...TCP4, port: 81 },
        { ...TCP6, port: 81 },
        { kind: 'tcp4', address: HOME.anchors4[2], port: 443 },
        { kind: 'icmp4', address: HOME.anchors4[2] },
        { kind: 'icmp4', address: HOME.anchors4[1] },
      ]);
      const of = (kind: string, anchor: string) =>
        monitor.nextSample(`${kind} ${anchor}`, (sample) => sample.kind === kind && sample.anchor === anchor);
      expect(await of('tcp4', `${HOME.anchors4[0]}:81`)).toMatchObject({
        outcome: 'refused',
        rttMs: expect.any(Number),
      });
      expect(await of('tcp6', `[${HOME.anchors6[0]}]:81`)).toMatchObject({ outcome: 'refused' });
      expect(await of('tcp4', `${HOME.anchors4[2]}:443`)).toMatchObject({
        outcome: 'unreachable',
        detail: 'host-unreachable',
      });
      expect(await of('icmp4', HOME.anchors4[2])).toMatchObject({
        outcome: 'unreachable',
        detail: 'host-unreachable',
      });
      expect(await of('icmp4', HOME.anchors4[1])).toMatchObject({
        outcome: 'unreachable',
        detail: expect.stringContaining('prohibited'),
      });
    } finally {
      await lab.exec('router', ['nft', 'delete', 'table', 'ip', 'rejecting']);
    }
  });

  test('a black hole leaves no socket open beyond its deadline', async () => {
    const monitor = await run([TCP4, TCP6]);
    await monitor.nextSample('a reply', ({ outcome }) => outcome === 'reply');
    await lab.cut('tcp');
    for (let turn = 0; turn < 3; turn += 1) {
      await monitor.nextSample('a loss', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'lost');
    }
    const sockets = await lab.exec('pc', ['ss', '-Htn', 'state', 'syn-sent']);
    expect(sockets.code).toBe(0);
    // At most the four seconds that a deadline can last, of two anchors.
    expect(sockets.stdout.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(8);
  });

  test('connections leave nothing behind', async () => {
    const remains = async (): Promise<readonly string[]> => {
      const { stdout } = await lab.exec('pc', ['ss', '-Htna', 'dst', HOME.anchors4[0]]);
      return stdout.split('\n').filter((line) => /TIME-WAIT|FIN-WAIT|CLOSE-WAIT/.test(line));
    };
    // A monitor before this one may have been ended in the middle of a connection.
    const before = await remains();
    const monitor = await run([TCP4]);
    for (let turn = 0; turn < 3; turn += 1) {
      await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply');
    }
    expect((await remains()).filter((line) => !before.includes(line))).toEqual([]);
  });
});

describe('late', () => {
  test('a reply after three seconds takes its loss back', async () => {
    const monitor = await run([ICMP4]);
    await monitor.nextSample('a reply', ({ kind, outcome }) => kind === 'icmp4' && outcome === 'reply');
    await lab.link('access').set({ both: { delayMs: 1500 } });
    try {
      const late = await monitor.nextSample(
        'a late one',
        ({ kind, outcome }) => kind === 'icmp4' && outcome === 'late',
      );
      expect(late.rttMs).toBeGreaterThanOrEqual(3000);
      const told = monitor.samples.filter(({ id }) => id === late.id);
      expect(told.map(({ outcome }) => outcome)).toEqual(['lost', 'late']);
    } finally {
      await lab.link('access').set({ both: { delayMs: 5 } });
    }
  });
});

describe('portal', () => {
  test('no portal, a portal, nothing at all', async () => {
    const monitor = await run([ICMP4], { portalUrl: lab.portalUrl });
    const ask = async (): Promise<boolean | null> => {
      const since = monitor.mark();
      monitor.say('portal');
      const fact = await monitor.until('the answer', () => since().find(({ type }) => type === 'portal'));
      return fact.type === 'portal' ? fact.captive : null;
    };
    expect(await ask()).toBe(false);
    await lab.cut('portal');
    expect(await ask()).toBe(true);
    await lab.restore();
    await lab.cut('all');
    expect(await ask()).toBeNull();
  });
});
