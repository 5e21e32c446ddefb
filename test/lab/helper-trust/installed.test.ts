import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildHelperExecutable } from '../../../scripts/package/helper/build.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** A user whom no file of this machine knows. */
const USER = 41_236;
/** Building takes seconds where Node is at hand, and as long as its download elsewhere. */
const BUILD_DEADLINE_MS = 300_000;

const CHECKS = z.object({
  icmp: z.string(),
  checks: z.array(z.object({ id: z.string(), state: z.string(), text: z.string() })),
});

let top = '';
let program = '';
let helper = '';

/** The command line's program with the helper's executable beside it, all of it root's. */
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'faultline-program-'));
  chmodSync(top, 0o755);
  const lib = join(top, 'lib');
  mkdirSync(lib);
  program = join(lib, 'faultline.mjs');
  copyFileSync(join(ROOT, 'dist/faultline.mjs'), program);
  writeFileSync(join(lib, 'package.json'), '{"type": "module"}');
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(lib, 'node_modules'));
  const { executable, manifest } = await buildHelperExecutable({ into: join(lib, 'helper') });
  renameSync(manifest, join(lib, 'helper.json'));
  helper = executable;
}, BUILD_DEADLINE_MS);

afterAll(() => rmSync(top, { recursive: true, force: true }));

const give = (capability: string): void => {
  execFileSync('setcap', [capability, helper]);
};

beforeEach(() => give('cap_net_raw+ep'));

/** What `doctor` says of each check, when a user without rights runs it. */
function doctor(...restrictions: string[]): Readonly<Record<string, string>> {
  const as = ['--reuid', `${USER}`, '--regid', `${USER}`, '--clear-groups', ...restrictions];
  const { stdout } = spawnSync('setpriv', [...as, process.execPath, program, 'doctor', '--json'], {
    encoding: 'utf8',
    cwd: '/',
    env: { HOME: '/nonexistent' },
  });
  const { checks, icmp } = CHECKS.parse(JSON.parse(stdout));
  return { ...Object.fromEntries(checks.map(({ id, state, text }) => [id, `${state}: ${text}`])), icmp };
}

const REFUSED =
  'no: no right to open raw sockets: start it with sudo, or grant the helper the capability cap_net_raw';

describe('an installed helper', { timeout: 60_000 }, () => {
  test('has its right by its file: nobody is asked', () => {
    expect(doctor()).toMatchObject({
      icmp: 'helper',
      helper: `ok: runs for IPv4 and IPv6, way: file-capability; user ${USER} with the right to open raw sockets and no other`,
      'helper-files': `ok: nobody but root and you can change ${helper} and what it loads`,
      'way-file-capability': 'ok: taken, and asked nobody',
    });
  });

  test.each([
    ['none', '-r'],
    ['one that it would have to raise itself', 'cap_net_raw+p'],
    ['another one', 'cap_net_bind_service+ep'],
  ])('without the capability (%s): not started, and why', (_, capability) => {
    give(capability);
    expect(doctor()).toMatchObject({
      helper: REFUSED,
      'way-file-capability': expect.stringMatching(
        /^limited: not here: the file of the helper has no capability/,
      ),
    });
  });

  test('where the system keeps it from being used: tried, and not taken for broken', () => {
    const told = {
      helper: expect.stringMatching(
        /^no: no right to open raw sockets: the file of the helper has the capability, but this system keeps it from being used/,
      ),
      'way-file-capability': 'limited: tried, and brought no right',
    };
    expect(doctor('--no-new-privs')).toMatchObject(told);
    expect(doctor('--bounding-set', '-net_raw')).toMatchObject(told);
  });

  test('that somebody else could change is not started, although it has its right', () => {
    const folder = join(top, 'lib/helper');
    chmodSync(folder, 0o777);
    const refused = doctor();
    chmodSync(folder, 0o755);
    const words = `everybody could change ${folder}: run "sudo chmod go-w ${folder}"`;
    expect(refused).toMatchObject({ helper: `no: the helper is not trusted: ${words}` });
  });

  test('whose other file belongs to another user is not started', () => {
    const addon = join(top, 'lib/helper/raw.node');
    chownSync(addon, USER + 1, 0);
    const refused = doctor();
    chownSync(addon, 0, 0);
    expect(refused['helper']).toContain(`not trusted: user ${USER + 1} could change ${addon}`);
  });

  test('that is not the one of this program is not started', () => {
    const whole = `${helper}.whole`;
    copyFileSync(helper, whole);
    appendFileSync(helper, '\0');
    give('cap_net_raw+ep');
    const refused = doctor();
    renameSync(whole, helper);
    expect(refused['helper']).toBe(
      `no: the helper is not trusted: ${helper} is not the file that belongs to this program: install Faultline again`,
    );
  });
});
