import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { HelperSite } from '../../../main/helper-client/site.ts';
import { SiteExaminer } from '../../../main/helper-client/trust/examine-site.ts';
import { surroundings } from '../../../main/helper-client/ways/surroundings.ts';

/** Users and groups that no file of this machine knows. */
const USER = 41_234;
const STRANGER = 41_235;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-owners-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function put(path: string, uid = 0, mode = 0o755): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '', { mode });
  chmodSync(file, mode);
  chownSync(file, uid, uid);
  return file;
}

const siteOf = (file: string): HelperSite => ({
  command: [file],
  files: [file],
  hashes: new Map(),
  isExecutable: true,
});

/** As if the program ran as that user. */
const examine = (file: string, euid = USER): Promise<string> =>
  new SiteExaminer().examine(siteOf(file), { ...surroundings(), env: {}, euid });

/** Whether that user can put something else at the end of the path: tried for real, by moving or writing it. */
function canReplace(path: string, uid: number): boolean {
  const script = 'echo changed > "$1" || { mv "$1" "$1.old" && echo changed > "$1"; }';
  const ran = spawnSync('setpriv', [
    ...['--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups'],
    ...['sh', '-c', `${script} 2>/dev/null`, 'sh', path],
  ]);
  return ran.status === 0;
}

describe('trusted, and in truth nobody else can change it', () => {
  test.each<[string, () => string]>([
    ["root's file", () => put('a/helper')],
    ["the user's file in the user's folder", () => put('a/helper', USER)],
    [
      "a link in root's folder to the user's file",
      () => {
        const link = join(folder, 'link');
        symlinkSync(put('a/helper', USER), link);
        return link;
      },
    ],
    [
      "the user's file in a sticky folder of everybody's",
      () => {
        const file = put('a/helper', USER);
        chmodSync(dirname(file), 0o1777);
        return file;
      },
    ],
  ])('%s', async (_, make) => {
    const file = make();
    expect(await examine(file)).toBe('');
    expect(canReplace(file, STRANGER)).toBe(false);
  });
});

describe('refused, and in truth another user could change it', () => {
  test.each<[string, () => string, string]>([
    ["a stranger's file", () => put('a/helper', STRANGER), `user ${STRANGER} could change`],
    ['a file of everybody', () => put('a/helper', 0, 0o777), 'everybody could change'],
    [
      "a stranger's folder around root's file",
      () => {
        const file = put('a/b/helper');
        chownSync(dirname(dirname(file)), STRANGER, 0);
        chownSync(dirname(file), STRANGER, 0);
        return file;
      },
      `user ${STRANGER} could change`,
    ],
    [
      'a folder of everybody',
      () => {
        const file = put('a/helper');
        chmodSync(dirname(file), 0o777);
        return file;
      },
      'everybody could change',
    ],
    [
      "a file of the stranger's group",
      () => {
        const file = put('a/helper', 0, 0o775);
        chownSync(file, 0, STRANGER);
        return file;
      },
      `group ${STRANGER} could change`,
    ],
    [
      "a stranger's link in a sticky folder",
      () => {
        const sticky = join(folder, 'sticky');
        mkdirSync(sticky);
        chmodSync(sticky, 0o1777);
        const link = join(sticky, 'helper');
        symlinkSync(put('a/helper'), link);
        lchownSync(link, STRANGER, STRANGER);
        return link;
      },
      `user ${STRANGER} could change`,
    ],
    [
      "a link that leads into a stranger's folder",
      () => {
        const file = put('b/helper', STRANGER);
        chownSync(dirname(file), STRANGER, STRANGER);
        const link = join(folder, 'link');
        symlinkSync(file, link);
        return link;
      },
      `user ${STRANGER} could change`,
    ],
  ])('%s', async (_, make, words) => {
    const file = make();
    expect(await examine(file)).toContain(words);
    expect(canReplace(file, STRANGER)).toBe(true);
  });

  test("a file that an access control list opens to a stranger behind the user's own group", async () => {
    const file = put('a/helper', 0);
    // acl(5), as setfacl(1) writes it: user::rwx user:STRANGER:rwx group::r-x mask::rwx other::r-x
    const entries = [
      [1, 7, -1],
      [2, 7, STRANGER],
      [4, 5, -1],
      [16, 7, -1],
      [32, 5, -1],
    ];
    const script = `import os, struct
acl = struct.pack('<I', 2) + b''.join(struct.pack('<HHi', *one) for one in ${JSON.stringify(entries)})
os.setxattr(${JSON.stringify(file)}, 'system.posix_acl_access', acl)`;
    execFileSync('python3', ['-c', script]);
    expect(await examine(file)).toBe(
      `group root (0), or whom an access control list names, could change ${file}: run "sudo chmod g-w ${file}"`,
    );
    expect(canReplace(file, STRANGER)).toBe(true);
    execFileSync('chmod', ['g-w', file]);
    expect(await examine(file)).toBe('');
    expect(canReplace(file, STRANGER)).toBe(false);
  });

  test("what is the user's own is a stranger's for another user, and for root", async () => {
    const file = put('a/helper', USER);
    expect(await examine(file, STRANGER)).toContain(`user ${USER} could change ${file}`);
    expect(await examine(file, 0)).toContain(
      `user ${USER} could change ${file}: run "chown -h root: ${file}"`,
    );
    const behindSudo = { ...surroundings(), env: { SUDO_UID: `${USER}` }, euid: 0 };
    expect(await new SiteExaminer().examine(siteOf(file), behindSudo)).toBe('');
  });
});

