import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HomeLab } from '../net/home.ts';
import { startHome } from '../net/home.ts';
import { HOME } from '../net/topologies.ts';
import { config, MonitorRun } from './monitor-run.ts';

let lab: HomeLab;
let monitor: MonitorRun;
beforeAll(async () => {
  lab = await startHome({ rttMs: 4 });
});
afterEach(async () => {
  await lab.restore();
  expect(await monitor.stop()).toBe(0);
});
afterAll(() => lab.stop());

async function settled(): Promise<MonitorRun> {
  const run = await MonitorRun.start(lab, 'pc', config(lab.anchors));
  monitor = run;
  await run.nextSample('a reply', ({ kind, outcome }) => kind === 'tcp4' && outcome === 'reply');
  return run;
}

const nextNetwork = (run: MonitorRun) => {
  const since = run.mark();
  return async () => {
    const fact = await run.until('a network', () => since().find(({ type }) => type === 'network'));
    if (fact.type !== 'network') throw new Error('not a network');
    const gaps = since().flatMap((one) => (one.type === 'gap' ? [one.reason] : []));
    return { network: fact.network, gaps };
  };
};

describe('network', () => {
  test('as it is at the start', async () => {
    const run = await settled();
    const fact = run.facts.find(({ type }) => type === 'network');
    expect(fact).toMatchObject({
      network: {
        label: `eth0 ${HOME.pc.ipv4} via ${HOME.router.ipv4}`,
        ipv4: true,
        ipv6: true,
        gateway4: HOME.router.ipv4,
      },
    });
  });

  test('the interface goes down and comes up: no network, then the same one again', async () => {
    const run = await settled();
    const first = run.facts.find(({ type }) => type === 'network');
    const gone = nextNetwork(run);
    await lab.cut('link');
    expect(await gone()).toMatchObject({
      network: { id: 'none', ipv4: false, ipv6: false },
      gaps: ['network-change'],
    });
    const off = await run.nextSample('a probe without a network', ({ kind }) => kind === 'icmp4');
    expect(off).toMatchObject({ outcome: 'unreachable', detail: 'net-unreachable' });
    const anchors = run.facts.flatMap((fact) => (fact.type === 'anchors' ? [fact.anchors] : [])).at(-1);
    expect(anchors?.some(({ kind }) => kind === 'gateway')).toBe(false);
    const networks = () => run.facts.flatMap((fact) => (fact.type === 'network' ? [fact.network] : []));
    await lab.restore();
    const back = await run.until('the network as before', () =>
      networks()
        .slice(2)
        .find((network) => network.ipv4 && network.ipv6),
    );
    expect(back.id).toBe(first?.type === 'network' ? first.network.id : '');
    await run.nextSample('a reply', ({ kind, outcome }) => kind === 'gateway' && outcome === 'reply');
  });

  test('a further address is a change of the same place', async () => {
    const run = await settled();
    const change = nextNetwork(run);
    await lab.exec('pc', ['ip', 'address', 'add', '192.0.2.77/24', 'dev', 'eth0']);
    const { network, gaps } = await change();
    await lab.exec('pc', ['ip', 'address', 'del', '192.0.2.77/24', 'dev', 'eth0']);
    expect(gaps).toEqual(['network-change']);
    expect(run.facts.find(({ type }) => type === 'network')).toMatchObject({ network: { id: network.id } });
  });

  test('a privacy address within the /64 is none', async () => {
    const run = await settled();
    const since = run.mark();
    await lab.exec('pc', ['ip', 'address', 'add', '2001:db8:1::dead:beef/64', 'dev', 'eth0', 'nodad']);
    for (let turn = 0; turn < 3; turn += 1) await run.nextSample('a reply', ({ kind }) => kind === 'icmp6');
    await lab.exec('pc', ['ip', 'address', 'del', '2001:db8:1::dead:beef/64', 'dev', 'eth0']);
    expect(since().filter(({ type }) => type === 'gap' || type === 'network')).toEqual([]);
  });

  test('IPv6 routes go: the family is told as missing, its probes as unreachable', async () => {
    const run = await settled();
    const change = nextNetwork(run);
    await lab.exec('pc', ['ip', '-6', 'route', 'del', 'default']);
    const { network } = await change();
    expect(network).toMatchObject({ ipv4: true, ipv6: false, gateway6: null });
    for (const kind of ['icmp6', 'tcp6']) {
      const sample = await run.nextSample(kind, (one) => one.kind === kind);
      expect(sample.outcome).toBe('unreachable');
    }
    await lab.exec('pc', ['ip', '-6', 'route', 'add', 'default', 'via', HOME.router.ipv6]);
  });
});

describe('a home with IPv6 only', () => {
  test('its link-local gateway is probed, with its zone', async () => {
    const run = await settled();
    const address = 'fe80::53';
    const links = await lab.exec('router', ['ip', '-o', 'address', 'show', 'to', HOME.router.ipv4]);
    const device = links.stdout.split(/\s+/)[1] ?? '';
    await lab.exec('router', ['ip', 'address', 'add', `${address}/64`, 'dev', device, 'nodad']);
    const change = nextNetwork(run);
    const script = [
      'route del default',
      '-6 route del default',
      `-6 route add default via ${address} dev eth0`,
    ];
    for (const line of script) await lab.exec('pc', ['ip', ...line.split(' ')]);
    await change();
    const sample = await run.nextSample('the gateway', ({ anchor }) => anchor === `${address}%eth0`);
    const restore = [
      '-6 route del default',
      `-6 route add default via ${HOME.router.ipv6}`,
      `route add default via ${HOME.router.ipv4}`,
    ];
    for (const line of restore) await lab.exec('pc', ['ip', ...line.split(' ')]);
    expect(sample).toMatchObject({ kind: 'gateway', outcome: 'reply', via: 'helper' });
  });
});

describe('a home without IPv6', () => {
  test('its anchors are unreachable at once, not lost after a deadline', async () => {
    const without = await startHome({ rttMs: 4, ipv6: false });
    const run = await MonitorRun.start(
      without,
      'pc',
      config([
        ...without.anchors,
        { kind: 'icmp6', address: HOME.anchors6[0] },
        { kind: 'tcp6', address: HOME.anchors6[0], port: 443 },
      ]),
    );
    monitor = run;
    for (const kind of ['icmp6', 'tcp6']) {
      const sample = await run.nextSample(kind, (one) => one.kind === kind);
      expect(sample).toMatchObject({ outcome: 'unreachable', rttMs: null });
    }
    expect((await run.nextSample('tcp4', ({ kind }) => kind === 'tcp4')).outcome).toBe('reply');
    expect(await run.stop()).toBe(0);
    await without.stop();
  });
});
