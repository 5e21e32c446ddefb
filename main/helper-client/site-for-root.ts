import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { FoundSite } from './find-site.ts';
import type { HelperSite } from './site.ts';
import type { Surroundings } from './ways/way.ts';

const PREFIX = 'helper-';

function cacheFolder(env: Surroundings['env']): string | null {
  const cache = env['XDG_CACHE_HOME'];
  if (cache !== undefined && isAbsolute(cache)) return join(cache, 'faultline');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.cache', 'faultline') : null;
}

/** A file is there whole or not at all; the program's own mode is what runs it. */
async function copyInto(folder: string, site: HelperSite): Promise<void> {
  for (const file of site.files) {
    const to = join(folder, basename(file));
    const aside = `${to}.${process.pid}`;
    await rm(aside, { force: true });
    await copyFile(file, aside, constants.COPYFILE_EXCL);
    await chmod(aside, file === site.command[0] ? 0o755 : 0o644);
    await rename(aside, to);
  }
}

async function removeOthers(parent: string, kept: string): Promise<void> {
  const names = await readdir(parent);
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== kept);
  await Promise.all(old.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

function moved(site: HelperSite, folder: string): HelperSite {
  const [program, ...args] = site.command;
  const within = (file: string): string => join(folder, basename(file));
  return {
    ...site,
    command: [within(program), ...args],
    files: site.files.map(within),
    hashes: new Map([...site.hashes].map(([file, hash]) => [within(file), hash])),
  };
}

/**
 * The helper where root can run it. An AppImage is mounted for its user alone, and root can't even look into it
 * (fuse(8), allow_root): what it holds is copied into the user's cache, anew at each start, and has to be examined
 * there. Anything else stays as it is. Never rejects.
 */
export async function siteForRoot(site: HelperSite, { env }: Surroundings): Promise<FoundSite> {
  const mount = env['APPDIR'];
  if (env['APPIMAGE'] === undefined || mount === undefined || !site.isExecutable) return { ok: true, site };
  if (!site.command[0].startsWith(`${mount}/`)) return { ok: true, site };
  const parent = cacheFolder(env);
  const hash = site.hashes.get(site.command[0]);
  if (parent === null || hash === undefined) {
    return { ok: false, reason: 'there is no folder to copy the helper of the AppImage to' };
  }
  const name = `${PREFIX}${hash.slice(0, 16)}`;
  const folder = join(parent, name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await copyInto(folder, site);
    await removeOthers(parent, name);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `the helper of the AppImage could not be copied to ${folder}: ${why}` };
  }
  return { ok: true, site: moved(site, folder) };
}
