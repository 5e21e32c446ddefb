import { afterEach, describe, expect, test } from 'vitest';
import type { TraceResult } from '../../../main/cli/trace/result.ts';
import { ofProtocol } from '../net/counters.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { withNode } from '../net/paths/change.ts';
import { untilQuiet } from '../net/quiet.ts';
import { LINE, line } from '../net/topologies.ts';
import { FAMILIES, type Family, METHODS, watch } from './cli-trace.ts';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const readings = ({ hops }: TraceResult): readonly string[] => hops.map(({ reading }) => reading);
const udpNames = { ipv4: 'udp', ipv6: 'udp' } as const;
const icmpNames = { ipv4: 'icmp', ipv6: 'icmpv6' } as const;

/** Both of a kind of loss that real lines have: one direction of one link, and no other. */
async function lossyLine(way: 'forward' | 'backward', family: Family): Promise<Lab> {
  lab = await startLab(line(5));
  const of = [way === 'forward' ? udpNames[family] : icmpNames[family]];
  await lab.link('l3').set({ [way]: { loss: { percent: 20, of } } });
  return lab;
}

describe('loss on one link', () => {
  const cases = FAMILIES.flatMap((family) =>
    (['forward', 'backward'] as const).map((way) => [way, family] as const),
  );
  test.each(cases)(
    '%s, %s: begins at the hop behind it, is as large as it was, and the sentence names it',
    async (way, family) => {
      const own = await lossyLine(way, family);
      const watched = watch(own, LINE.server[family], '--method', 'udp');
      await watched.until('60 rounds', ({ rounds }) => rounds >= 60);
      const { code, trace } = await watched.end();
      await untilQuiet(own);
      expect(code).toBe(0);
      expect(readings(trace)).toEqual(['clean', 'clean', 'loss', 'loss', 'loss', 'loss']);
      const name = way === 'forward' ? udpNames[family] : icmpNames[family];
      const { entered, dropped } = ofProtocol((await own.link('l3').counters())[way], name);
      expect(trace.hops.slice(0, 2).map(({ lossPercent }) => lossPercent)).toEqual([0, 0]);
      // Every packet that the link dropped was a probe of one of these hops or its answer. Those under way at the end
      // are neither lost nor answered, and those sent beyond the destination at the start stand at no hop.
      const missing = trace.hops.reduce((sum, { sent, received }) => sum + sent - received, 0);
      expect(Math.abs(missing - dropped)).toBeLessThanOrEqual(trace.hops.length * 2);
      const truth = (dropped / entered) * 100;
      const right = trace.hops.slice(2).filter(({ interval95 }) => {
        const [low = 101, high = -1] = interval95 ?? [];
        return low <= truth && truth <= high;
      });
      // Four intervals of 95 %: that two or more are wrong has a chance of 1.4 %, three of 0.05 %.
      expect(right.length).toBeGreaterThanOrEqual(2);
      expect(trace.sentence).toMatch(/lose|lost/);
      expect(trace.sentence).toMatch(new RegExp(`${LINE.router(2)[family]}\\b|${LINE.router(3)[family]}\\b`));
    },
  );
});

describe('a router that limits its own answers', () => {
  test.each(FAMILIES)(
    '%s: is never called lossy by any method, and the sentence says that traffic passes',
    async (family) => {
      const own = await startLab(withNode(line(4), 'r2', { limitsIcmp: true }));
      lab = own;
      const told = new Set<string>();
      const follow = async (method: (typeof METHODS)[number]): Promise<void> => {
        const watched = watch(own, LINE.server[family], '--method', method);
        await watched.until('40 rounds', (trace) => {
          for (const { ttl, reading } of trace.hops) told.add(`${ttl} ${reading}`);
          return trace.rounds >= 40;
        });
        const { code, trace } = await watched.end();
        expect(code).toBe(0);
        expect(readings(trace)).toEqual(['clean', 'rate-limited', 'clean', 'clean', 'clean']);
        expect(trace.hops[1]?.lossPercent).toBeGreaterThan(30);
        expect(trace.sentence).toMatch(/limits/);
      };
      await Promise.all(METHODS.map(follow));
      expect([...told].filter((each) => each.endsWith(' loss'))).toEqual([]);
    },
  );

  test('limits of every router do not make a path lossy either', async () => {
    lab = await startLab(line(4, { router: { limitsIcmp: true } }));
    const watched = watch(lab, LINE.server.ipv4, '--method', 'icmp');
    await watched.until('40 rounds', ({ rounds }) => rounds >= 40);
    const { trace } = await watched.end();
    expect(readings(trace)).toEqual([...Array(4).fill('rate-limited'), 'clean']);
  });
});
