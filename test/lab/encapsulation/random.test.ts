import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import type { RandomPath, Stage } from '../net/paths/random-paths.ts';
import { nearestThatUnwraps, randomPath } from '../net/paths/random-paths.ts';
import { atOnce } from './at-once.ts';
import { ALLOWED, answers, runProbe, runTrace } from './cli-encapsulated.ts';

const SEEDS = 200;
/** A test, so that one that fails names few topologies. */
const BATCH = 20;
const LABS = 6;

const fits = (stages: readonly Stage[], seen: readonly (string | null)[]): boolean =>
  stages.length === seen.length && stages.every((stage, index) => stage.includes(seen[index] ?? null));

/** What is wrong with a reverse trace; empty: nothing. */
async function reverseFaults(lab: Lab, data: string, path: RandomPath): Promise<readonly string[]> {
  const { code, stderr, result } = await runTrace(lab, data, ALLOWED, '--reverse', path.host);
  if (path.decapsulates.get(path.host) === 'yes') {
    const seen = result === null ? [] : answers(result);
    return fits(path.reverse, seen) && code === 0
      ? []
      : [`way home ${JSON.stringify(seen)} (${code}, ${stderr}) is not ${JSON.stringify(path.reverse)}`];
  }
  const offer = result?.warnings.find(({ code: name }) => name === 'relay-not-decapsulating')?.offer;
  const nearest = nearestThatUnwraps(path);
  const isRight = nearest.includes(offer ?? null);
  return isRight && code === 1 ? [] : [`offers ${offer} (${code}, ${stderr}) of ${nearest}`];
}

/** What is wrong with a path probe: with what is told of each hop, and whether one is called lossy. */
async function probeFaults(lab: Lab, data: string, path: RandomPath): Promise<readonly string[]> {
  // Every other one along a path that is given, hop by hop, hidden ones too.
  const asked = path.seed % 4 < 2 ? [path.host] : ['--path', path.path.join()];
  const { code, stderr, result } = await runProbe(lab, data, ALLOWED, ...asked, '--count', '1');
  if (result === null) return [`probe ended with ${code}: ${stderr}`];
  const wrong = result.calibration.filter(
    ({ address, decapsulates }) => decapsulates !== path.decapsulates.get(address),
  );
  const lossy = result.hops.filter(({ lossPercent }) => (lossPercent ?? 0) > 0);
  const losing = result.stretches.filter(({ reading }) => reading === 'loss');
  const named = result.hops.map(({ address }) => address);
  const isRightPath = asked.length > 1 ? true : fits(path.forward, named);
  return [
    ...wrong.map((one) => `${one.address} is ${path.decapsulates.get(one.address)}, not ${one.decapsulates}`),
    ...lossy.map(({ address, lossPercent }) => `${address} loses ${lossPercent} %`),
    ...losing.map(({ from, to }) => `loss between ${from} and ${to}`),
    ...(isRightPath ? [] : [`path ${JSON.stringify(named)} is not ${JSON.stringify(path.forward)}`]),
  ];
}

async function faultsOf(path: RandomPath): Promise<readonly string[]> {
  const data = mkdtempSync(join(tmpdir(), 'faultline-test-'));
  const lab = await startLab(path.topology);
  try {
    const faults = [...(await probeFaults(lab, data, path)), ...(await reverseFaults(lab, data, path))];
    return faults.length === 0 ? [] : [`${path.text}:\n  ${faults.join('\n  ')}`];
  } finally {
    await lab.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const batches = Array.from({ length: SEEDS / BATCH }, (_, index) => index * BATCH);

describe('200 random topologies: every hop is found right, and none is called lossy', () => {
  test.each(batches)('seeds from %i on', async (first) => {
    const paths = Array.from({ length: BATCH }, (_, index) => randomPath(first + index));
    expect((await atOnce(LABS, paths, faultsOf)).flat()).toEqual([]);
  });
});
