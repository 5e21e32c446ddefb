import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DirectionCounters } from '../net/counters.ts';
import { ofProtocol } from '../net/counters.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { untilQuiet } from '../net/quiet.ts';
import { FAMILIES, type Family } from '../trace/cli-trace.ts';
import { atOnce } from './at-once.ts';
import { probe } from './cli-encapsulated.ts';

const HOPS = 5;
const COUNT = 30;
/** Labs side by side: each spends its time waiting. */
const LABS = 20;

interface Case {
  readonly family: Family;
  readonly link: number;
  readonly direction: 'forward' | 'backward';
  readonly percent: number;
  readonly seed: number;
}

const name = ({ family, link, direction, percent }: Case): string =>
  `${percent} % ${direction} on link ${link}, ${family}`;

const CASES: readonly Case[] = [1, 2, 5, 8, 10, 15, 20, 30, 50, 100]
  .flatMap((percent) =>
    (['forward', 'backward'] as const).flatMap((direction) =>
      FAMILIES.map((family) => ({ percent, direction, family })),
    ),
  )
  .map((one, index) => ({ ...one, link: 1 + ((index * 3) % HOPS), seed: 100 + index }));

/** Boomerangs go by every link up to their turning point once each way. */
const truthAt = ({ link, percent }: Case, hop: number): number => (hop >= link ? percent : 0);

interface Outcome {
  readonly of: Case;
  readonly code: number | null;
  readonly result: Awaited<ReturnType<typeof probe>>['probe'];
  /** Boomerangs that the link itself counted as lost. */
  readonly dropped: number;
}

/** A boomerang on its last leg is no longer in IP-in-IP. */
const KINDS = ['4in4', '6in6', 'icmp', 'icmpv6'] as const;
const lost = (counters: DirectionCounters): number =>
  KINDS.reduce((sum, kind) => sum + ofProtocol(counters, kind).dropped, 0);

async function measured(lab: Lab, data: string, one: Case): Promise<Outcome> {
  const path = tunnelPath(one.family, HOPS).join();
  // What the hops do is learned while the line is whole, so that afterwards nothing is sent but boomerangs.
  await probe(lab, data, '--path', path, '--count', '1');
  await untilQuiet(lab);
  const link = lab.link(`l${one.link}`);
  await link.set({ [one.direction]: { loss: { percent: one.percent }, seed: one.seed } });
  const { code, probe: result } = await probe(lab, data, '--path', path, '--count', String(COUNT));
  await untilQuiet(lab);
  return { of: one, code, result, dropped: lost((await link.counters())[one.direction]) };
}

async function outcome(one: Case): Promise<Outcome> {
  const data = mkdtempSync(join(tmpdir(), 'faultline-test-'));
  const lab = await startLab(tunnelLine(allOpen(HOPS)));
  try {
    return await measured(lab, data, one);
  } finally {
    await lab.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** At most, and at least one packet. */
const PINGS_A_CHECK = 4;

const holds = (interval: readonly (number | undefined)[] | null, percent: number): boolean => {
  const [low = 0, high = 100] = interval ?? [];
  return low <= percent && percent <= high;
};

const isCut = ({ of }: Outcome): boolean => of.percent === 100;
const textOf = ({ of, result }: Outcome): string =>
  `${name(of)}: ${result.sentence} ${JSON.stringify(result.hops)}`;

describe('loss on one direction of one link', () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    outcomes = await atOnce(LABS, CASES, outcome);
  }, 200_000);

  test('is counted to the packet: what did not come home is what the link lost', () => {
    for (const one of outcomes.filter((each) => !isCut(each))) {
      const { code, result, dropped } = one;
      expect(code, textOf(one)).toBe(0);
      expect(
        result.hops.map(({ sent }) => sent),
        textOf(one),
      ).toEqual(Array(HOPS).fill(COUNT));
      const missing = result.hops.reduce((sum, { sent, received }) => sum + sent - received, 0);
      // Packets that ask a hop whether it still unwraps get lost as well, and so do the pings beside them.
      const asked = result.sent - HOPS * COUNT;
      expect(dropped, textOf(one)).toBeGreaterThanOrEqual(missing);
      expect(dropped, textOf(one)).toBeLessThanOrEqual(missing + asked * (1 + PINGS_A_CHECK));
    }
  });

  test('is never seen before that link', () => {
    for (const one of outcomes) {
      const before = one.result.hops.filter(({ index }) => index < one.of.link);
      expect(
        before.map(({ lossPercent }) => lossPercent),
        textOf(one),
      ).toEqual(before.map(() => 0));
    }
  });

  test('is within the interval of 95 %', () => {
    const hops = outcomes
      .filter((each) => !isCut(each))
      .flatMap(({ of, result }) => result.hops.map((hop) => ({ of, hop })));
    const held = hops.filter(({ of, hop }) => holds(hop.interval95, truthAt(of, hop.index)));
    expect(held.length / hops.length).toBeGreaterThanOrEqual(0.93);
  });

  test('is told of its own stretch, and of another no oftener than doubt allows', () => {
    const told = outcomes
      .filter((each) => !isCut(each))
      .flatMap(({ of, result }) =>
        result.stretches.map((stretch) => ({
          isLossy: stretch.from < of.link && stretch.to >= of.link,
          isTold: stretch.reading === 'loss',
          percent: of.percent,
        })),
      );
    const whole = told.filter(({ isLossy }) => !isLossy);
    expect(whole.filter(({ isTold }) => isTold).length / whole.length).toBeLessThan(0.08);
    // Half of the packets is beyond doubt, whatever the dice.
    const half = told.filter(({ isLossy, percent }) => isLossy && percent === 50);
    expect(half.map(({ isTold }) => isTold)).toEqual([true, true, true, true]);
  });

  test('of all packets leaves no hop behind it that could be called lossy by a little', () => {
    const cut = outcomes.filter(isCut);
    expect(cut).toHaveLength(4);
    for (const one of cut) {
      const behind = one.result.hops.filter(({ index }) => index >= one.of.link);
      for (const { received, lossPercent } of behind) {
        expect(received, textOf(one)).toBe(0);
        expect([null, 100], textOf(one)).toContain(lossPercent);
      }
      expect(one.result.sentence).toContain(String(one.of.link));
    }
  });
});
