import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cut, HomeLab } from './home.ts';
import { startHome } from './home.ts';
import { ping } from './support/ping.ts';
import { HOME } from './topologies.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 4 });
});
afterAll(() => lab.stop());
afterEach(() => lab.restore());

/** Everything a monitor on the pc would try, each with a deadline of its own. */
const PROBES = `
const net = require('node:net');
const { Resolver } = require('node:dns').promises;
const connect = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port, timeout: 1500 });
  const say = (word) => { socket.destroy(); resolve(word); };
  socket.once('connect', () => say('connected'));
  socket.once('timeout', () => say('silent'));
  socket.once('error', ({ code }) => say(code));
});
const resolve = () => new Resolver({ timeout: 1500, tries: 1 }).resolve4('example.com')
  .then((found) => found[0], ({ code }) => code);
const portal = () => fetch(process.argv[1], { redirect: 'manual', signal: AbortSignal.timeout(1500) })
  .then(({ status }) => status, () => 'silent');
Promise.all([
  connect('${HOME.anchors4[0]}', 443), connect('${HOME.anchors6[2]}', 443), connect('${HOME.anchors4[1]}', 444),
  resolve(), portal(),
]).then(([tcp4, tcp6, closed, dns, portal]) => {
  console.log(JSON.stringify({ tcp4, tcp6, closed, dns, portal }));
  // An aborted fetch would hold the process until its connection attempt ends.
  process.exit();
});
`;

const got = async (address: string): Promise<boolean> =>
  (await ping(lab, address, { count: 2 })).received === 2;

async function look(): Promise<unknown> {
  const [run, icmp4, icmp6, gateway] = await Promise.all([
    lab.exec('pc', ['node', '-e', PROBES, lab.portalUrl]),
    got(HOME.anchors4[1]),
    got(HOME.anchors6[1]),
    got(HOME.router.ipv4),
  ]);
  expect(run.stderr).toBe('');
  return { icmp4, icmp6, gateway, ...JSON.parse(run.stdout) };
}

const ALL_WELL = {
  icmp4: true,
  icmp6: true,
  gateway: true,
  tcp4: 'connected',
  tcp6: 'connected',
  closed: 'ECONNREFUSED',
  dns: HOME.web4,
  portal: 204,
};
const NO_TCP = { tcp4: 'silent', tcp6: 'silent', closed: 'silent' };
const OUTSIDE_GONE = { ...NO_TCP, icmp4: false, icmp6: false, dns: 'ETIMEOUT', portal: 'silent' };

const CUTS: readonly (readonly [Cut, object])[] = [
  ['ipv4', { icmp4: false, tcp4: 'silent', closed: 'silent', dns: 'ETIMEOUT', portal: 'silent' }],
  ['ipv6', { icmp6: false, tcp6: 'silent' }],
  ['icmp', { icmp4: false, icmp6: false }],
  ['tcp', { ...NO_TCP, portal: 'silent' }],
  ['dns', { dns: 'ETIMEOUT' }],
  ['all', OUTSIDE_GONE],
  ['gateway', { ...OUTSIDE_GONE, gateway: false }],
  ['portal', { icmp4: false, icmp6: false, tcp4: 'silent', tcp6: 'silent', portal: 302 }],
];

describe('the home-like lab', () => {
  test('answers on every anchor', async () => {
    expect(await look()).toEqual(ALL_WELL);
    for (const { address } of lab.anchors) expect(await got(address)).toBe(true);
  });

  test.each(CUTS)('cut %s breaks exactly that, and restoring mends it', async (cut, broken) => {
    await lab.cut(cut);
    expect(await look()).toEqual({ ...ALL_WELL, ...broken });
    await lab.restore();
    expect(await look()).toEqual(ALL_WELL);
  });

  test('the pc can lose its own interface and get it back', async () => {
    await lab.cut('link');
    const down = await lab.exec('pc', ['ip', 'route', 'show', 'default']);
    expect(down.stdout).toBe('');
    const unreachable = await lab.exec('pc', ['ping', '-c', '1', HOME.anchors4[0]]);
    expect(unreachable).toMatchObject({ code: 2 });
    await lab.restore('link');
    expect(await look()).toEqual(ALL_WELL);
  });

  test('cuts add up, and come back one by one', async () => {
    await lab.cut('icmp');
    await lab.cut('ipv6');
    await lab.restore('icmp');
    expect(await look()).toEqual({ ...ALL_WELL, icmp6: false, tcp6: 'silent' });
  });

  test('the name server can refuse', async () => {
    await lab.services.set({ dns: 'servfail' });
    expect(await look()).toMatchObject({ dns: 'ESERVFAIL', tcp4: 'connected' });
    await lab.services.set({ dns: 'answer' });
    expect(await look()).toEqual(ALL_WELL);
  });
});

describe('a home without IPv6', () => {
  test('has none on the pc, and IPv4 works', async () => {
    const four = await startHome({ rttMs: 4, ipv6: false });
    try {
      const addresses = await four.exec('pc', ['ip', '-6', 'addr', 'show', 'dev', 'eth0']);
      expect(addresses.stdout).toBe('');
      expect(four.anchors.every(({ kind }) => kind === 'icmp4' || kind === 'tcp4')).toBe(true);
      expect((await ping(four, HOME.anchors4[0])).received).toBe(5);
    } finally {
      await four.stop();
    }
  });
});
