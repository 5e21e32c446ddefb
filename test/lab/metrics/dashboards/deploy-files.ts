import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { projectFile } from '../../../support/metrics-servers/project-file.ts';

/** Through the YAML parser of Debian: a file that is not valid throws with its complaint. */
export function yaml(path: string): unknown {
  const program = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)';
  const input = readFileSync(projectFile(path), 'utf8');
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-B', '-E', '-c', program], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${path}: ${stderr}`);
  return JSON.parse(stdout);
}

const service = z.strictObject({
  image: z.string(),
  restart: z.literal('unless-stopped'),
  command: z.array(z.string()).optional(),
  depends_on: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
});
const compose = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.strictObject({})),
});

export interface Mount {
  /** A path of the checkout, or null for a volume. */
  readonly path: string | null;
  /** Of a volume. */
  readonly volume: string | null;
  readonly inside: string;
  readonly isReadOnly: boolean;
}

export type Service = z.infer<typeof service>;

export const composeFile = (path: string): z.infer<typeof compose> => compose.parse(yaml(path));

/** As docker compose reads `SOURCE:TARGET[:MODE]`; a source that begins with a dot lies beside the file. */
export function mountsOf(path: string, { volumes }: Service): readonly Mount[] {
  return volumes.map((text) => {
    const [source = '', inside = '', mode] = text.split(':');
    const isFile = source.startsWith('.');
    return {
      path: isFile ? join(dirname(path), source) : null,
      volume: isFile ? null : source,
      inside,
      isReadOnly: mode === 'ro',
    };
  });
}

const provider = z.object({
  apiVersion: z.literal(1),
  providers: z.array(z.object({ type: z.literal('file'), options: z.object({ path: z.string() }) })),
});
const sources = z.object({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.object({ name: z.string(), uid: z.string(), type: z.string(), url: z.url(), isDefault: z.boolean() }),
  ),
});

export const dashboardProvider = (path: string): z.infer<typeof provider> => provider.parse(yaml(path));
export const dataSources = (path: string): z.infer<typeof sources>['datasources'] =>
  sources.parse(yaml(path)).datasources;
