import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openHelperWays } from '../../../main/helper-client/helper-ways.ts';
import type { HelperSite } from '../../../main/helper-client/site.ts';
import { siteForRoot } from '../../../main/helper-client/site-for-root.ts';
import { startFailure } from '../../../main/helper-client/start-failure.ts';
import type { HelperWay, Surroundings } from '../../../main/helper-client/ways/way.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { CHECKOUT, desktop, INSTALLED } from './ways/machine.ts';

const HASH = 'ab'.repeat(32);
const KEPT = 'faultline/helper-abababababababab';

/** The helper inside a mounted AppImage, and the surroundings of its app. */
function appImage() {
  const mount = temporaryFolder();
  const cache = join(temporaryFolder(), 'cache');
  const files = ['faultline-helper', 'raw.node'].map((name) => join(mount, 'resources/helper', name));
  mkdirSync(join(mount, 'resources/helper'), { recursive: true });
  for (const file of files) writeFileSync(file, `content of ${file.replace(mount, '')}`);
  const [program = '', addon = ''] = files;
  const site: HelperSite = {
    command: [program],
    files,
    hashes: new Map([
      [program, HASH],
      [addon, HASH],
    ]),
    isExecutable: true,
  };
  const env = {
    DISPLAY: ':0',
    APPIMAGE: '/home/ada/Faultline.AppImage',
    APPDIR: mount,
    XDG_CACHE_HOME: cache,
  };
  return { site, env, cache, here: desktop({ env }) };
}

describe('what root shall run', () => {
  test.each<[string, HelperSite, Partial<Surroundings>]>([
    ['installed', INSTALLED, {}],
    ['from a checkout', CHECKOUT, { env: { APPIMAGE: '/x', APPDIR: '/opt' } }],
    [
      'installed, and started by a program of some AppImage',
      INSTALLED,
      { env: { APPIMAGE: '/x', APPDIR: '/tmp/m' } },
    ],
    ['in an AppImage that is not mounted', INSTALLED, { env: { APPIMAGE: '/x' } }],
  ])('stays where it is: %s', async (_, site, over) => {
    expect(await siteForRoot(site, desktop(over))).toEqual({ ok: true, site });
  });

  test('is copied out of an AppImage, with its hashes, for its owner to keep', async () => {
    const { site, here, cache } = appImage();
    const folder = join(cache, KEPT);
    const [program, addon] = [join(folder, 'faultline-helper'), join(folder, 'raw.node')];
    expect(await siteForRoot(site, here)).toEqual({
      ok: true,
      site: {
        command: [program],
        files: [program, addon],
        hashes: new Map([
          [program, HASH],
          [addon, HASH],
        ]),
        isExecutable: true,
      },
    });
    expect(readFileSync(program, 'utf8')).toBe('content of /resources/helper/faultline-helper');
    const modes = [folder, program, addon].map((path) => statSync(path).mode & 0o7777);
    expect(modes).toEqual([0o700, 0o755, 0o644]);
  });

  test('is copied anew each time; of other versions nothing is kept', async () => {
    const { site, here, cache } = appImage();
    mkdirSync(join(cache, 'faultline/helper-old'), { recursive: true });
    mkdirSync(join(cache, 'faultline/other'), { recursive: true });
    await siteForRoot(site, here);
    const program = join(cache, KEPT, 'faultline-helper');
    writeFileSync(program, 'something else');
    await siteForRoot(site, here);
    expect(readFileSync(program, 'utf8')).toMatch(/^content of/);
    expect(readdirSync(join(cache, 'faultline')).sort()).toEqual(['helper-abababababababab', 'other']);
    expect(readdirSync(join(cache, KEPT)).sort()).toEqual(['faultline-helper', 'raw.node']);
  });

  test('the home folder has the cache where nothing else is said', async () => {
    const { site, env, cache } = appImage();
    const { XDG_CACHE_HOME: _, ...others } = env;
    await siteForRoot(site, desktop({ env: { ...others, HOME: cache } }));
    expect(existsSync(join(cache, '.cache', KEPT, 'raw.node'))).toBe(true);
    const nowhere = await siteForRoot(site, desktop({ env: { ...others, HOME: '' } }));
    expect(nowhere).toMatchObject({ ok: false, reason: expect.stringMatching(/no folder/) });
  });

  test('a cache that is a file, and a mount that has gone: said', async () => {
    const { site, env, here } = appImage();
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const refused = await siteForRoot(site, desktop({ env: { ...env, XDG_CACHE_HOME: file } }));
    expect(refused).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/could not be copied .*ENOTDIR/),
    });
    const gone: HelperSite = { ...site, files: [...site.files, `${site.command[0]}.gone`] };
    expect(await siteForRoot(gone, here)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/ENOENT/),
    });
  });
});

describe('the ways', () => {
  const examined: string[] = [];

  function ways(site: HelperSite, here: Surroundings, distrusted: RegExp | null = null) {
    const started: string[] = [];
    const way = (name: 'file-capability' | 'pkexec'): HelperWay => ({
      name,
      asks: name === 'pkexec',
      obstacle: (at) => (/ /.test(at.command[0]) ? 'a blank in the path' : ''),
      start: async (start) => {
        started.push(`${name} ${start.site.command[0]}`);
        return startFailure('no-privilege', 'refused');
      },
    });
    const opened = openHelperWays({
      canAsk: true,
      ways: [way('file-capability'), way('pkexec')],
      findSite: () => ({ ok: true, site }),
      surroundings: () => here,
      examine: async (at) => {
        examined.push(at.command[0]);
        return distrusted?.test(at.command[0]) === true ? 'it is not the same' : '';
      },
    });
    return { opened, started };
  }
  const { signal } = new AbortController();

  test('that ask nobody run it where it is, those that ask its copy, which is examined as well', async () => {
    const { site, here, cache } = appImage();
    const copy = join(cache, KEPT, 'faultline-helper');
    const { opened, started } = ways(site, here);
    await opened.startAsked(signal);
    expect(started).toEqual([`file-capability ${site.command[0]}`, `pkexec ${copy}`]);
    expect(examined).toEqual([site.command[0], copy]);
    const spoilt = ways(site, here, /helper-abab/);
    expect(await spoilt.opened.startAsked(signal)).toMatchObject({ code: 'distrusted' });
    expect(spoilt.started).toEqual([`file-capability ${site.command[0]}`]);
  });

  test('a copy that can not be made, or not be run by that way, is not asked for', async () => {
    const { site, env, cache } = appImage();
    const blank = desktop({ env: { ...env, XDG_CACHE_HOME: `${cache} 2` } });
    const first = ways(site, blank);
    expect(await first.opened.startAsked(signal)).toMatchObject({ ok: false, code: 'no-privilege' });
    expect(first.started).toEqual([`file-capability ${site.command[0]}`]);
    mkdirSync(cache);
    chmodSync(cache, 0o700);
    writeFileSync(join(cache, 'faultline'), '');
    const second = ways(site, desktop({ env }));
    expect(await second.opened.startAsked(signal)).toMatchObject({
      code: 'failed',
      reason: expect.stringMatching(/could not be copied/),
    });
  });
});
