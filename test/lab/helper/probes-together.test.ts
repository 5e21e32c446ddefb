import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { Command, ProbeMethod } from '../../../helper/protocol/messages.ts';
import { echo, type HelperProcess, probe, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const network = new Network();
beforeAll(async () => {
  network.build();
  // While a neighbour is looked for, the kernel holds packets back, and takes no more than so many.
  const helper = await begin();
  helper.send(...TARGETS.map((target, id) => echo(id, target, { timeoutMs: 20_000 })));
  for (const id of TARGETS.keys()) await helper.answer('echo', id);
  await stopHelpers();
});
afterAll(() => network.remove());
afterEach(stopHelpers);

async function begin(): Promise<HelperProcess> {
  const helper = startHelper(Network.within(network.client));
  await helper.hello();
  return helper;
}

const METHODS = ['udp', 'icmp', 'tcp'] as const;
const TARGETS = ['203.0.113.10', '2001:db8:2::10'] as const;
/** How the server answers at a closed port. */
const FINAL = { udp: 'unreachable', icmp: 'echo-reply', tcp: 'reset' } as const;
const CASES = METHODS.flatMap((method) => TARGETS.map((target): [ProbeMethod, string] => [method, target]));

describe('two helpers at once', () => {
  test.each(CASES)('%s probes of one flow to %s: each gets its own answers only', async (method, target) => {
    const pair = await Promise.all([begin(), begin()]);
    const ids = Array.from({ length: 200 }, (_, index) => index + 1);
    for (const helper of pair) {
      helper.send(...ids.map((id) => probe(id, method, target, { ttl: id % 2 === 0 ? 1 : 64, flow: 5 })));
    }
    for (const helper of pair) {
      const events = await Promise.all(ids.map((id) => helper.answer('probe', id)));
      const kinds = events.map(({ outcome, code, answer }) => answer?.kind ?? `${outcome} ${code}`);
      expect(kinds).toEqual(ids.map((id) => (id % 2 === 0 ? 'ttl-exceeded' : FINAL[method])));
    }
    for (const helper of pair) {
      helper.send({ op: 'stats', id: 999 });
      const stats = await helper.answer('stats', 999);
      expect(stats).toMatchObject({ sent: 200, matched: 200, duplicate: 0, late: 0, malformed: 0 });
      expect(helper.events.some(({ event }) => event === 'probe-again')).toBe(false);
    }
  });
});

/** At this many milliseconds' pace, so many commands at a time; resolves when all are written. */
async function pour(helper: HelperProcess, commands: readonly Command[], perTurn: number): Promise<void> {
  for (let next = 0; next < commands.length; next += perTurn) {
    helper.send(...commands.slice(next, next + perTurn));
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
}
const TURN_MS = 20;

describe('beside traceroutes at their full rate', () => {
  test.each(METHODS)('no echo at its full rate is refused or lost (%s)', async (method) => {
    const helper = await begin();
    const seconds = 2;
    const echoes = Array.from({ length: LIMITS.ratePerSecond * seconds }, (_, index) =>
      echo(index, TARGETS[index % 2] ?? '', { timeoutMs: 10_000 }),
    );
    const probes = Array.from({ length: LIMITS.probeRatePerSecond * seconds }, (_, index) =>
      probe(100_000 + index, method, TARGETS[index % 2] ?? '', { ttl: 1 + (index % 3), timeoutMs: 10_000 }),
    );
    await Promise.all([
      pour(helper, echoes, (LIMITS.ratePerSecond * TURN_MS) / 1000),
      pour(helper, probes, (LIMITS.probeRatePerSecond * TURN_MS) / 1000),
    ]);
    const told = await Promise.all(echoes.map(({ id }) => helper.answer('echo', id)));
    expect(told.filter(({ outcome }) => outcome !== 'reply')).toEqual([]);
    await helper.until(
      () =>
        helper.events.filter(({ event }) => event === 'probe' || event === 'error').length === probes.length,
    );
    helper.send({ op: 'stats', id: 999_999 });
    expect(await helper.answer('stats', 999_999)).toMatchObject({
      rejected: 0,
      sent: 3000,
      matched: 3000,
      pending: 0,
    });
  });

  test('a client that asks for ten times the rate is refused the rest, echoes are not', async () => {
    const helper = await begin();
    const probes = Array.from({ length: 10 * LIMITS.probeRateBurst }, (_, index) =>
      probe(100_000 + index, 'udp', TARGETS[0], { ttl: 1 }),
    );
    helper.send(...probes, echo(1, TARGETS[0]));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
    await helper.until(
      () =>
        helper.events.filter(({ event }) => event === 'probe' || event === 'error').length === probes.length,
    );
    const refused = helper.events.filter((event) => event.event === 'error');
    expect(refused.length).toBeGreaterThan(0);
    const codes = new Set(refused.map(({ code }) => code));
    // On a slow machine they pile up first.
    codes.delete('too-many-outstanding');
    expect([...codes]).toEqual(['rate-limited']);
  });
});

const DOWNLOAD = `
import socket, sys, threading
def feed(connection):
    try:
        while True:
            connection.sendall(bytes(65536))
    except OSError:
        pass
for family in (socket.AF_INET, socket.AF_INET6):
    listener = socket.socket(family, socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(('', 9000))
    listener.listen()
    threading.Thread(target=lambda l=listener: [feed(l.accept()[0])], daemon=True).start()
print('ready', flush=True)
sys.stdin.read()
`;
/** Reads at a bounded pace, so that the machine has time for anything else. */
const READER = `
import socket, sys, threading, time
connection = socket.create_connection((sys.argv[1], 9000))
def read():
    while connection.recv(262144):
        time.sleep(0.001)
threading.Thread(target=read, daemon=True).start()
print('ready', flush=True)
sys.stdin.read()
`;

describe('beside a download', () => {
  const children: ChildProcess[] = [];
  const run = async (namespace: string, ...args: string[]): Promise<void> => {
    const child = spawn('ip', ['netns', 'exec', namespace, 'python3', '-c', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', () => reject(new Error('a program of the test has left')));
    });
  };
  beforeAll(() => run(network.server, DOWNLOAD));
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  test.each(TARGETS)('TCP probes to %s get their answers, its segments are not counted', async (target) => {
    await run(network.client, READER, target);
    const helper = await begin();
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const id of ids) {
      helper.send(probe(id, 'tcp', target, { ttl: id % 2 === 0 ? 1 : 64, port: id % 4 === 3 ? 9000 : 81 }));
      const { answer } = await helper.answer('probe', id);
      expect(answer?.kind).toBe(id % 2 === 0 ? 'ttl-exceeded' : id % 4 === 3 ? 'syn-ack' : 'reset');
    }
    helper.send({ op: 'stats', id: 99 });
    expect(await helper.answer('stats', 99)).toMatchObject({ received: 20, matched: 20 });
  });
});
