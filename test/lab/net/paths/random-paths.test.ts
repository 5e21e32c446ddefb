import { afterEach, describe, expect, test } from 'vitest';
import { labFile } from '../emulator-process.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../lab.ts';
import { checkTopology } from '../topology.ts';
import type { RandomPath, Stage } from './random-paths.ts';
import { nearestThatUnwraps, randomPath } from './random-paths.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const paths = SEEDS.map(randomPath);
const share = (fits: (path: RandomPath) => boolean): number => paths.filter(fits).length / paths.length;
const reversed = ({ forward, reverse, own, host }: RandomPath): boolean => {
  const back = [[own], ...forward.slice(0, -1), [host]].toReversed();
  return JSON.stringify(back) !== JSON.stringify([[host], ...reverse.slice(1)]);
};

describe('200 seeds', () => {
  test('are paths that begin at the host and end at the pc, without a circle', () => {
    for (const { topology, forward, reverse, own, host, path, decapsulates, text } of paths) {
      expect(() => checkTopology(topology), text).not.toThrow();
      expect(forward.at(-1), text).toEqual([host]);
      expect(reverse.at(-1), text).toEqual([own]);
      expect(new Set(path).size, text).toBe(path.length);
      expect(
        path.every((address) => decapsulates.has(address)),
        text,
      ).toBe(true);
    }
  });

  test('are the same every time', () => {
    expect(randomPath(17)).toEqual(paths[17]);
  });

  test('hold every case often enough', () => {
    const sort = (name: string) => share(({ text }) => text.includes(` ${name}`));
    for (const name of ['open', 'strict', 'hidden', 'mute', 'refuses', 'swallows', 'dead']) {
      expect(sort(name), name).toBeGreaterThan(0.15);
    }
    expect(share(reversed)).toBeGreaterThan(0.4);
    expect(share(({ forward }) => forward.some((stage) => stage.length > 1))).toBeGreaterThan(0.2);
    expect(share(({ reverse }) => reverse.some((stage) => stage.length > 1))).toBeGreaterThan(0.05);
    expect(share(({ host, decapsulates }) => decapsulates.get(host) === 'yes')).toBeGreaterThan(0.5);
    expect(share((path) => nearestThatUnwraps(path).includes(null))).toBeGreaterThan(0);
    const twice = share(({ forward }) => {
      const seen = forward.flat().filter((address) => address !== null);
      return new Set(seen).size < seen.length;
    });
    expect(twice).toBeGreaterThan(0.05);
  });
});

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const fits = (stages: readonly Stage[], seen: readonly (string | null)[]): boolean =>
  stages.length === seen.length && stages.every((stage, index) => stage.includes(seen[index] ?? null));

/** Seeds by what they show: ways home of their own, spreading, doubtful addresses; both families. */
const SHOWN = paths
  .filter((path) => path.decapsulates.get(path.host) === 'yes' && reversed(path))
  .slice(0, 6)
  .map((path) => [path.text, path] as const);

describe('the kernels go the way that is told', () => {
  test.each(SHOWN)('%s', async (_, { topology, host, own, forward, reverse }) => {
    const running = await startLab(topology);
    lab = running;
    const run = await running.exec('pc', ['traceroute', '-n', '-q', '1', '-w', '1', host]);
    const out = [...run.stdout.matchAll(/^ *\d+ {2}(\S+)/gm)].map(([, who = '*']) =>
      who === '*' ? null : who,
    );
    expect(fits(forward, out), `${out} is not ${JSON.stringify(forward)}`).toBe(true);
    // The last, which is the pc itself, is seen by no socket of the pc.
    const home = await Promise.all(
      reverse.slice(0, -1).map(async (_, index) => {
        const args = [own, host, own, own, String(index + 1)];
        const sent = await running.exec('pc', [
          'python3',
          '-B',
          labFile('support/send-tunnelled.py'),
          ...args,
        ]);
        const answer: { readonly from: string } | null = JSON.parse(sent.stdout);
        return answer?.from ?? null;
      }),
    );
    expect(fits(reverse.slice(0, -1), home), `${home} is not ${JSON.stringify(reverse)}`).toBe(true);
  });
});
