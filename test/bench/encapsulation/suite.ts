import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../lab/net/lab.ts';
import { startLab } from '../../lab/net/lab.ts';
import { withLink, withNode } from '../../lab/net/paths/change.ts';
import { allOpen, tunnelLine, tunnelPath } from '../../lab/net/paths/tunnel-line.ts';
import { madeSo } from '../../lab/net/paths/tunnel-routers.ts';
import { LINE } from '../../lab/net/topologies.ts';
import type { Topology } from '../../lab/net/topology.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { rootOnLinux } from '../support/root-on-linux.ts';
import { ownPing, ownProbe, ownReverse } from './own.ts';
import { sequentialProbe, sequentialReverse } from './peer.ts';
import { type Figures, figuresOf } from './runs.ts';

/** One way, of the links in turn: neighbours of 5 ms, and two long hauls. */
const DELAYS_MS = [5, 8, 10, 20, 5, 30, 10, 10, 5, 8];
const PEER = 'one packet at a time';

function delayed(hops: number): Topology {
  return DELAYS_MS.slice(0, hops).reduce(
    (topology, delayMs, index) =>
      withLink(topology, `l${index + 1}`, { forward: { delayMs }, backward: { delayMs } }),
    tunnelLine(allOpen(hops)),
  );
}

function compared(what: string, own: Figures, peer: Figures): readonly BenchResult[] {
  const note = `right in ${own.right} of ${own.runs} and ${peer.right} of ${peer.runs} runs`;
  const row = (name: string, unit: string, of: (figures: Figures) => number): BenchResult => ({
    name: `${what}: ${name}`,
    figure: of(own),
    unit,
    peer: PEER,
    peerFigure: of(peer),
    ratio: of(own) / of(peer),
  });
  const others = { name: `${what}: pings beside them`, figure: own.others, unit: 'sent' };
  return [
    { ...row('time', 'ms', ({ ms }) => ms), note },
    row('time with the start of all processes', 'ms', ({ wallMs }) => wallMs),
    row('CPU of all processes', 'ms', ({ cpuMs }) => cpuMs),
    row('packets in IP-in-IP', 'sent', ({ tunnelled }) => tunnelled),
    ...(own.others > 0 ? [others] : []),
  ];
}

/** What the command line and its helper take to say that the own address answers. */
async function startRow(lab: Lab, runs: number): Promise<BenchResult> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) taken.push((await ownPing(lab)).cpuMs);
  const figure = quantile(taken, 0.5);
  return { name: 'start of the command line and its helper alone: CPU', figure, unit: 'ms' };
}

/** A data folder that knows nothing of the network yet, or the one of the runs before. */
async function withFolders<Result>(work: (fresh: () => string) => Promise<Result>): Promise<Result> {
  const folders: string[] = [];
  try {
    return await work(() => {
      const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
      folders.push(folder);
      return folder;
    });
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function inLab<Result>(topology: Topology, work: (lab: Lab) => Promise<Result>): Promise<Result> {
  const lab = await startLab(topology);
  try {
    return await work(lab);
  } finally {
    await lab.stop();
  }
}

interface ReverseScene {
  readonly what: string;
  readonly topology: Topology;
  /** Whether a hop keeps silent. */
  readonly silent: number | null;
}

const REVERSE_HOPS = 8;
const SILENT_HOP = 4;
const REVERSE_SCENES: readonly ReverseScene[] = [
  { what: 'reverse trace over 8 hops', topology: delayed(REVERSE_HOPS), silent: null },
  {
    what: 'reverse trace over 8 hops, one silent',
    topology: withNode(delayed(REVERSE_HOPS), `r${SILENT_HOP}`, madeSo('dead')),
    silent: SILENT_HOP,
  },
];

async function reverseRows(scene: ReverseScene, runs: number): Promise<readonly BenchResult[]> {
  const path = tunnelPath('ipv4', REVERSE_HOPS).map((address, index) =>
    index + 1 === scene.silent ? null : address,
  );
  const truth = JSON.stringify([...path.toReversed(), LINE.pc.ipv4]);
  const isRight = ({ hops }: { readonly hops: readonly (string | null)[] }): boolean =>
    JSON.stringify(hops) === truth;
  return inLab(scene.topology, (lab) =>
    withFolders(async (fresh) => {
      const known = fresh();
      await ownReverse(lab, known, 1);
      const first = await figuresOf(lab, runs, () => ownReverse(lab, fresh(), 1), isRight);
      const again = await figuresOf(lab, runs, () => ownReverse(lab, known, 1), isRight);
      const peer = await figuresOf(lab, runs, () => sequentialReverse(lab), isRight);
      return [
        ...compared(`${scene.what}, first asked whether the host decapsulates`, first, peer),
        ...compared(`${scene.what}, that known from before`, again, peer),
      ];
    }),
  );
}

const PROBE_HOPS = 10;

async function probeRows(lossPercent: number, { quick }: BenchOptions): Promise<readonly BenchResult[]> {
  const rounds = quick ? 10 : 30;
  const path = tunnelPath('ipv4', PROBE_HOPS);
  const what = `probe of 10 hops x ${rounds}${lossPercent === 0 ? '' : `, ${lossPercent} % lost on one link`}`;
  return inLab(delayed(PROBE_HOPS), (lab) =>
    withFolders(async (fresh) => {
      const known = fresh();
      await ownProbe(lab, known, path, 1);
      const loss = { loss: { percent: lossPercent }, seed: 3 };
      await lab.link('l3').set({ forward: loss });
      const isRight = ({ counts }: { readonly counts: readonly number[] }): boolean =>
        counts.length === PROBE_HOPS && counts.slice(0, 2).every((count) => count === rounds);
      const own = await figuresOf(lab, 1, () => ownProbe(lab, known, path, rounds), isRight);
      const peer = await figuresOf(lab, 1, () => sequentialProbe(lab, path, rounds), isRight);
      return compared(what, own, peer);
    }),
  );
}

export const encapsulationSuite: BenchSuite = {
  name: 'encapsulation',
  obstacle: rootOnLinux,
  async run(options) {
    const runs = options.quick ? 3 : 7;
    const rows = [await inLab(delayed(1), (lab) => startRow(lab, runs))];
    for (const scene of REVERSE_SCENES) {
      options.say(`  ${scene.what}`);
      rows.push(...(await reverseRows(scene, runs)));
    }
    for (const lossPercent of [0, 20]) {
      options.say(`  probe of 10 hops, ${lossPercent} % loss`);
      rows.push(...(await probeRows(lossPercent, options)));
    }
    return rows;
  },
};
