import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import type { Server } from './server.ts';
import { newFolder, startServer } from './server.ts';

export interface CarbonSetup {
  /** A literal address for its lines; default 127.0.0.1. */
  readonly address?: string;
  readonly port?: number;
  /** Resolution and duration of what it keeps; default `1s:1h`. */
  readonly retention?: string;
}

export interface Carbon extends Server {
  readonly address: string;
  /** TCP, one line a figure: `name value seconds`. */
  readonly port: number;
  /** Asked by Graphite's web part for what is not in a file yet. */
  readonly queryPort: number;
  readonly whisper: string;
}

function configOf(folder: string, setup: { address: string; port: number; queryPort: number }): string {
  return `[cache]
STORAGE_DIR = ${folder}
LOCAL_DATA_DIR = ${folder}/whisper
CONF_DIR = ${folder}
LOG_DIR = ${folder}
PID_DIR = ${folder}
USER =
ENABLE_LOGROTATION = False
MAX_CACHE_SIZE = inf
MAX_UPDATES_PER_SECOND = inf
MAX_CREATES_PER_MINUTE = inf
MIN_TIMESTAMP_RESOLUTION = 1
LINE_RECEIVER_INTERFACE = ${setup.address}
LINE_RECEIVER_PORT = ${setup.port}
ENABLE_UDP_LISTENER = False
PICKLE_RECEIVER_PORT = 0
CACHE_QUERY_INTERFACE = 127.0.0.1
CACHE_QUERY_PORT = ${setup.queryPort}
CACHE_WRITE_STRATEGY = sorted
CARBON_METRIC_INTERVAL = 0
LOG_UPDATES = False
LOG_CREATES = False
GRAPHITE_URL =
ENABLE_TAGS = False
`;
}

/** carbon-cache with whisper files of the given resolution. */
export async function startCarbon(place: Place, setup: CarbonSetup = {}): Promise<Carbon> {
  const address = setup.address ?? '127.0.0.1';
  const port = setup.port ?? (await place.port(2003));
  const queryPort = await place.port(7002);
  const folder = newFolder('carbon');
  const whisper = join(folder, 'whisper');
  mkdirSync(whisper);
  const retention = setup.retention ?? '1s:1h';
  writeFileSync(join(folder, 'carbon.conf'), configOf(folder, { address, port, queryPort }));
  writeFileSync(join(folder, 'storage-schemas.conf'), `[all]\npattern = .*\nretentions = ${retention}\n`);
  const pidFile = join(folder, 'carbon.pid');
  const server = await startServer({
    name: 'carbon-cache',
    place,
    folder,
    command: [
      'carbon-cache',
      `--config=${join(folder, 'carbon.conf')}`,
      `--pidfile=${pidFile}`,
      `--logdir=${folder}`,
      '--nodaemon',
      'start',
    ],
    isReady: () =>
      place.tell(address, port, '', '').then(
        () => true,
        () => false,
      ),
  });
  return {
    ...server,
    async restart() {
      await server.kill('SIGTERM');
      // Left by a SIGKILL, with a pid that may be somebody else's by now.
      rmSync(pidFile, { force: true });
      await server.restart();
    },
    address,
    port,
    queryPort,
    whisper,
  };
}
