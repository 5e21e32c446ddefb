import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TRACE, TRACE_LINE } from '../../contract/cli/schemas.ts';
import { faultline } from '../../support/monitor-process.ts';
import { UNIMPAIRED } from '../net/impairment.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { outputOf } from './output-of.ts';

const ROUTERS = 8;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(line(ROUTERS, { delayMs: 2 }));
});
afterAll(() => lab.stop());
afterEach(async () => {
  await lab.link('l9').set({ both: { ...UNIMPAIRED, delayMs: 2 } });
});

const LANGUAGE = { LANG: 'C.UTF-8' };
const NO_CAPABILITIES = { uid: 65534, gid: 65534 };

async function trace(host: string, ...options: readonly string[]) {
  const command = faultline('trace', host, '--json', '--numeric', ...options);
  const { code, stdout, stderr } = await lab.exec('pc', command, { env: LANGUAGE });
  if (stdout !== '') expect(stdout).toMatch(/^[^\n]+\n$/);
  return { code, stderr, result: stdout === '' ? null : TRACE.parse(JSON.parse(stdout)) };
}

const addressesIn = (result: Awaited<ReturnType<typeof trace>>['result']) =>
  result?.hops.map(({ nodes }) => nodes.map(({ address }) => address));

const pathTo = (family: 'ipv4' | 'ipv6') => [
  ...Array.from({ length: ROUTERS }, (_, index) => [LINE.router(index + 1)[family]]),
  [LINE.server[family]],
];

