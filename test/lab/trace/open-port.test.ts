import { afterEach, describe, expect, test } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { withNode } from '../net/paths/change.ts';
import { translatesSource } from '../net/paths/rules.ts';
import { startServices } from '../net/services.ts';
import { LINE, line } from '../net/topologies.ts';
import { hostPrefix } from '../net/topology.ts';
import { addresses, expected, FAMILIES, trace, watch } from './cli-trace.ts';

const RUNS = 5;

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const outside = { ipv4: '198.51.100.102', ipv6: '2001:db8:2::102' };
const masqueraded = () => {
  const pairs = FAMILIES.map((each) => [LINE.pc[each], outside[each]] as const);
  const routes = FAMILIES.map((family) => ({
    to: hostPrefix(LINE.pc[family]),
    link: 'l2',
    source: LINE.router(2)[family],
  }));
  const own = [...Object.values(LINE.router(2)), ...Object.values(outside)];
  return withNode(line(4, { delayMs: 3 }), 'r2', {
    addresses: own,
    routes,
    rules: [translatesSource('l3', pairs)],
  });
};

describe.each([
  ['directly', () => line(4, { delayMs: 3 })],
  ['through a masquerading router', masqueraded],
])('a server whose port is open, %s', (_name, topology) => {
  test.each(FAMILIES)('%s: loses none of the SYNs, once as in rounds', async (family) => {
    const own = await startLab(topology());
    lab = own;
    await startServices(own, 'server', [LINE.server[family]]);
    const path = expected([...[1, 2, 3, 4].map((n) => LINE.router(n)[family]), LINE.server[family]]);
    for (let run = 0; run < RUNS; run += 1) {
      const { code, trace: result } = await trace(own, LINE.server[family], '--method', 'tcp');
      expect([code, addresses(result)]).toEqual([0, path]);
      expect(result.hops.at(-1)).toMatchObject({ sent: 3, received: 3, reading: 'clean' });
      expect(result.hops.at(-1)?.nodes[0]?.answers).toEqual(['syn-ack']);
    }
    const rounds = watch(own, LINE.server[family], '--method', 'tcp');
    await rounds.until('5 rounds', (result) => result.rounds >= 5);
    const { trace: result } = await rounds.end();
    expect(addresses(result)).toEqual(path);
    expect(result.hops.at(-1)?.lossPercent).toBe(0);
  });
});
