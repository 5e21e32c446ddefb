import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PING } from '../../contract/cli/schemas.ts';
import { faultline } from '../../support/monitor-process.ts';
import { ofProtocol } from '../net/counters.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { UNIMPAIRED } from '../net/impairment.ts';
import { HOME } from '../net/topologies.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 20 });
});
afterAll(() => lab.stop());
afterEach(async () => {
  await lab.restore();
  await lab.services.set({ dns: 'answer' });
  await lab.link('access').set({ both: { ...UNIMPAIRED, delayMs: 5 } });
});

/** An ordinary user: unlike the lab's own way of running without privilege, `ping` keeps its file capability. */
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const NO_CAPABILITIES = { uid: 65534, gid: 65534 };
const [ANCHOR4] = HOME.anchors4;
const [ANCHOR6] = HOME.anchors6;

interface Run {
  readonly as?: readonly string[];
  readonly count?: number;
}

async function ping(host: string, { as = [], count = 3 }: Run = {}, ...more: readonly string[]) {
  const args = ['ping', host, '--count', String(count), '--interval', '200', '--json', ...more];
  const { code, stdout, stderr } = await lab.exec('pc', [...as, ...faultline(...args)]);
  return { code, stderr, result: stdout === '' ? null : PING.parse(JSON.parse(stdout)) };
}

describe('counts against those of the link', () => {
  test('loss is exactly what was dropped', async () => {
    const before = await lab.link('access').counters();
    await lab.link('access').set({ both: { loss: { percent: 15, of: ['icmp'] }, seed: 7 } });
    const { code, result } = await ping(ANCHOR4, { count: 60 });
    const after = await lab.link('access').counters();
    const dropped = (['forward', 'backward'] as const)
      .map((way) => ofProtocol(after[way], 'icmp').dropped - ofProtocol(before[way], 'icmp').dropped)
      .reduce((sum, count) => sum + count, 0);
    expect(dropped).toBeGreaterThan(0);
    expect(code).toBe(0);
    expect(result).toMatchObject({
      sent: 60,
      received: 60 - dropped,
      late: 0,
      duplicates: 0,
      mode: 'helper',
    });
  });

  test('duplicates are exactly the copies that the link made', async () => {
    const before = await lab.link('access').counters();
    await lab.link('access').set({ backward: { duplicatePercent: 50, seed: 3 } });
    const { result } = await ping(ANCHOR6, { count: 20 });
    const after = await lab.link('access').counters();
    const copies =
      ofProtocol(after.backward, 'icmpv6').duplicated - ofProtocol(before.backward, 'icmpv6').duplicated;
    expect(copies).toBeGreaterThan(0);
    expect(result).toMatchObject({ family: 6, sent: 20, received: 20, duplicates: copies });
  });

  test('answers after more than a second are late, and received', async () => {
    await lab.link('access').set({ both: { delayMs: 700 } });
    const { code, result } = await ping(ANCHOR4, { count: 2 });
    expect(code).toBe(0);
    expect(result).toMatchObject({ sent: 2, received: 2, late: 2, lossPercent: 0 });
    expect(result?.rttMs?.min).toBeGreaterThan(1400);
  });
});

describe('when the network says no: exit code 1', () => {
  test('total silence', async () => {
    await lab.cut('icmp');
    const { code, result } = await ping(ANCHOR4);
    expect(code).toBe(1);
    expect(result).toMatchObject({ sent: 3, received: 0, lossPercent: 100, rttMs: null });
  });

  test('a router that says so is named, and nothing is waited for', async () => {
    await lab.exec('router', ['ip', 'route', 'add', 'prohibit', '198.51.100.99/32']);
    const run = await lab.exec('pc', faultline('ping', '198.51.100.99', '--count', '2', '--interval', '200'));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^1 +- {2}unreachable: [a-z-]*prohibited, says [\d.]+$/m);
    expect(run.stdout).toMatch(/2 sent, 0 received, 100 % lost/);
  });

  test('no route at all', async () => {
    await lab.cut('link');
    const { code, result } = await ping(ANCHOR4);
    expect(code).toBe(1);
    expect(result).toMatchObject({ sent: 3, received: 0 });
  });
});

describe('without privilege', () => {
  test('through the system`s ping, and stderr says why and what to do', async () => {
    const { code, result, stderr } = await ping(ANCHOR4, { as: AS_NOBODY });
    expect(code).toBe(0);
    expect(result).toMatchObject({ sent: 3, received: 3, mode: 'ping' });
    expect(result?.rttMs?.min).toBeGreaterThan(15);
    expect(stderr).toMatch(/^faultline: measuring through the system's ping: [^\n]*sudo[^\n]*\n$/);
  });

  test('late and lost are told apart there too', async () => {
    await lab.link('access').set({ both: { delayMs: 700, lose: { indexes: [1], of: ['icmp'] } } });
    const { result } = await ping(ANCHOR4, { as: AS_NOBODY, count: 4 });
    expect(result).toMatchObject({ sent: 4, mode: 'ping' });
    expect(result?.received).toBe(result?.late);
    expect(result?.received).toBeLessThan(4);
    expect(result?.received).toBeGreaterThan(0);
  });

  test('without a ping there is nothing to measure with: exit code 3', async () => {
    const bare = ['env', 'PATH=/nonexistent', ...faultline('ping', ANCHOR4, '--json')];
    const { code, stdout, stderr } = await lab.exec('pc', bare, { user: NO_CAPABILITIES });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/ping could not be started.*; install it/);
  });

  test('nor with one that may not open a socket', async () => {
    const { code, stdout, stderr } = await lab.exec('pc', faultline('ping', ANCHOR4, '--json'), {
      user: NO_CAPABILITIES,
    });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^faultline: [^;]+; [^;]+$/);
  });
});

describe('names', () => {
  test('the family taken is said, and the other can be had', async () => {
    const first = await ping('example.com');
    expect(first.code).toBe(0);
    expect(first.result?.family === 6 ? HOME.web6 : HOME.web4).toBe(first.result?.address);
    expect(first.stderr).toMatch(
      /example\.com has IPv4 and IPv6 addresses; IPv[46] is used, --family [46] takes/,
    );
    const other = first.result?.family === 6 ? 4 : 6;
    const second = await ping('example.com', {}, '--family', String(other));
    expect(second.result).toMatchObject({ target: 'example.com', family: other });
    expect(second.stderr).toBe('');
  });

  test('an unknown host is a matter of usage', async () => {
    await lab.services.set({ dns: 'nxdomain' });
    const { code, result, stderr } = await ping('no-such-host.example');
    expect([code, result]).toEqual([2, null]);
    expect(stderr).toBe(
      'faultline: unknown host no-such-host.example; check its spelling, or give its address\n',
    );
  });

  test('a resolver that fails is a matter of the network', async () => {
    await lab.services.set({ dns: 'servfail' });
    const { code, result, stderr } = await ping('example.com');
    expect([code, result]).toEqual([1, null]);
    expect(stderr).toMatch(/^faultline: the name example\.com could not be resolved, EAI_[A-Z]+; [^\n]+\n$/);
  });
});
