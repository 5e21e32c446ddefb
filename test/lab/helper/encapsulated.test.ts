import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EncapsulatedAnswer, EncapsulatedCommand } from '../../../helper/protocol/messages.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import type { NodeSpec, Topology } from '../net/topology.ts';
import {
  encapsulated,
  encapsulatedAnswerTo,
  type HelperProcess,
  openPath,
  startHelperIn,
  stopHelpers,
} from './helper-process.ts';

const TUNNELS = ['4in4', '6in6'] as const;

/** Tunnels to the server are forbidden, nothing else is. (nftables can't say so over IPv6.) */
const FORBIDDING = [
  ['ip', '-4', 'rule', 'add', 'to', LINE.server.ipv4, 'ipproto', '4', 'prohibit'],
  ['ip', '-6', 'rule', 'add', 'to', LINE.server.ipv6, 'ipproto', '41', 'prohibit'],
];

/** What the routers of the line do with tunnels that end there; r1 does not know them. */
const MANNERS: Readonly<Record<string, Partial<NodeSpec>>> = {
  r2: { unwraps: TUNNELS },
  // Takes packets from its own address, so that a reply that seems to be its own gets through.
  r3: { unwraps: TUNNELS, sysctls: { 'net/ipv4/conf/all/accept_local': '1' } },
  r4: { unwraps: TUNNELS },
  server: { unwraps: TUNNELS },
};

function topology(): Topology {
  const plain = line(4);
  return { ...plain, nodes: plain.nodes.map((node) => ({ ...node, ...MANNERS[node.name] })) };
}

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(topology());
  for (const rule of FORBIDDING) expect(await lab.exec('r4', rule)).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => lab?.stop());
afterEach(stopHelpers);

const FAMILIES = ['ipv4', 'ipv6'] as const;
type Family = (typeof FAMILIES)[number];

/** Places in the path. */
const [R1, R2, R3, R4, SERVER] = [0, 1, 2, 3, 4] as const;
const PATH = 1;
const pathOf = (family: Family): string[] => [
  ...[1, 2, 3, 4].map((number) => LINE.router(number)[family]),
  LINE.server[family],
];
const EXCEEDED = { ipv4: 'ttl-exceeded', ipv6: 'hop-limit-exceeded' } as const;

async function begin(family: Family): Promise<HelperProcess> {
  const helper = startHelperIn(lab, 'pc');
  const { features } = await helper.hello();
  expect(features).toContain('encapsulated');
  expect(await openPath(helper, PATH, pathOf(family))).toBe(LINE.pc[family]);
  return helper;
}

let lastId = 100;
const command = (
  via: readonly number[],
  change?: Parameters<typeof encapsulated>[3],
): EncapsulatedCommand => {
  lastId += 1;
  return encapsulated(lastId, PATH, via, change);
};

function ask(helper: HelperProcess, ...args: Parameters<typeof command>): Promise<EncapsulatedAnswer> {
  const sent = command(...args);
  helper.send(sent);
  return encapsulatedAnswerTo(helper, sent.id);
}

const expired = (family: Family, from: string, layer: number) => ({
  ...{ kind: 'ttl-exceeded', code: EXCEEDED[family], from, layer, quotedTtl: 1, translated: false },
});
const reply = (from: string) => ({ kind: 'echo-reply', from, code: null, layer: null, quotedTtl: null });

