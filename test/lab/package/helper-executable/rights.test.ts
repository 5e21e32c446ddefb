import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, linkSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseStatus } from '../../../../helper/privilege/status.ts';
import { sha256 } from '../../../../scripts/package/helper/manifest.mjs';
import { echo, type HelperProcess, probe, stopHelpers } from '../../helper/helper-process.ts';
import { AMBIENT, BUILD_DEADLINE_MS, Place, USER } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await Place.make();
}, BUILD_DEADLINE_MS);
afterEach(stopHelpers);
afterAll(() => place.remove());

const CAP_NET_RAW = 13;

/** Rights of every thread, as the kernel tells them. */
const threads = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).map((task) =>
    parseStatus(readFileSync(`/proc/${pid}/task/${task}/status`, 'latin1')),
  );

async function expectProbes(helper: HelperProcess): Promise<void> {
  helper.send(echo(1, '127.0.0.1'), echo(2, '::1'), probe(3, 'udp', '127.0.0.1'));
  expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  expect(await helper.answer('echo', 2)).toMatchObject({ outcome: 'reply' });
  expect(await helper.answer('probe', 3)).toMatchObject({ outcome: 'answered' });
}

async function expectNoPrivilege(helper: HelperProcess): Promise<void> {
  expect(await helper.ended).toEqual({ code: 3, signal: null, stderr: '' });
  expect(helper.events).toMatchObject([{ event: 'fatal', code: 'no-privilege' }]);
}

