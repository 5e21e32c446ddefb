import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ofProtocol } from '../net/counters.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { at, ENDS, oneWayHome } from '../net/paths/detours.ts';
import { untilQuiet } from '../net/quiet.ts';
import { LINE, line } from '../net/topologies.ts';
import { addresses, expected, FAMILIES, METHODS, trace } from './cli-trace.ts';

const DELAY_MS = 3;

describe('eight routers in a row', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(line(8, { delayMs: DELAY_MS }));
  });
  afterAll(() => lab.stop());

  const cases = METHODS.flatMap((method) => FAMILIES.map((family) => [method, family] as const));
  test.each(cases)('%s over %s: each is there, and no packet is uncounted', async (method, family) => {
    const protocol = method === 'icmp' && family === 'ipv6' ? 'icmpv6' : method;
    const entered = async (): Promise<number> =>
      ofProtocol((await lab.link('l1').counters()).forward, protocol).entered;
    const before = await entered();
    const { code, trace: result } = await trace(lab, LINE.server[family], '--method', method);
    await untilQuiet(lab);
    expect(code).toBe(0);
    const routers = Array.from({ length: 8 }, (_, index) => LINE.router(index + 1)[family]);
    expect(addresses(result)).toEqual(expected([...routers, LINE.server[family]]));
    expect(result).toMatchObject({
      command: 'trace',
      direction: 'forward',
      method,
      family: family === 'ipv4' ? 4 : 6,
      source: LINE.pc[family],
      destination: LINE.server[family],
      reached: true,
      status: 'done',
      late: 0,
      duplicate: 0,
      warnings: [],
      changes: [],
      links: [],
    });
    for (const { ttl, sent, received, lossPercent, reading, nodes } of result.hops) {
      expect({ ttl, lossPercent, reading, lost: sent - received }).toEqual({
        ttl,
        lossPercent: 0,
        reading: 'clean',
        lost: 0,
      });
      // The line is never faster than it is; how much slower the machine is nobody can promise.
      expect(nodes[0]?.rttMs?.min).toBeGreaterThanOrEqual(2 * DELAY_MS * ttl);
      expect(nodes[0]).toMatchObject({ translated: false, mpls: [], interfaces: [] });
    }
    expect(result.sent).toBe((await entered()) - before);
  });

  test('what answers names itself: time exceeded on the way, the end by its method', async () => {
    const kinds = await Promise.all(
      METHODS.map(async (method) => {
        const { trace: result } = await trace(lab, LINE.server.ipv4, '--method', method);
        return result.hops.map(({ nodes }) => nodes[0]?.answers);
      }),
    );
    const ends = ['port-unreachable', 'echo-reply', 'reset'];
    expect(kinds.map((each) => each.slice(0, -1))).toEqual(ends.map(() => Array(8).fill(['ttl-exceeded'])));
    expect(kinds.map((each) => each.at(-1))).toEqual(ends.map((end) => [end]));
  });

  test('further than allowed it does not look, and does not claim to have arrived', async () => {
    const { code, trace: result } = await trace(lab, LINE.server.ipv4, '--max-hops', '4');
    expect(code).toBe(1);
    expect(result.reached).toBe(false);
    expect(addresses(result)).toEqual(expected([1, 2, 3, 4].map((number) => LINE.router(number).ipv4)));
  });
});

describe('answers that come home another way', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(oneWayHome());
  });
  afterAll(() => lab.stop());

  test.each(FAMILIES)('%s: the hops are those of the way out', async (family) => {
    const before = (await lab.link('h5-r3').counters()).backward.entered;
    const { code, trace: result } = await trace(lab, ENDS.server[family]);
    expect(code).toBe(0);
    const names = [1, 2, 3, 4].map((number) => at(number)[family]);
    expect(addresses(result)).toEqual(expected([...names, ENDS.server[family]]));
    expect(result.hops.map(({ reading }) => reading)).toEqual(Array(5).fill('clean'));
    // The emulator saw them come home by it.
    expect((await lab.link('h5-r3').counters()).backward.entered).toBeGreaterThan(before);
  });
});