describe('a line of eight routers', () => {
  test.each([
    ['udp', 'ipv4'],
    ['icmp', 'ipv4'],
    ['tcp', 'ipv4'],
    ['udp', 'ipv6'],
    ['icmp', 'ipv6'],
    ['tcp', 'ipv6'],
    ['auto', 'ipv4'],
    ['auto', 'ipv6'],
  ] as const)('%s over %s: every one in its place, in one JSON object', async (method, family) => {
    const { code, result } = await trace(LINE.server[family], '--method', method);
    expect(code).toBe(0);
    expect(addressesIn(result)).toEqual(pathTo(family));
    expect(result).toMatchObject({
      method: method === 'auto' ? 'udp' : method,
      family: family === 'ipv4' ? 4 : 6,
      source: LINE.pc[family],
      destination: LINE.server[family],
      reached: true,
      status: 'done',
      warnings: [],
    });
    for (const hop of result?.hops ?? []) {
      // All of them, unless the machine itself was too busy to wait for one.
      expect(hop.received).toBeGreaterThan(0);
      expect(hop.received).toBeLessThanOrEqual(hop.sent);
      // Two milliseconds a link, each way.
      expect(hop.rttMs?.min).toBeGreaterThanOrEqual(4 * hop.ttl);
    }
  });

  test('for people: the sentence, then a line a hop; no escape sequences in a pipe', async () => {
    const command = faultline('trace', LINE.server.ipv4, '--numeric');
    const { code, stdout, stderr } = await lab.exec('pc', command, { env: LANGUAGE });
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^● .+\.$/);
    expect(lines[1]).toBe(`Trace to ${LINE.server.ipv4} (IPv4) from ${LINE.pc.ipv4} with UDP`);
    const rows = lines.filter((text) => /^ +\d+ +\S+ +3\/3 /.test(text));
    expect(rows.map((row) => row.trim().split(/ +/)[1])).toEqual(pathTo('ipv4').flat());
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  test.each([
    [1, 'once', []],
    [3, 'once', []],
    [3, 'multipath', ['--multipath']],
  ] as const)('no more hops than %i, %s: not reached, and nobody is accused', async (most, mode, options) => {
    const limits = ['--method', 'udp', '--max-hops', String(most), ...options];
    const { code, result } = await trace(LINE.server.ipv4, ...limits);
    expect(code).toBe(1);
    expect(addressesIn(result)).toEqual(pathTo('ipv4').slice(0, most));
    expect(result).toMatchObject({ mode, reached: false });
    expect(result?.sentence).toBe(
      `After ${most} hop${most === 1 ? '' : 's'} ${LINE.server.ipv4} is still not reached: raise the limit to look further.`,
    );
  });

  test('by way of many flows it is still one path', async () => {
    const { code, result } = await trace(LINE.server.ipv4, '--multipath');
    expect(code).toBe(0);
    expect(addressesIn(result)).toEqual(pathTo('ipv4'));
    expect(result?.mode).toBe('multipath');
  });
});

describe('a destination that does not answer', () => {
  test('by UDP: the next method does, and that is said', async () => {
    await lab.link('l9').set({ forward: { drop: ['udp'], delayMs: 2 }, backward: { delayMs: 2 } });
    const { code, result } = await trace(LINE.server.ipv4);
    expect(code).toBe(0);
    expect(result).toMatchObject({ method: 'icmp', reached: true });
    expect(result?.warnings.map((warning) => warning.code)).toContain('method-fallback');
    expect(addressesIn(result)).toEqual(pathTo('ipv4'));
  });

  test('at all: exit code 1, with the path as far as it goes', async () => {
    await lab.link('l9').set({ both: { loss: { percent: 100 }, delayMs: 2 } });
    const { code, result } = await trace(LINE.server.ipv4, '--timeout', '500');
    expect(code).toBe(1);
    expect(result).toMatchObject({ reached: false, status: 'done' });
    expect(addressesIn(result)?.slice(0, ROUTERS)).toEqual(pathTo('ipv4').slice(0, ROUTERS));
    expect(addressesIn(result)?.slice(ROUTERS).flat()).toEqual([]);
  });

  test('since there is no way to it: one line, exit code 1', async () => {
    const host = await lab.exec('pc', ['ip', '-4', 'route', 'replace', 'unreachable', '198.18.0.0/15']);
    expect(host.code).toBe(0);
    const { code, stderr, result } = await trace('198.18.0.1');
    expect([code, result]).toEqual([1, null]);
    expect(stderr).toMatch(/^faultline: This machine has no way to 198\.18\.0\.1, .*\n$/);
  });
});

describe('rounds without end', () => {
  test('a line a round, and one at the end when Ctrl-C comes; exit code 0', async () => {
    const options = ['--watch', '--json', '--numeric', '--interval', '200'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), { env: LANGUAGE });
    const output = outputOf(child);
    await output.until(/"rounds":4,/);
    child.kill('SIGINT');
    expect(await output.ended).toBe(0);
    const lines = output
      .stdout()
      .trimEnd()
      .split('\n')
      .map((text) => TRACE_LINE.parse(JSON.parse(text)));
    expect(lines.slice(0, -1).every(({ type }) => type === 'round')).toBe(true);
    const last = lines.at(-1);
    expect(last).toMatchObject({ type: 'end', status: 'stopped', mode: 'continuous', reached: true });
    expect(last?.type === 'end' && addressesIn(last)).toEqual(pathTo('ipv4'));
    expect(output.stderr()).toBe('');
  });

  test('no farther than the first router: nothing is known of what is behind it', async () => {
    const options = ['--watch', '--json', '--numeric', '--interval', '200', '--max-hops', '1'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), { env: LANGUAGE });
    const output = outputOf(child);
    await output.until(/"rounds":5,/);
    child.kill('SIGINT');
    expect(await output.ended).toBe(1);
    const end = TRACE_LINE.parse(JSON.parse(output.stdout().trimEnd().split('\n').at(-1) ?? ''));
    expect(end).toMatchObject({
      type: 'end',
      reached: false,
      sentence: `After 1 hop ${LINE.server.ipv4} is still not reached: raise the limit to look further.`,
    });
  });

  test('a reader that leaves ends it quietly', async () => {
    const options = ['--watch', '--json', '--numeric', '--interval', '200'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), { env: LANGUAGE });
    const output = outputOf(child);
    await output.until(/"type":"round"/);
    child.stdout.destroy();
    expect(await output.ended).toBe(0);
    expect(output.stderr()).toBe('');
  });

  test('Ctrl-C ends a trace that waits for a silent destination, with what is known', async () => {
    await lab.link('l9').set({ both: { loss: { percent: 100 }, delayMs: 2 } });
    const options = ['--numeric', '--timeout', '10000', '--json', '--method', 'icmp'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), { env: LANGUAGE });
    const output = outputOf(child);
    const before = await lab.link('l8').counters();
    await expect
      .poll(async () => (await lab.link('l8').counters()).backward.entered, { timeout: 30_000 })
      .toBeGreaterThan(before.backward.entered);
    child.kill('SIGINT');
    expect(await output.ended).toBe(1);
    const result = TRACE.parse(JSON.parse(output.stdout()));
    expect(result).toMatchObject({ status: 'stopped', reached: false });
  });
});

