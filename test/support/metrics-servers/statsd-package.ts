import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillFolder } from '../../../scripts/electron/aside.mjs';
import { npmPack, unpackPinned } from '../../../scripts/npm-tarball.mjs';
import { projectFile } from './project-file.ts';

/** The reference implementation. Its one dependency serves a part (the proxy) that is not used here. */
const STATSD = {
  spec: 'statsd@0.9.0',
  integrity:
    'sha512-DwQDAZ3osm5ZaQshq7Z/C8nxpqWjj7NVBmHkxZLta9lDOYelPZ8vR976OU1TCHRgGA1bSBuB6glOw9cFkxlyzA==',
};

const FOLDER = projectFile('.cache/statsd/0.9.0');
const PROGRAM = join(FOLDER, 'package/stats.js');

/** @returns its program; fetched from the npm registry once for the checkout */
export async function statsdProgram(): Promise<string> {
  const isThere = (): boolean => existsSync(PROGRAM);
  if (isThere()) return PROGRAM;
  const fill = async (aside: string): Promise<void> => {
    const tarball = await npmPack(STATSD.spec, aside);
    await unpackPinned(tarball, aside, STATSD, ['stats.js', 'package.json', 'lib', 'servers', 'backends']);
    rmSync(tarball);
  };
  await fillFolder(FOLDER, fill, isThere);
  return PROGRAM;
}
