import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LinkCounters, ofProtocol } from '../lab/net/counters.ts';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { HOME } from '../lab/net/topologies.ts';
import { faultline } from '../support/monitor-process.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

const droppedOf = ({ forward, backward }: LinkCounters, protocol: string): number =>
  ofProtocol(forward, protocol).dropped + ofProtocol(backward, protocol).dropped;

interface Ping {
  readonly sent: number;
  readonly received: number;
  readonly lossPercent: number;
  readonly mode: string;
}

async function ping(address: string, count: number): Promise<Ping> {
  const run = await lab.exec(
    'pc',
    faultline('ping', address, '--json', '--count', String(count), '--interval', '200'),
  );
  return JSON.parse(run.stdout);
}

test.each([
  ['IPv4', HOME.anchors4[0] ?? '', 'icmp'],
  ['IPv6', HOME.anchors6[0] ?? '', 'icmpv6'],
] as const)('%s loss is exactly what the link dropped', async (_family, address, protocol) => {
  const link = lab.link('access');
  await link.set({ both: { loss: { percent: 20, of: [protocol] } } });
  const before = await link.counters();
  const result = await ping(address, 60);
  const after = await link.counters();
  await link.set({ both: { loss: { percent: 0 } } });
  const dropped = droppedOf(after, protocol) - droppedOf(before, protocol);
  expect(result.mode).toBe('helper');
  expect(result.sent).toBe(60);
  expect(dropped).toBeGreaterThan(0);
  expect(result.sent - result.received).toBe(dropped);
  expect(result.lossPercent).toBeCloseTo((dropped / 60) * 100, 1);
});