describe('without the right to it', () => {
  test('exit code 3, and the way out; nothing on stdout', async () => {
    const command = faultline('trace', LINE.server.ipv4, '--json');
    const { code, stdout, stderr } = await lab.exec('pc', command, { user: NO_CAPABILITIES });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^faultline: a traceroute needs the helper; .*sudo.*\n$/);
  });

  test("behind sudo it ends as the person's own process, and traces all the same", async () => {
    const env = { ...LANGUAGE, SUDO_UID: '65534', SUDO_GID: '65534' };
    const command = faultline('trace', LINE.server.ipv4, '--watch', '--json', '--numeric');
    const child = lab.spawn('pc', command, { env });
    const output = outputOf(child);
    await output.until(/"type":"round"/);
    const status = await lab.exec('pc', ['grep', '-E', '^[UG]id:', `/proc/${child.pid}/status`]);
    expect(status.stdout.match(/\d+/g)).toEqual(Array.from({ length: 8 }, () => '65534'));
    child.kill('SIGTERM');
    expect(await output.ended).toBe(0);
  });

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'the helper gets %s meanwhile: exit code 3, and no loss is blamed on a hop',
    async (signal) => {
      const options = ['--watch', '--json', '--numeric'];
      const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), { env: LANGUAGE });
      const output = outputOf(child);
      await output.until(/"type":"round"/);
      const helpers = await lab.exec('pc', ['ps', '-o', 'pid=', '--ppid', String(child.pid)]);
      for (const pid of helpers.stdout.trim().split(/\s+/)) process.kill(Number(pid), signal);
      expect(await output.ended).toBe(3);
      expect(output.stderr()).toMatch(/^faultline: The helper stopped in the middle of the trace: .*\n$/);
      const last: unknown = JSON.parse(output.stdout().trimEnd().split('\n').at(-1) ?? '');
      const end = TRACE_LINE.parse(last);
      expect(end).toMatchObject({ type: 'end', status: 'failed', reached: true });
      const losses = end.type === 'end' ? end.hops.map(({ lossPercent }) => lossPercent) : [];
      expect(losses).toEqual(Array(ROUTERS + 1).fill(0));
    },
  );
});

describe('an output that can not be written', () => {
  test.each([[[]], [['--json']], [['--watch', '--json']]])('%j: one line, exit code 4', async (options) => {
    const command = faultline('trace', LINE.server.ipv4, '--numeric', ...options);
    const full = ['sh', '-c', 'exec "$@" > /dev/full', 'sh', ...command];
    const { code, stderr } = await lab.exec('pc', full, { env: LANGUAGE });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^faultline: output can't be written \(ENOSPC\); [^\n]+\n$/);
  });
});

describe('what is plainly wrong is told before anything is sent', () => {
  test.each([
    [['192.0.2.1', '--method', 'smoke'], /--method can't be "smoke"/],
    [['192.0.2.1', '--max-hops', '65'], /--max-hops can't be "65"; write a whole number from 1 to 64/],
    [['192.0.2.1', '--watch', '--mtu'], /--watch and --mtu don't go together/],
    [['192.0.2.1', '--watch', '--multipath'], /--watch and --multipath don't go together/],
    [['192.0.2.1', '--multipath', '--mtu'], /--multipath and --mtu don't go together/],
    [['192.0.2.1', '--method', 'icmp', '--port', '80'], /ICMP has no ports/],
    [['192.0.2.1', '--method', 'tcp', '--size', '100'], /--size does nothing with TCP/],
    [
      ['192.0.2.1', '--interval', '500'],
      /--interval does nothing without --watch; leave it out, or add --watch/,
    ],
    [['192.0.2.1', '--queries', '5', '--multipath'], /--queries does nothing with --multipath/],
    [['192.0.2.1', '--queries', '5', '--watch'], /--queries does nothing with --watch/],
    [['192.0.2.1:80'], /names a port; try 192\.0\.2\.1 --method tcp --port 80/],
    [['[2001:db8::1]:80'], /names a port; try 2001:db8::1 --method tcp --port 80/],
    [['https://example.com/x'], /is a web address, not a host; try example\.com/],
    [['192.0.2.1', '--family', '6'], /is an IPv4 address/],
    [['224.0.0.1'], /is a multicast group/],
    [['fe80::1'], /exists on every link; add the interface/],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await lab.exec('pc', faultline('trace', ...args));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/^faultline: [^\n]+\n$/);
  });
});
