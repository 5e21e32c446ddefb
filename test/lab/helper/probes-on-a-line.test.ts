import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { answerTo, type HelperProcess, probe, startHelperIn, stopHelpers } from './helper-process.ts';

const ROUTERS = 4;
const NARROW = 1400;
const OPEN_PORT = 8080;
let lab: Lab;

/** From r2 on, packets of at most NARROW bytes. */
function narrowed() {
  const topology = line(ROUTERS);
  const links = topology.links.map((link) => (link.name === 'l3' ? { ...link, mtu: NARROW } : link));
  return { ...topology, links };
}

const SERVER = `
import socket
for family in (socket.AF_INET, socket.AF_INET6):
    listener = socket.socket(family, socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(('', ${OPEN_PORT}))
    listener.listen()
    globals()[str(family)] = listener
print('ready', flush=True)
input()
`;

beforeAll(async () => {
  lab = await startLab(narrowed());
  const server = lab.spawn('server', ['python3', '-c', SERVER]);
  await new Promise<void>((resolve, reject) => {
    server.stdout.once('data', () => resolve());
    server.once('exit', () => reject(new Error('the server has left')));
  });
});
afterAll(() => lab?.stop());
afterEach(stopHelpers);

async function begin(): Promise<HelperProcess> {
  const helper = startHelperIn(lab, 'pc');
  await helper.hello();
  return helper;
}

const METHODS = ['udp', 'icmp', 'tcp'] as const;
const FAMILIES = ['ipv4', 'ipv6'] as const;
const EXCEEDED = { ipv4: 'ttl-exceeded', ipv6: 'hop-limit-exceeded' } as const;

describe.each(METHODS.flatMap((method) => FAMILIES.map((family) => [method, family] as const)))(
  '%s over %s',
  (method, family) => {
    const server = LINE.server[family];

    test('each router answers at its own distance, all asked at once', async () => {
      const helper = await begin();
      const ttls = Array.from({ length: ROUTERS }, (_, index) => index + 1);
      helper.send(...ttls.map((ttl) => probe(ttl, method, server, { ttl, flow: 17 })));
      for (const ttl of ttls) {
        const answer = await answerTo(helper, ttl);
        expect(answer).toMatchObject({
          kind: 'ttl-exceeded',
          code: EXCEEDED[family],
          from: LINE.router(ttl)[family],
          quotedTtl: 1,
          translated: false,
        });
        // Two ways over so many links of a millisecond each.
        expect(answer.rttMs).toBeGreaterThanOrEqual(2 * ttl - 0.1);
      }
      helper.send({ op: 'stats', id: 99 });
      expect(await helper.answer('stats', 99)).toMatchObject({
        sent: 4,
        matched: 4,
        unmatched: 0,
        pending: 0,
      });
    });

    test('the destination answers in the way of the method', async () => {
      const helper = await begin();
      helper.send(probe(1, method, server, { ttl: ROUTERS + 1 }));
      const expected = {
        udp: { kind: 'unreachable', code: 'port-unreachable' },
        icmp: { kind: 'echo-reply', code: null },
        tcp: { kind: 'reset', code: null },
      } as const;
      expect(await answerTo(helper, 1)).toMatchObject({ ...expected[method], from: server });
    });
  },
);

describe.each(FAMILIES)('%s', (family) => {
  const server = LINE.server[family];

  test('an open port answers with a SYN-ACK, and no connection is left half open there', async () => {
    const helper = await begin();
    helper.send(...[1, 2, 3].map((id) => probe(id, 'tcp', server, { port: OPEN_PORT, flow: id })));
    for (const id of [1, 2, 3])
      expect(await answerTo(helper, id)).toMatchObject({ kind: 'syn-ack', from: server });
    // An echo that was sent after our kernel's resets arrives after them.
    helper.send(probe(4, 'icmp', server));
    await answerTo(helper, 4);
    const { stdout } = await lab.exec('server', ['ss', '-Htan', 'state', 'syn-recv', 'state', 'established']);
    expect(stdout).toBe('');
  });

  test.each(['udp', 'icmp'] as const)('%s: too large for a link behind the second router', async (method) => {
    const helper = await begin();
    helper.send(
      probe(1, method, server, { size: 1500 }),
      probe(2, method, server, { size: NARROW + 1 }),
      probe(3, method, server, { size: NARROW }),
    );
    const code = family === 'ipv4' ? 'fragmentation-needed' : 'packet-too-big';
    const tooBig = { kind: 'unreachable', code, mtu: NARROW, from: LINE.router(2)[family] };
    expect(await answerTo(helper, 1)).toMatchObject(tooBig);
    expect(await answerTo(helper, 2)).toMatchObject(tooBig);
    expect(await answerTo(helper, 3)).toMatchObject({ from: server, mtu: null });
    // The kernel may have learnt from that; a large probe leaves whole all the same.
    helper.send(probe(4, method, server, { size: 1500 }));
    expect(await answerTo(helper, 4)).toMatchObject(tooBig);
  });

  test.each(METHODS)('%s: an answer after the timeout is lost first, then late', async (method) => {
    const helper = await begin();
    helper.send(probe(1, method, server, { timeoutMs: 10, ttl: ROUTERS }));
    await lab.link('l2').set({ backward: { delayMs: 400 } });
    helper.send(
      probe(2, method, server, { timeoutMs: 50 }),
      probe(3, method, server, { timeoutMs: 50, ttl: 3 }),
    );
    for (const id of [2, 3]) {
      const late = await helper.answer('probe-again', id);
      expect(late).toMatchObject({ kind: 'late' });
      expect(late.answer.rttMs).toBeGreaterThanOrEqual(400);
      expect(await helper.answer('probe', id)).toMatchObject({ outcome: 'lost', answer: null });
    }
    await lab.link('l2').set({ backward: { delayMs: 1 } });
  });

  test.each(['udp', 'icmp'] as const)('%s: a second copy is a duplicate', async (method) => {
    const helper = await begin();
    await lab.link('l2').set({ backward: { duplicatePercent: 100 } });
    helper.send(probe(1, method, server, { ttl: 3 }), probe(2, method, server));
    for (const id of [1, 2]) {
      expect(await helper.answer('probe-again', id)).toMatchObject({ kind: 'duplicate' });
      expect(await helper.answer('probe', id)).toMatchObject({ outcome: 'answered' });
    }
    await lab.link('l2').set({ backward: { duplicatePercent: 0 } });
  });

  test('silence: lost', async () => {
    const helper = await begin();
    await lab.link('l4').set({ forward: { up: false } });
    helper.send(...METHODS.map((method, index) => probe(index, method, server, { timeoutMs: 100 })));
    for (const id of METHODS.keys()) {
      expect(await helper.answer('probe', id)).toEqual({
        event: 'probe',
        id,
        outcome: 'lost',
        answer: null,
        code: null,
      });
    }
    await lab.link('l4').set({ forward: { up: true } });
  });
});
