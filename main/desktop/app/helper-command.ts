import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { artifact } from '../../artifact.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The Node that started the app, else one on the path: the helper cannot run in Electron's own. */
function findNode(env: Environment, platform: NodeJS.Platform): string | null {
  const given = env['FAULTLINE_NODE'];
  if (given !== undefined && isAbsolute(given)) return given;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** How the helper is started from here; null: there is no Node, and the engine says what that means. */
export function helperCommand(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): readonly [string, ...string[]] | null {
  const node = findNode(env, platform);
  return node === null ? null : [node, artifact('helper.cjs')];
}
