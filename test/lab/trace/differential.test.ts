import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { withNode } from '../net/paths/change.ts';
import { ENDS } from '../net/paths/detours.ts';
import { diamondHops, diamonds } from '../net/paths/diamonds.ts';
import { SILENT } from '../net/paths/rules.ts';
import { LINE, line } from '../net/topologies.ts';
import { addresses, FAMILIES, METHODS, trace } from './cli-trace.ts';
import { mtr, type Peer, scamper, scamperLinks, traceroute } from './peers.ts';

const PEERS: readonly Peer[] = [traceroute(1), mtr(1), scamper('-w 1')];
const CASES = FAMILIES.flatMap((family) => METHODS.map((method) => [method, family] as const));

let lab: Lab;

async function hopsOf(peer: Peer, address: string, method: (typeof METHODS)[number]) {
  return peer.hops((await lab.exec('pc', peer.command(address, method), { timeoutMs: 100_000 })).stdout);
}

/** Whoever answered most at each distance. */
async function own(address: string, method: (typeof METHODS)[number]): Promise<readonly (string | null)[]> {
  const { trace: result } = await trace(lab, address, '--method', method);
  return addresses(result).map(([first]) => first ?? null);
}

describe('eight routers, one of them silent: the same hops as', () => {
  beforeAll(async () => {
    lab = await startLab(withNode(line(8), 'r6', { rules: [SILENT] }));
  });
  afterAll(() => lab.stop());

  test.each(CASES)('traceroute, mtr and scamper, %s over %s', async (method, family) => {
    const mine = await own(LINE.server[family], method);
    const theirs = await Promise.all(
      PEERS.map(async (peer) => [peer.name, await hopsOf(peer, LINE.server[family], method)] as const),
    );
    expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(PEERS.map(({ name }) => [name, mine])));
    expect(mine).toHaveLength(9);
    expect(mine[5]).toBeNull();
  });
});

describe('load spread over four routers and then three', () => {
  const widths = [4, 3];
  beforeAll(async () => {
    lab = await startLab(diamonds(widths));
  });
  afterAll(() => lab.stop());

  test.each(FAMILIES)('%s: every path that scamper finds, and it every one of ours', async (family) => {
    const command = [
      'scamper',
      '-O',
      'json',
      '-c',
      'tracelb -P udp-sport -w 1 -W 15',
      '-i',
      ENDS.server[family],
    ];
    const [theirs, { trace: result }] = await Promise.all([
      lab.exec('pc', command, { timeoutMs: 100_000 }),
      trace(lab, ENDS.server[family], '--multipath', '--method', 'udp'),
    ]);
    const truth = diamondHops(widths, family);
    const ours = result.links.map(({ from, to }) => `${from}>${to}`);
    const both = new Set([...ours, ...scamperLinks(theirs.stdout)]);
    // Either may leave a router out with a chance of 5 % at each stage; together they leave none out, but for 1 in 100.
    expect(
      [...both].flatMap((link) => link.split('>')).filter((each) => !truth.flat().includes(each)),
    ).toEqual([]);
    expect(ours.length).toBeGreaterThanOrEqual(both.size - 4);
    expect(new Set([...both].flatMap((link) => link.split('>')))).toEqual(new Set(truth.flat()));
  });

  test.each(FAMILIES)('%s: where scamper sees one flow go one way, so do we', async (family) => {
    const theirs = await hopsOf(scamper(), ENDS.server[family], 'udp');
    const mine = await own(ENDS.server[family], 'udp');
    const truth = diamondHops(widths, family);
    for (const path of [theirs, mine]) {
      expect(path).toHaveLength(truth.length);
      for (const [index, each] of path.entries()) expect(truth[index]).toContain(each);
    }
    // Other ports may take another member; what all flows share must be the same.
    for (const index of [0, 2, 4, 5]) expect(mine[index]).toBe(theirs[index]);
  });
});
