import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { encapsulated, openPath, startHelperIn, stopHelpers } from './helper-process.ts';

const ROUTERS = 3;
let lab: Lab;
beforeAll(async () => {
  const topology = line(ROUTERS);
  lab = await startLab({
    ...topology,
    nodes: topology.nodes.map((node) => ({ ...node, unwraps: ['4in4', '6in6'] })),
  });
});
afterAll(() => lab?.stop());
afterEach(stopHelpers);

/** Each packet in IP-in-IP that leaves the pc: its time by the kernel, where it goes, TTL of the innermost header. */
const WATCH = `
import socket, struct, sys
SO_TIMESTAMPNS = 35
watch = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
watch.bind(('eth0', 0))
watch.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
print('ready', flush=True)
while True:
    packet, extra, _, sender = watch.recvmsg(2048, 100)
    four = packet[0] >> 4 == 4
    if sender[2] != 4 or packet[9 if four else 6] != (4 if four else 41):
        continue
    second, nano = struct.unpack('qq', extra[0][2])
    to = socket.inet_ntop(socket.AF_INET if four else socket.AF_INET6, packet[16:20] if four else packet[24:40])
    print(second * 1000 + nano / 1e6, to, packet[28 if four else 47], flush=True)
`;

interface Seen {
  readonly atMs: number;
  readonly hop: string;
}

async function watchPc(): Promise<{ readonly seen: Seen[]; stop(): void }> {
  const child = lab.spawn('pc', ['python3', '-u', '-c', WATCH]);
  const seen: Seen[] = [];
  let rest = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the watcher has left')));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const row of lines) {
        const [time = '', to = '', ttl = ''] = row.split(' ');
        if (time === 'ready') resolve();
        else seen.push({ atMs: Number(time), hop: Number(ttl) < 64 ? `${to} ${ttl}` : to });
      }
    });
  });
  return { seen, stop: () => child.kill('SIGKILL') };
}

/** The most in any second, wherever it begins. */
const most = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

test('a client that asks for as much as it can, over both families and three paths: the caps hold on the wire', async () => {
  const watch = await watchPc();
  const helper = startHelperIn(lab, 'pc');
  await helper.hello();
  const hosts = (family: 'ipv4' | 'ipv6') => [
    ...Array.from({ length: ROUTERS }, (_, index) => LINE.router(index + 1)[family]),
    LINE.server[family],
  ];
  await openPath(helper, 1, hosts('ipv4'));
  await openPath(helper, 2, hosts('ipv6'));
  await openPath(helper, 3, hosts('ipv4').toReversed());
  let id = 10;
  let refused = 0;
  // As soon as one command is answered the next is there, so that every packet that may leave does.
  while (watch.seen.length < 3 * LIMITS.encapsulatedPerSecond) {
    id += 1;
    const own = id;
    const change = { ttl: [64, 255, 1, 2, 3][own % 5] ?? 64, timeoutMs: 10 };
    helper.send(encapsulated(own, (own % 3) + 1, [own % 4], change));
    const event = await helper.find((one) => 'id' in one && one.id === own);
    if (event.event === 'error') {
      expect(event.code).toBe('rate-limited');
      refused += 1;
    }
    helper.events.length = 0;
  }
  watch.stop();
  expect(refused).toBeGreaterThan(0);
  expect(most(watch.seen.map(({ atMs }) => atMs))).toBeLessThanOrEqual(LIMITS.encapsulatedPerSecond);
  for (const hop of new Set(watch.seen.map((one) => one.hop))) {
    const times = watch.seen.filter((one) => one.hop === hop).map(({ atMs }) => atMs);
    expect(most(times)).toBeLessThanOrEqual(LIMITS.encapsulatedPerHopPerSecond);
  }
});
