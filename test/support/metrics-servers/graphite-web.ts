import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Carbon } from './carbon.ts';
import type { Place } from './place.ts';
import { projectFile } from './project-file.ts';
import type { Server } from './server.ts';
import { newFolder, startServer } from './server.ts';

const rendered = z.array(
  z.object({ target: z.string(), datapoints: z.array(z.tuple([z.number().nullable(), z.number()])) }),
);
/** `[value, seconds]`; null where nothing was measured. */
export type GraphiteSeries = z.infer<typeof rendered>[number];

const eventsSchema = z.array(z.object({ when: z.number(), what: z.string(), tags: z.array(z.string()) }));

export interface RenderRange {
  /** As Graphite takes them: seconds since 1970, or `-10min`; default the last ten minutes. */
  readonly from?: string | number;
  readonly until?: string | number;
}

export interface GraphiteWeb extends Server {
  readonly url: string;
  /** What Grafana asks: one series for each that the target finds. Throws with what Graphite said. */
  render(target: string | readonly string[], range?: RenderRange): Promise<readonly GraphiteSeries[]>;
  /** Names that a pattern with `*` finds, e.g. `stats.gauges.*`. */
  find(pattern: string): Promise<readonly string[]>;
  /** Events with all of these tags. */
  events(tags: string, range?: RenderRange): Promise<z.infer<typeof eventsSchema>>;
}

function settingsOf(folder: string, carbon: Carbon): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `
SECRET_KEY = 'of a throw-away folder'
ALLOWED_HOSTS = ['*']
TIME_ZONE = 'UTC'
GRAPHITE_ROOT = '/usr/share/graphite-web'
CONF_DIR = STORAGE_DIR = LOG_DIR = ${quoted(folder)}
STATIC_ROOT = '/usr/share/graphite-web/static'
INDEX_FILE = ${quoted(join(folder, 'index'))}
WHISPER_DIR = ${quoted(carbon.whisper)}
STANDARD_DIRS = [WHISPER_DIR]
CARBONLINK_HOSTS = ['127.0.0.1:${carbon.queryPort}']
CARBONLINK_TIMEOUT = 5.0
LOG_ROTATION = False
DEFAULT_CACHE_DURATION = 0
FIND_CACHE_DURATION = 0
MEMCACHE_HOSTS = []
TAGDB = ''
DATABASES = {'default': {'NAME': ${quoted(join(folder, 'graphite.db'))}, 'ENGINE': 'django.db.backends.sqlite3'}}
FUNCTION_PLUGINS = []
`;
}

/** Graphite's own render API over a carbon's files and what it has not written yet. */
export async function startGraphiteWeb(
  place: Place,
  carbon: Carbon,
  setup: { readonly address?: string; readonly port?: number } = {},
): Promise<GraphiteWeb> {
  const address = setup.address ?? '127.0.0.1';
  const port = setup.port ?? (await place.port(8080));
  const folder = newFolder('graphite-web');
  mkdirSync(join(folder, 'log'));
  writeFileSync(join(folder, 'graphite_settings.py'), settingsOf(folder, carbon));
  const url = `http://${address}:${port}`;
  const server = await startServer({
    name: 'graphite-web',
    place,
    folder,
    command: [
      // Debian's own: its packages are not for another one that may come first.
      '/usr/bin/python3',
      '-B',
      '-E',
      projectFile('test/support/metrics-servers/graphite_web.py'),
      folder,
      address,
      String(port),
    ],
    isReady: async () => (await place.http(`${url}/version/`)).status === 200,
  });
  const ask = async (path: string, fields: readonly (readonly [string, string])[]): Promise<unknown> => {
    const body = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
    const { status, text } = await place.http(`${url}${path}?${body}`);
    if (status !== 200) throw new Error(`Graphite answered ${status} to ${path}?${body}: ${text}`);
    return JSON.parse(text);
  };
  const fieldsOf = ({
    from = '-10min',
    until = 'now',
  }: RenderRange): readonly (readonly [string, string])[] => [
    ['from', String(from)],
    ['until', String(until)],
  ];
  return {
    ...server,
    url,
    async render(target, range = {}) {
      const targets = [target].flat().map((each): readonly [string, string] => ['target', each]);
      return rendered.parse(await ask('/render', [...targets, ...fieldsOf(range), ['format', 'json']]));
    },
    async find(pattern) {
      const found = await ask('/metrics/expand', [['query', pattern]]);
      return z.object({ results: z.array(z.string()) }).parse(found).results;
    },
    async events(tags, range = {}) {
      return eventsSchema.parse(await ask('/events/get_data', [['tags', tags], ...fieldsOf(range)]));
    },
  };
}