describe('the installed executable', () => {
  test('has one capability on its file, and no other privilege', () => {
    const told = execFileSync('getcap', ['-r', place.folder], { encoding: 'utf8' });
    expect(told).toBe(`${place.executable} cap_net_raw=ep\n`);
    expect(execFileSync('find', [place.folder, '-perm', '/7022'], { encoding: 'utf8' })).toBe('');
  });

  test('probes for a user without rights, with that one capability', async () => {
    const helper = place.start();
    const { privilege, families } = await helper.hello();
    expect(privilege).toEqual({ uid: USER, gid: USER, dropped: false, capabilities: [CAP_NET_RAW] });
    expect(families).toEqual([4, 6]);
    for (const status of threads(helper.pid)) {
      expect(status).toMatchObject({ permitted: [CAP_NET_RAW], effective: [CAP_NET_RAW], ambient: [] });
      expect(status).toMatchObject({ uids: [USER, USER, USER, USER] });
    }
    await expectProbes(helper);
    helper.closeInput();
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  const asRoot: [string, Record<string, string>, number][] = [
    ['by nobody in particular', {}, 65534],
    ['by pkexec', { PKEXEC_UID: `${USER}` }, USER],
    ['by sudo', { SUDO_UID: `${USER}`, SUDO_GID: `${USER}` }, USER],
  ];
  test.each(asRoot)('started as root %s: gives all of it up', async (_, env, uid) => {
    const helper = place.start({ as: [], env });
    expect((await helper.hello()).privilege).toMatchObject({ uid, dropped: true, capabilities: [] });
    for (const status of threads(helper.pid)) {
      expect(status).toMatchObject({ uids: [uid, uid, uid, uid], groups: [], permitted: [], effective: [] });
    }
    await expectProbes(helper);
  });

  test('needs no right on its file where the process has it', async () => {
    const plain = place.own(place.executable, 'plain');
    place.own(place.addon, 'raw.node');
    const helper = place.start({ as: AMBIENT, executable: plain });
    expect((await helper.hello()).privilege).toMatchObject({ dropped: false, capabilities: [CAP_NET_RAW] });
    await expectProbes(helper);
  });
});

describe('the right does not travel', () => {
  test('with a copy, by root or by the user', async () => {
    place.own(place.addon, 'raw.node');
    const copy = place.own(place.executable, 'copy');
    await expectNoPrivilege(place.start({ executable: copy }));
    rmSync(copy);
    expect(place.asUser('cp', '--preserve=all', place.executable, copy).code).toBe(0);
    await expectNoPrivilege(place.start({ executable: copy }));
  });

  test('into a process that somebody traces from the start', () => {
    const python = `
import ctypes, os
libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    libc.ptrace(0, 0, 0, 0)
    os.execv(${JSON.stringify(place.executable)}, ["helper"])
while True:
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status): os._exit(os.WEXITSTATUS(status))
    libc.ptrace(7, child, 0, 0)
`;
    const { code, stdout } = place.asUser('/usr/bin/python3', '-c', python);
    expect(stdout).toContain('"code":"no-privilege"');
    expect(code).toBe(3);
  });

  test('from a file system without', async () => {
    const mounts = `mount --bind ${place.folder} ${place.folder} && mount -o remount,bind,nosuid ${place.folder}`;
    const user = `setpriv --reuid ${USER} --regid ${USER} --clear-groups`;
    const as = ['unshare', '--mount', 'sh', '-c', `${mounts} && exec ${user} "$@"`, 'sh'];
    await expectNoPrivilege(place.start({ as }));
  });

  test('to one that may gain none', async () => {
    const as = ['setpriv', '--reuid', `${USER}`, '--regid', `${USER}`, '--clear-groups', '--no-new-privs'];
    await expectNoPrivilege(place.start({ as }));
  });
});

describe('nobody but root changes what runs', () => {
  const attempts: [string, (file: string) => string][] = [
    ['writing', (file) => `echo x >> ${file}`],
    ['cutting', (file) => `: > ${file}`],
    ['moving', (file) => `mv -f ${file} ${file}.old`],
    ['removing', (file) => `rm -f ${file}`],
    ['replacing', (file) => `cp evil ${file}.new && mv -f ${file}.new ${file}`],
    ['opening it to others', (file) => `chmod 777 ${file}`],
    ['taking it over', (file) => `chown ${USER} ${file}`],
  ];
  test.each(attempts)('%s fails', async (_, attempt) => {
    for (const file of [place.executable, place.addon]) {
      const before = await sha256(file);
      expect(place.asUser('sh', '-c', attempt(file)).code, file).not.toBe(0);
      expect(await sha256(file)).toBe(before);
    }
  });
});

describe('by another name', () => {
  test('a symbolic link takes the addon from where the executable is', async () => {
    const link = join(place.home, 'link');
    symlinkSync(place.executable, link);
    place.own('/bin/true', 'raw.node');
    await expectProbes(await started(link));
  });

  test("a hard link takes root's addon under the same name", async () => {
    const link = join(place.home, 'hard');
    linkSync(place.executable, link);
    rmSync(join(place.home, 'raw.node'), { force: true });
    linkSync(place.addon, join(place.home, 'raw.node'));
    await expectProbes(await started(link));
    rmSync(join(place.home, 'raw.node'));
  });

  async function started(executable: string): Promise<HelperProcess> {
    const helper = place.start({ executable });
    expect((await helper.hello()).privilege.capabilities).toEqual([CAP_NET_RAW]);
    return helper;
  }
});

describe('an addon that is not what it was', () => {
  let broken: string;
  const addon = () => join(broken, 'raw.node');
  beforeAll(() => {
    broken = join(place.folder, 'broken');
    execFileSync('mkdir', [broken]);
    linkSync(place.executable, join(broken, 'faultline-helper'));
  });

  const cases: [string, () => void, RegExp][] = [
    ['is not there', () => {}, /ENOENT/],
    ['is a link', () => symlinkSync(place.addon, addon()), /ELOOP/],
    ['was changed', () => execFileSync('sh', ['-c', `echo x >> ${addon()}`]), /not the one/],
    ['can be written by a group', () => chmodSync(addon(), 0o664), /others may write to it/],
    ['can be written by all', () => chmodSync(addon(), 0o646), /others may write to it/],
    ['belongs to the user', () => execFileSync('chown', [`${USER}`, addon()]), /belongs to another user/],
  ];
  test.each(cases)('%s: nothing is loaded, and the reason told', async (name, spoil, reason) => {
    rmSync(addon(), { force: true });
    if (!/^is /.test(name)) {
      copyFileSync(place.addon, addon());
      chmodSync(addon(), 0o644);
    }
    spoil();
    const helper = place.start({ executable: join(broken, 'faultline-helper') });
    expect(await helper.ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect(helper.events).toMatchObject([{ event: 'fatal', code: 'socket-failed' }]);
    expect(JSON.stringify(helper.events)).toMatch(reason);
  });
});
