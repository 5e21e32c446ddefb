import { afterEach, describe, expect, test } from 'vitest';
import type { TraceResult } from '../../../main/cli/trace/result.ts';
import { ofProtocol } from '../net/counters.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { ENDS } from '../net/paths/detours.ts';
import { diamondHops, diamondLinks, diamonds, member, opening } from '../net/paths/diamonds.ts';
import { untilQuiet } from '../net/quiet.ts';
import { addresses, FAMILIES, type Family, trace } from './cli-trace.ts';

let lab: Lab | null = null;
const start = async (widths: readonly number[]): Promise<Lab> => {
  lab = await startLab(diamonds(widths));
  return lab;
};
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const WIDTHS = [[2], [4], [8], [16], [2, 4], [8, 3]] as const;
const CASES = WIDTHS.flatMap((widths) => FAMILIES.map((family) => [widths, family] as const));
const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Members of a stage whose link the emulator saw packets of that protocol on. */
async function visited(
  own: Lab,
  stage: number,
  width: number,
  family: Family,
  protocol: string,
): Promise<readonly string[]> {
  const carried = await Promise.all(
    indexes(width).map(async (index) => {
      const { forward } = await own.link(opening(stage, index)).counters();
      return ofProtocol(forward, protocol).entered > 0 ? [member(stage, index)[family]] : [];
    }),
  );
  return carried.flat();
}

const found = ({ links }: TraceResult): readonly string[] => links.map(({ from, to }) => `${from}>${to}`);

describe('every path that flows are spread over', () => {
  test.each(CASES)(
    'widths %j, %s: all that packets went by, and nothing that is not there',
    async (widths, family) => {
      const own = await start(widths);
      const { code, trace: result } = await trace(own, ENDS.server[family], '--multipath', '--method', 'udp');
      await untilQuiet(own);
      expect([code, result.reached]).toEqual([0, true]);
      const truth = diamondHops(widths, family);
      expect(result.hops).toHaveLength(truth.length);
      const links = diamondLinks(widths, family);
      expect(found(result).filter((link) => !links.includes(link))).toEqual([]);
      for (const [stage, width] of widths.entries()) {
        const nodes = [...(addresses(result)[2 * stage + 1] ?? [])].sort();
        expect(nodes).toEqual([...(await visited(own, stage, width, family, 'udp'))].sort());
      }
      expect(new Set(found(result)).size).toBe(result.links.length);
      // Every node that was found is joined to those before and behind it.
      const joined = new Set(found(result).flatMap((link) => link.split('>')));
      expect([...joined].sort()).toEqual([...new Set(addresses(result).flat())].sort());
    },
  );

  test.each(FAMILIES)('%s: the stopping rule misses no more than it claims', async (family) => {
    // Each run leaves a member of a stage out with a chance of 5 % at most; five runs of three stages are 15 chances,
    // and that more than four of them fail has a chance of 0.06 %.
    const widths = [4, 2, 8];
    const own = await start(widths);
    const truth = diamondHops(widths, family);
    let missed = 0;
    for (const port of [33_434, 40_000, 45_000, 50_000, 55_000]) {
      const { trace: result } = await trace(
        own,
        ENDS.server[family],
        '--multipath',
        '--method',
        'udp',
        '--port',
        String(port),
      );
      missed += truth.filter((nodes, index) => nodes.length !== addresses(result)[index]?.length).length;
    }
    expect(missed).toBeLessThanOrEqual(4);
  });

  test('over ICMP Linux spreads nothing by port: one path, and no others made up', async () => {
    const own = await start([4]);
    const { trace: result } = await trace(own, ENDS.server.ipv4, '--multipath', '--method', 'icmp');
    await untilQuiet(own);
    expect(addresses(result)[1]).toEqual(await visited(own, 0, 4, 'ipv4', 'icmp'));
    expect(result.links).toHaveLength(3);
  });
});

describe('a plain trace through load balancing', () => {
  const cases = (['udp', 'tcp'] as const).flatMap((method) =>
    FAMILIES.map((family) => [method, family] as const),
  );
  test.each(cases)('%s over %s: one flow, one path, the same every time', async (method, family) => {
    const widths = [4, 8];
    const own = await start(widths);
    const runs: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      const { trace: result } = await trace(own, ENDS.server[family], '--method', method, '--queries', '5');
      expect(addresses(result).map((nodes) => nodes.length)).toEqual(Array(6).fill(1));
      runs.push(JSON.stringify(addresses(result)));
    }
    await untilQuiet(own);
    for (const [stage, width] of widths.entries()) {
      // The emulator agrees: each run's packets went by one link.
      expect((await visited(own, stage, width, family, method)).length).toBeLessThanOrEqual(
        new Set(runs).size,
      );
    }
    const links = diamondLinks(widths, family);
    const [path = []] = runs.map((run): string[][] => JSON.parse(run));
    for (const [index, [to]] of path.slice(1).entries()) expect(links).toContain(`${path[index]?.[0]}>${to}`);
  });
});
