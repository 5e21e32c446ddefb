import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HelperSite } from '../../../../main/helper-client/site.ts';
import { SiteExaminer, trustedHere } from '../../../../main/helper-client/trust/examine-site.ts';
import { FileHashes } from '../../../../main/helper-client/trust/file-hashes.ts';
import { lookAtPath } from '../../../../main/helper-client/trust/look-at-path.ts';
import { desktop } from '../ways/machine.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder of our own alone, in the sticky one of everybody. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-trust-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const me = () => desktop({ euid: process.geteuid?.() });

/** One file `program`, which holds `content`, and is meant to hold `meant`. */
function siteIn(folder: string, meant = 'content'): HelperSite & { readonly file: string } {
  const file = join(folder, 'program');
  writeFileSync(file, 'content', { mode: 0o755 });
  return {
    command: [file],
    files: [file],
    hashes: new Map([[file, sha256(meant)]]),
    isExecutable: true,
    file,
  };
}

describe('what is on the way', () => {
  test('every folder from the root on, then the file', async () => {
    const folder = ownFolder();
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/file'), '');
    const look = await lookAtPath(join(folder, 'a/./file'));
    if (!look.ok) throw new Error(look.reason);
    expect(look.facts[0]).toMatchObject({ path: '/', kind: 'folder', uid: 0 });
    expect(look.facts.slice(-3)).toMatchObject([
      { path: folder, kind: 'folder', mode: 0o700 },
      { path: join(folder, 'a'), kind: 'folder' },
      { path: join(folder, 'a/file'), kind: 'file', uid: process.geteuid?.() },
    ]);
  });

  test('a link, and everything on the way to where it leads', async () => {
    const folder = ownFolder();
    mkdirSync(join(folder, 'real/deep'), { recursive: true });
    writeFileSync(join(folder, 'real/deep/file'), '');
    symlinkSync('real/deep/../deep', join(folder, 'relative'));
    symlinkSync(join(folder, 'relative'), join(folder, 'absolute'));
    const look = await lookAtPath(join(folder, 'absolute/file'));
    if (!look.ok) throw new Error(look.reason);
    const seen = look.facts.map(({ path, kind }) => `${kind} ${path.replace(folder, '')}`);
    expect(seen.slice(seen.indexOf('link /absolute'))).toEqual(
      expect.arrayContaining([
        'link /absolute',
        'folder ',
        'link /relative',
        'folder /real',
        'folder /real/deep',
        'file /real/deep/file',
      ]),
    );
  });

  test.each<[string, (folder: string) => string, RegExp]>([
    ['nothing there', (folder) => join(folder, 'missing/file'), /^is missing$/],
    ['a link to nowhere', (folder) => join(folder, 'broken'), /^is missing$/],
    ['a link to itself', (folder) => join(folder, 'loop'), /too many links/],
    [
      'a file in the place of a folder',
      (folder) => join(folder, 'file/below'),
      /can't be examined .*ENOTDIR/,
    ],
    ['a folder', (folder) => folder, /^is not a file$/],
    ['a link to a folder', (folder) => join(folder, 'here'), /^is not a file$/],
    ['a device', () => '/dev/zero', /^is not a file$/],
    ['a relative path', () => 'dist/helper.cjs', /not an absolute path/],
    ['a NUL', (folder) => join(folder, 'a\0b'), /can't be examined/],
  ])('%s', async (_, path, reason) => {
    const folder = ownFolder();
    symlinkSync('nowhere', join(folder, 'broken'));
    symlinkSync('loop', join(folder, 'loop'));
    symlinkSync('.', join(folder, 'here'));
    writeFileSync(join(folder, 'file'), '');
    expect(await lookAtPath(path(folder))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a site', () => {
  test('of our own, with the right content', async () => {
    expect(await new SiteExaminer().examine(siteIn(ownFolder()), me())).toBe('');
  });

  test('below a folder that everybody may write', async () => {
    const folder = ownFolder();
    chmodSync(folder, 0o777);
    expect(await new SiteExaminer().examine(siteIn(folder), me())).toBe(
      `everybody could change ${folder}: run "${me().euid === 0 ? '' : 'sudo '}chmod go-w ${folder}"`,
    );
  });

  test('a file that everybody may write; for others than root, the command asks for its rights', async () => {
    const site = siteIn(ownFolder());
    chmodSync(site.file, 0o757);
    const words = await new SiteExaminer().examine(site, me());
    expect(words).toContain(`everybody could change ${site.file}`);
    const other = desktop({ euid: process.geteuid?.() === 0 ? 4242 : 0 });
    expect(await new SiteExaminer().examine(site, other)).toMatch(
      other.euid === 0 ? /could change .*run "ch/ : /run "sudo ch/,
    );
  });

  test('a path that a shell would misread is quoted in the command', async () => {
    const folder = join(ownFolder(), "it's $(here)");
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(await new SiteExaminer().examine(siteIn(folder), me())).toMatch(
      /chmod go-w '.*it'\\''s \$\(here\)'"$/,
    );
  });

  test('a file that is not the one that was built', async () => {
    const site = siteIn(ownFolder(), 'other content');
    const words = `${site.file} is not the file that belongs to this program:`;
    const startedAt = (ms: number) => new SiteExaminer(() => null, ms);
    const { ctimeMs } = statSync(site.file);
    expect(await startedAt(ctimeMs + 1).examine(site, me())).toBe(`${words} install Faultline again`);
    // An update under a program that runs: what has to be started anew is that program.
    expect(await startedAt(ctimeMs - 1).examine(site, me())).toBe(
      `${words} start Faultline again, since it was exchanged, as by an update, after this one was started`,
    );
    expect(await new SiteExaminer().examine({ ...site, isExecutable: false }, me())).toBe(
      `${words} run "npm run build"`,
    );
  });

  test('a file that is missing, and one that is no file', async () => {
    const folder = ownFolder();
    const missing: HelperSite = { ...siteIn(folder), files: [join(folder, 'gone')] };
    const wayOut = 'start Faultline again if it was just updated, else install Faultline again';
    expect(await new SiteExaminer().examine(missing, me())).toBe(
      `${join(folder, 'gone')} is missing: ${wayOut}`,
    );
    expect(await new SiteExaminer().examine({ ...missing, isExecutable: false }, me())).toMatch(
      /is missing: run "npm run build"$/,
    );
    const noFile: HelperSite = { ...siteIn(folder), hashes: new Map([[folder, sha256('')]]) };
    expect(await new SiteExaminer().examine(noFile, me())).toMatch(/can't be read \(it is not a file\)/);
  });

  test('a pipe in the place of the program, which could be read for ever, is said to be none', async () => {
    const folder = ownFolder();
    const site = siteIn(folder);
    rmSync(site.file);
    execFileSync('mkfifo', ['-m', '755', site.file]);
    const started = 'start Faultline again if it was just updated, else install Faultline again';
    expect(await new SiteExaminer().examine(site, me())).toBe(`${site.file} is not a file: ${started}`);
    await expect(new FileHashes().of(site.file)).rejects.toThrow('it is not a file');
  });

  test("the owner's own group may write a checkout, but nothing that was installed", async () => {
    const site = siteIn(ownFolder());
    chmodSync(site.file, 0o775);
    const accounts = new SiteExaminer();
    expect(await accounts.examine(site, me())).toMatch(/group .* could change .*chmod g-w/);
    if (process.getgid?.() === 0) {
      expect(await accounts.examine({ ...site, isExecutable: false }, me())).toBe('');
    }
  });

  test('is not judged by POSIX rules where there are none', async () => {
    const site = { ...siteIn(ownFolder()), files: ['C:\\helper.exe'] };
    expect(await new SiteExaminer().examine(site, desktop({ platform: 'win32' }))).toBe('');
  });
});

describe('who is trusted', () => {
  test('root and the user; for root the one behind sudo and whose program it runs; administrators on macOS', () => {
    expect([...trustedHere(desktop()).uids]).toEqual([0, 1000]);
    expect([...trustedHere(desktop({ env: { SUDO_UID: '1001' } })).uids]).toEqual([0, 1000]);
    expect([...trustedHere(desktop({ euid: 0, env: { SUDO_UID: '1001' } })).uids]).toEqual([0, 1001]);
    expect([...trustedHere(desktop({ euid: 0, env: { SUDO_UID: '-1 ' } })).uids]).toEqual([0]);
    expect([...trustedHere(desktop({ euid: 0 }), 1002).uids]).toEqual([0, 1002]);
    expect([...trustedHere(desktop(), 1002).uids]).toEqual([0, 1000]);
    expect([...trustedHere(desktop({ platform: 'darwin' })).gids]).toEqual([80]);
    expect(trustedHere(desktop()).gids.size).toBe(0);
  });
});

describe('hashes', () => {
  test('are reckoned anew when the file has changed, whatever its times say', async () => {
    const file = join(ownFolder(), 'file');
    writeFileSync(file, 'one');
    const { atime, mtime } = statSync(file);
    const hashes = new FileHashes();
    expect(await hashes.of(file)).toBe(sha256('one'));
    expect(await hashes.of(file)).toBe(sha256('one'));
    writeFileSync(file, 'two');
    utimesSync(file, atime, mtime);
    expect(await hashes.of(file)).toBe(sha256('two'));
    rmSync(file);
    await expect(hashes.of(file)).rejects.toThrow(/ENOENT/);
  });
});
