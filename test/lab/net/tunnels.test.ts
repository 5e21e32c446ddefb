import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labFile } from './emulator-process.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { LINE, line } from './topologies.ts';
import type { Topology } from './topology.ts';

/** r2 ends tunnels of every kind; r1 and r3 end none. */
function topology(): Topology {
  const plain = line(3, { delayMs: 1 });
  return {
    ...plain,
    nodes: plain.nodes.map((node) =>
      node.name === 'r2' ? { ...node, unwraps: ['4in4', '4in6', '6in4', '6in6'] } : node,
    ),
  };
}

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(topology());
});
afterAll(() => lab.stop());

type Family = 'ipv4' | 'ipv6';
const r = (number: number, family: Family): string => LINE.router(number)[family];

interface Tunnelled {
  readonly outer: Family;
  readonly by: string;
  readonly inner: Family;
  readonly from?: string;
  readonly to: string;
  readonly ttl?: number;
}

async function send({ outer, by, inner, from, to, ttl = 64 }: Tunnelled): Promise<unknown> {
  const script = labFile('support/send-tunnelled.py');
  const source = from ?? LINE.pc[inner];
  const command = ['python3', '-B', script, LINE.pc[outer], by, source, to, String(ttl)];
  const run = await lab.exec('pc', command);
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

const ECHO_REPLY = { ipv4: { type: 0, code: 0 }, ipv6: { type: 129, code: 0 } };
const TIME_EXCEEDED = { ipv4: { type: 11, code: 0 }, ipv6: { type: 3, code: 0 } };
const PAIRS: readonly (readonly [Family, Family])[] = [
  ['ipv4', 'ipv4'],
  ['ipv4', 'ipv6'],
  ['ipv6', 'ipv4'],
  ['ipv6', 'ipv6'],
];

describe.each(PAIRS)('a packet in %s that holds one in %s', (outer, inner) => {
  test('is unwrapped where it ends and goes on to its inner destination', async () => {
    const before = (await lab.link('l2').counters()).forward.unwrapped;
    const answer = await send({ outer, by: r(2, outer), inner, to: LINE.server[inner] });
    expect(answer).toEqual({ from: LINE.server[inner], ...ECHO_REPLY[inner] });
    expect((await lab.link('l2').counters()).forward.unwrapped - before).toBe(1);
  });

  test('spends its inner TTL from there on', async () => {
    const at = (ttl: number) => send({ outer, by: r(2, outer), inner, to: LINE.server[inner], ttl });
    expect(await at(1)).toEqual({ from: r(2, inner), ...TIME_EXCEEDED[inner] });
    expect(await at(2)).toEqual({ from: r(3, inner), ...TIME_EXCEEDED[inner] });
  });

  test('reaches the router that unwraps it, when that is its inner destination', async () => {
    const answer = await send({ outer, by: r(2, outer), inner, to: r(2, inner) });
    expect(answer).toEqual({ from: r(2, inner), ...ECHO_REPLY[inner] });
  });

  test('comes home when its inner destination is the sender', async () => {
    const before = (await lab.link('l1').counters()).backward.entered;
    // The pc's own kernel takes a packet from and to itself for a forgery: it answers nothing.
    const answer = await send({ outer, by: r(2, outer), inner, from: r(3, inner), to: LINE.pc[inner] });
    expect(answer).not.toMatchObject(TIME_EXCEEDED[inner]);
    expect((await lab.link('l1').counters()).backward.entered).toBeGreaterThan(before);
  });
});

describe('a router that ends no tunnels', () => {
  test('says that it does not know IP-in-IP', async () => {
    const four = { outer: 'ipv4', by: r(1, 'ipv4'), inner: 'ipv4', to: LINE.server.ipv4 } as const;
    // Protocol unreachable.
    expect(await send(four)).toEqual({ from: r(1, 'ipv4'), type: 3, code: 2 });
    const six = { outer: 'ipv6', by: r(1, 'ipv6'), inner: 'ipv6', to: LINE.server.ipv6 } as const;
    // Parameter problem: unrecognized next header (RFC 4443, 3.4).
    expect(await send(six)).toEqual({ from: r(1, 'ipv6'), type: 4, code: 1 });
  });

  test('passes on a tunnel that ends further away', async () => {
    const before = (await lab.link('l1').counters()).forward.unwrapped;
    await send({ outer: 'ipv4', by: r(2, 'ipv4'), inner: 'ipv4', to: LINE.server.ipv4 });
    expect((await lab.link('l1').counters()).forward.unwrapped).toBe(before);
  });
});
