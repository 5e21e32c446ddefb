import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import type { Place } from './place.ts';
import { projectFile } from './project-file.ts';
import type { Server } from './server.ts';
import { newFolder, startServer } from './server.ts';
import { statsdProgram } from './statsd-package.ts';

export interface StatsdSetup {
  /** A literal address to listen at; default 127.0.0.1. */
  readonly address?: string;
  readonly port?: number;
  /** Where it sends what it gathered; left out: nowhere. */
  readonly carbon?: { readonly address: string; readonly port: number };
  /** How often; default 1000. */
  readonly flushMs?: number;
}

export interface Statsd extends Server {
  readonly address: string;
  /** UDP and TCP. */
  readonly port: number;
  /**
   * What it has gathered since its last flush: numbers for counters and gauges, lists of milliseconds for timers.
   * All of it goes with each flush, as it is set to forget what is idle: to be asked between two of them.
   */
  gathered(what: 'counters' | 'gauges'): Promise<Readonly<Record<string, number>>>;
  gathered(what: 'timers'): Promise<Readonly<Record<string, readonly number[]>>>;
}

/** It tells what it gathered by `util.inspect`, which shortens long lists; newer Nodes have no `util.log` any more. */
const START = `
const util = require('node:util');
util.log ??= console.log;
util.inspect = JSON.stringify;
require(process.argv[1]);
`;

const byName = {
  numbers: z.record(z.string(), z.number()),
  lists: z.record(z.string(), z.array(z.number())),
};

/** The one that is advised, with what a test needs otherwise. */
function configOf(setup: StatsdSetup, address: string, port: number, managementPort: number): object {
  const { carbon, flushMs = 1000 } = setup;
  const advised = readFileSync(projectFile('deploy/compose/graphite/statsd.conf'), 'utf8');
  return {
    ...z.record(z.string(), z.unknown()).parse(runInNewContext(`(${advised})`)),
    servers: ['udp', 'tcp'].map((kind) => ({ server: `./servers/${kind}`, address, port })),
    port,
    mgmt_address: '127.0.0.1',
    mgmt_port: managementPort,
    flushInterval: flushMs,
    backends: carbon === undefined ? [] : ['./backends/graphite'],
    ...(carbon === undefined ? {} : { graphiteHost: carbon.address, graphitePort: carbon.port }),
  };
}

/**
 * StatsD with its own names of Graphite (the default, "legacy" ones): `stats.timers.NAME.mean`, `stats.gauges.NAME`,
 * `stats_counts.NAME` (in a flush), `stats.NAME` (a second). Timers have `mean`, `upper`, `lower`, `count`,
 * `upper_95`, `upper_99` and more. What is idle is not sent on.
 */
export async function startStatsd(place: Place, setup: StatsdSetup = {}): Promise<Statsd> {
  const address = setup.address ?? '127.0.0.1';
  const port = setup.port ?? (await place.port(8125));
  const managementPort = await place.port(8126);
  const folder = newFolder('statsd');
  const file = join(folder, 'config.js');
  writeFileSync(file, JSON.stringify(configOf(setup, address, port, managementPort)));
  const ask = (text: string): Promise<string> => place.tell('127.0.0.1', managementPort, `${text}\n`, '\n');
  const server = await startServer({
    name: 'statsd',
    place,
    folder,
    command: [process.execPath, '-e', START, await statsdProgram(), file],
    isReady: () =>
      ask('health').then(
        (said) => said.startsWith('health: up'),
        () => false,
      ),
  });
  async function gathered(what: 'counters' | 'gauges'): Promise<Record<string, number>>;
  async function gathered(what: 'timers'): Promise<Record<string, number[]>>;
  async function gathered(what: string): Promise<Record<string, number | number[]>> {
    const said = await place.tell('127.0.0.1', managementPort, `${what}\n`, 'END\n\n');
    const json: unknown = JSON.parse(said.replace(/END\s*$/, ''));
    return what === 'timers' ? byName.lists.parse(json) : byName.numbers.parse(json);
  }
  return { ...server, address, port, gathered };
}
