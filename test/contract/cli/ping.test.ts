import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { ended, runCli, startCli } from './run-cli.ts';
import { PING } from './schemas.ts';

const QUICK = ['--count', '3', '--interval', '200'];

describe('ping on the loopback', () => {
  test.each([
    ['127.0.0.1', 4],
    ['::1', 6],
  ])('%s as JSON: one object, nothing else on stdout', async (host, family) => {
    const { code, stdout } = await runCli(['ping', host, ...QUICK, '--json']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]+\n$/);
    const result = PING.parse(JSON.parse(stdout));
    expect(result).toMatchObject({
      target: host,
      address: host,
      family,
      sent: 3,
      received: 3,
      lossPercent: 0,
    });
    expect(result.rttMs?.max).toBeGreaterThan(0);
  });

  test('for people: a head, a line a reply, the sums; no escape sequences in a pipe', async () => {
    const { code, stdout } = await runCli(['ping', '127.0.0.1', ...QUICK]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^Ping 127\.0\.0\.1 \(IPv4\), 3 probes through /);
    expect(lines.slice(1, 4).join('\n')).toMatch(/^1 +[\d.]+ ms\n2 +[\d.]+ ms\n3 +[\d.]+ ms$/);
    expect(lines[4]).toMatch(/^3 sent, 3 received, 0 % lost \(95 % interval 0-/);
    expect(lines[5]).toMatch(/^round trip +min +mean +p50 +p95 +p99 +max +stddev$/);
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  test('a name from the hosts file is resolved, and the address shown', async () => {
    const { code, stdout } = await runCli(['ping', 'localhost', '--family', '4', ...QUICK, '--json']);
    expect(code).toBe(0);
    expect(PING.parse(JSON.parse(stdout))).toMatchObject({
      target: 'localhost',
      address: '127.0.0.1',
      family: 4,
    });
  });

  test('Ctrl-C ends it with what is known', async () => {
    const child = startCli(['ping', '127.0.0.1', '--count', '1000', '--interval', '200']);
    const end = ended(child);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/^ *2 +[\d.]+ ms$/.test(line)) child.kill('SIGINT');
    });
    const { code, stdout } = await end;
    expect(code).toBe(0);
    const sums = /(\d+) sent, (\d+) received/.exec(stdout);
    expect(Number(sums?.[2])).toBeGreaterThanOrEqual(2);
    expect(Number(sums?.[1])).toBeLessThan(1000);
  });

  test('a reader that leaves ends it quietly', async () => {
    const child = startCli(['ping', '127.0.0.1', '--count', '1000', '--interval', '200']);
    const end = ended(child);
    child.stdout.once('data', () => child.stdout.destroy());
    const { code, stderr } = await end;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|rror/);
  });
});
