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

type Probed = NonNullable<Awaited<ReturnType<typeof runProbe>>['result']>;

/** Every address is told of, as what it is. */
const calibrationFaults = (path: RandomPath, { path: named, calibration }: Probed): readonly string[] =>
  [...new Set(named)].flatMap((address) => {
    const told = calibration.find((one) => one.address === address)?.decapsulates;
    const truth = path.decapsulates.get(address);
    return told === truth ? [] : [`${address} is ${truth}, not ${told}`];
  });

/** On a line that loses nothing one boomerang comes home from each hop up to the first that does not unwrap. */
function boomerangFaults(path: RandomPath, { hops }: Probed): readonly string[] {
  const usable = hops.filter(
    ({ address }, index) =>
      address !== null && hops.findIndex((other) => other.address === address) === index,
  );
  const end = usable.findIndex(({ address }) => path.decapsulates.get(address ?? '') !== 'yes');
  const reachable = new Set(end === -1 ? usable : usable.slice(0, end));
  return hops.flatMap((hop) => {
    const wanted = reachable.has(hop) ? { sent: 1, lossPercent: 0 } : { sent: 0, lossPercent: null };
    const isRight = hop.sent === wanted.sent && hop.lossPercent === wanted.lossPercent;
    return isRight ? [] : [`hop ${hop.index} ${hop.address}: ${hop.sent} sent, loss ${hop.lossPercent}`];
  });
}

/** What is wrong with a path probe: with what is told of each hop, and whether one is called lossy. */
async function probeFaults(lab: Lab, data: string, path: RandomPath): Promise<readonly string[]> {
  // Every other two along a path that is given, hop by hop, hidden ones too.
  const isTraced = path.seed % 4 < 2;
  const asked = isTraced ? [path.host] : ['--path', path.path.join()];
  const { code, stderr, result } = await runProbe(lab, data, ALLOWED, ...asked, '--count', '1');
  if (result === null) return [`probe ended with ${code}: ${stderr}`];
  const losing = result.stretches.filter(({ reading }) => reading === 'loss');
  const named = result.hops.map(({ address }) => address);
  return [
    ...calibrationFaults(path, result),
    ...boomerangFaults(path, result),
    ...losing.map(({ from, to }) => `loss between ${from} and ${to}`),
    ...(fits(isTraced ? path.forward : path.path.map((address) => [address]), named)
      ? []
      : [`path ${JSON.stringify(named)} is not ${JSON.stringify(path.forward)}`]),
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