describe('the command in the refusal', () => {
  test.each<[string, (file: string) => void]>([
    ['a file of everybody', (file) => chmodSync(file, 0o777)],
    ['a file of a group', (file) => chmodSync(file, 0o775)],
    ["a stranger's file", (file) => chownSync(file, STRANGER, STRANGER)],
    ["a stranger's folder", (file) => chownSync(dirname(file), STRANGER, STRANGER)],
  ])('mends it: %s', async (_, spoil) => {
    const file = put("odd 'name'/helper");
    chownSync(file, 0, STRANGER);
    spoil(file);
    const command = /run "sudo (.*)"$/.exec(await examine(file))?.[1] ?? '';
    expect(spawnSync('sh', ['-c', command]).status).toBe(0);
    expect(await examine(file)).toBe('');
  });
});

describe('the program', { timeout: 120_000 }, () => {
  const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

  /** The built program with its packages, in a folder of its own. */
  function copyOfProgram(): string {
    cpSync(DIST, join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module", "version": "0.1.0"}');
    symlinkSync(realpathSync(join(DIST, '../node_modules')), join(folder, 'node_modules'));
    return join(folder, 'dist/faultline.mjs');
  }

  function doctor(program: string): { readonly helper: string; readonly files: string } {
    const { stdout } = spawnSync(process.execPath, [program, 'doctor', '--json'], {
      encoding: 'utf8',
      env: { HOME: folder },
    });
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; text: string }[] };
    const of = (id: string): string => {
      const check = checks.find((one) => one.id === id);
      return `${check?.state}: ${check?.text}`;
    };
    return { helper: of('helper'), files: of('helper-files') };
  }

  test('starts a helper that only root can write', () => {
    const { helper, files } = doctor(copyOfProgram());
    expect(helper).toMatch(/^ok: runs for IPv4 and IPv6, way: inherited/);
    expect(files).toMatch(/^ok: /);
  });

  test('refuses one that others can write, names them, and goes on without it', () => {
    const program = copyOfProgram();
    const helper = join(folder, 'dist/helper.cjs');
    chmodSync(helper, 0o666);
    expect(doctor(program)).toEqual({
      helper: `no: the helper is not trusted: everybody could change ${helper}: run "chmod go-w ${helper}"`,
      files: `no: Everybody could change ${helper}: run "chmod go-w ${helper}"`,
    });
    const ping = spawnSync(process.execPath, [program, 'ping', '127.0.0.1', '--count', '1', '--json'], {
      encoding: 'utf8',
      env: { HOME: folder, PATH: process.env['PATH'] },
    });
    expect(JSON.parse(ping.stdout)).toMatchObject({ received: 1, mode: 'ping' });
  });

  test("as a whole of another user's, run by root: the helper adds nothing to what that one can do", () => {
    const program = copyOfProgram();
    spawnSync('chown', ['-R', '-h', `${USER}`, folder]);
    expect(doctor(program)).toMatchObject({ files: expect.stringMatching(/^ok: /) });
    chownSync(program, 0, 0);
    expect(doctor(program).helper).toContain(`user ${USER} could change ${folder}`);
  });

  test('refuses one that was exchanged', () => {
    const program = copyOfProgram();
    const helper = join(folder, 'dist/helper.cjs');
    const evidence = join(folder, 'evidence');
    renameSync(helper, `${helper}.old`);
    writeFileSync(helper, `require('node:fs').writeFileSync(${JSON.stringify(evidence)}, '');`);
    expect(doctor(program).helper).toBe(
      `no: the helper is not trusted: ${helper} is not the file that belongs to this program: run "npm run build"`,
    );
    expect(() => statSync(evidence)).toThrow(/ENOENT/);
  });
});
