import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function rootOf(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no project around ${fileURLToPath(import.meta.url)}`);
  return rootOf(parent);
}

/** From the sources and from a bundle of them alike. @param path inside the checkout */
export const projectFile = (path: string): string =>
  join(rootOf(dirname(fileURLToPath(import.meta.url))), path);