describe.each(FAMILIES)('over %s', (family) => {
  const [, r2 = '', r3 = '', r4 = '', server = ''] = pathOf(family);

  test('reverse: the hops of the way home, each at its own TTL', async () => {
    const helper = await begin(family);
    const home = [r3, r2, LINE.router(1)[family]];
    const answers = home.map((_, index) => ask(helper, [R3], { ttl: index + 1 }));
    for (const [index, answer] of answers.entries()) {
      expect(await answer).toMatchObject(expired(family, home[index] ?? '', 1));
    }
  });

  test('between: the hops from one host to the other, and then that one', async () => {
    const helper = await begin(family);
    const on = [r2, r3, r4, server];
    const answers = on.map((_, index) =>
      ask(helper, [R2], { inner: 'echo-request', end: SERVER, ttl: index + 1 }),
    );
    const all = await Promise.all(answers);
    expect(all.slice(0, 3)).toMatchObject([r2, r3, r4].map((from) => expired(family, from, 1)));
    expect(all[3]).toMatchObject(reply(server));
  });

  test('boomerang home by a request that the first unwrapping hop answers', async () => {
    const helper = await begin(family);
    const echo = { inner: 'echo-request', end: R2 } as const;
    expect(await ask(helper, [R2], echo)).toMatchObject(reply(r2));
    expect(await ask(helper, [R2, R3], echo)).toMatchObject(reply(r2));
    expect(await ask(helper, [R2, R3, R4], { inner: 'echo-request', end: R3 })).toMatchObject(reply(r3));
    expect(await ask(helper, [R2, R3, R4, R3], echo)).toMatchObject(reply(r2));
  });

  test('boomerang home as if from a hop farther on', async () => {
    const helper = await begin(family);
    expect(await ask(helper, [R2, R3, R2], { end: SERVER })).toMatchObject(reply(server));
    expect(await ask(helper, [R2, R3, R4, R3, R2], { end: SERVER, size: 700 })).toMatchObject(reply(server));
  });

  test('boomerang home as if from the hop itself, where that takes its own address', async () => {
    const helper = await begin(family);
    expect(await ask(helper, [R3], { end: R3 })).toMatchObject(reply(r3));
    expect(await ask(helper, [R2, R3], { end: R3 })).toMatchObject(reply(r3));
  });

  test('who does not know tunnels says so, and which header it was that ended there', async () => {
    const helper = await begin(family);
    const refused = {
      kind: 'unreachable',
      code: family === 'ipv4' ? 'protocol-unreachable' : 'unrecognized-next-header',
      from: LINE.router(1)[family],
    };
    expect(await ask(helper, [R1], { ttl: 63 })).toMatchObject({ ...refused, layer: 0 });
    expect(await ask(helper, [R2, R1])).toMatchObject({ ...refused, layer: 1 });
    expect(await ask(helper, [R3, R2, R1])).toMatchObject({ ...refused, layer: 2 });
  });

  test('who forbids tunnels ends the path, what was under way is cancelled, and nothing more is sent', async () => {
    const helper = await begin(family);
    const never = command([R3], { end: SERVER, timeoutMs: 60_000, ttl: 1 });
    const l3 = lab.link('l3');
    const dropped = async (): Promise<number> => (await l3.counters()).forward.droppedBy.loss;
    const before = await dropped();
    await l3.set({ both: { loss: { percent: 100 } } });
    const lost = command([R4]);
    helper.send(lost);
    await vi.waitFor(async () => expect(await dropped()).toBe(before + 1), { timeout: 30_000 });
    await l3.set({ both: { loss: { percent: 0 } } });
    const forbidden = command([SERVER], { ttl: 3 });
    helper.send(forbidden);
    expect(await encapsulatedAnswerTo(helper, forbidden.id)).toMatchObject({
      ...{ kind: 'unreachable', code: 'admin-prohibited', from: r4, layer: 0 },
    });
    const end = await helper.find((event) => event.event === 'path-closed');
    expect(end).toEqual({ event: 'path-closed', id: null, path: PATH, reason: 'prohibited', from: r4 });
    expect(await helper.answer('encapsulated', lost.id)).toMatchObject({ outcome: 'cancelled' });
    helper.send(never);
    expect(await helper.answer('error', never.id)).toMatchObject({ code: 'unknown-path' });
  });
});

test('from and to itself over IPv6: comes home, and is seen', async () => {
  const helper = await begin('ipv6');
  expect(await ask(helper, [R2])).toMatchObject(reply(LINE.pc.ipv6));
  expect(await ask(helper, [R2, R3, R4, R3, R2])).toMatchObject(reply(LINE.pc.ipv6));
});

test('from and to itself over IPv4: comes home, where the kernel drops it unseen', async () => {
  const helper = await begin('ipv4');
  const before = (await lab.link('l1').counters()).backward.delivered;
  const sent = command([R2], { timeoutMs: 500 });
  helper.send(sent);
  expect(await helper.answer('encapsulated', sent.id)).toMatchObject({ outcome: 'lost', answer: null });
  expect((await lab.link('l1').counters()).backward.delivered).toBe(before + 1);
});
