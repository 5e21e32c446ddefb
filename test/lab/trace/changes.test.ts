import { afterEach, expect, test } from 'vitest';
import { UNIMPAIRED } from '../net/impairment.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { reroute } from '../net/paths/change.ts';
import { at, byWayOf, detour, ENDS } from '../net/paths/detours.ts';
import { FAMILIES, METHODS, watch } from './cli-trace.ts';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

test.each(FAMILIES)(
  '%s: a route that changes is noted once by each method, where and when it did',
  async (family) => {
    const own = await startLab(detour());
    lab = own;
    const watches = METHODS.map((method) => watch(own, ENDS.server[family], '--method', method));
    await Promise.all(watches.map((each) => each.until('5 rounds', ({ rounds }) => rounds >= 5)));
    const changedMs = Date.now();
    for (const route of byWayOf('b2')) await reroute(own, 'r1', route);
    for (const watched of watches) {
      const seen = await watched.until('the change', ({ changes }) => changes.length > 0);
      await watched.until('10 rounds more', ({ rounds }) => rounds >= seen.rounds + 10);
      const { code, trace, changes } = await watched.end();
      expect(code).toBe(0);
      const change = { ttl: 2, from: at(2)[family], to: at(12)[family] };
      expect(trace.changes).toMatchObject([change]);
      expect(changes).toMatchObject([{ type: 'change', ...change }]);
      expect(Date.parse(trace.changes[0]?.at ?? '')).toBeGreaterThanOrEqual(changedMs - 1000);
      const named = trace.hops[1]?.nodes.map(({ address }) => address) ?? [];
      expect([...named].sort()).toEqual([at(12)[family], at(2)[family]].sort());
      // Packets that were under way meet whichever route is in force; none need be lost.
      expect(trace.hops.map(({ reading }) => reading)).not.toContain('loss');
    }
  },
);

test('a link that is cut and mended: each change is told once, the return of every hop as well', async () => {
  const own = await startLab(detour());
  lab = own;
  const watched = watch(own, ENDS.server.ipv4);
  await watched.until('5 rounds', ({ rounds }) => rounds >= 5);
  const link = own.link('a2-r3');
  await link.set({ both: { ...UNIMPAIRED, up: false } });
  await watched.until('silence', ({ changes }) => changes.length >= 2);
  await link.set({ both: UNIMPAIRED });
  const back = await watched.until('the return', ({ changes }) => changes.length >= 4);
  await watched.until('10 rounds more', ({ rounds }) => rounds >= back.rounds + 10);
  const { trace, changes } = await watched.end();
  const silent = [
    { ttl: 3, from: at(3).ipv4, to: null },
    { ttl: 4, from: ENDS.server.ipv4, to: null },
  ];
  const again = silent.map(({ ttl, from }) => ({ ttl, from: null, to: from }));
  const told = changes.map((line) => (line.type === 'change' ? [line.ttl, line.from, line.to] : []));
  const wanted = [...silent, ...again].map(({ ttl, from, to }) => [ttl, from, to]);
  expect(told.toSorted()).toEqual(wanted.toSorted());
  expect(trace.changes).toHaveLength(4);
});
