import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { parseStatus } from '../../../helper/privilege/status.ts';
import { echo, type HelperProcess, startHelper, stopHelpers } from './helper-process.ts';

afterEach(stopHelpers);

const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** Rights of every thread, as the kernel tells them to others. */
function threads(pid: number) {
  return readdirSync(`/proc/${pid}/task`).map((task) =>
    parseStatus(readFileSync(`/proc/${pid}/task/${task}/status`, 'latin1')),
  );
}

function expectUnprivileged(helper: HelperProcess, uid: number, gid: number): void {
  const all = threads(helper.pid);
  expect(all.length).toBeGreaterThan(1);
  for (const status of all) {
    expect(status).toEqual({
      uids: [uid, uid, uid, uid],
      gids: [gid, gid, gid, gid],
      groups: [],
      permitted: [],
      effective: [],
      ambient: [],
    });
  }
}

async function expectProbes(helper: HelperProcess): Promise<void> {
  helper.send(echo(1, '127.0.0.1'), echo(2, '::1'));
  expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  expect(await helper.answer('echo', 2)).toMatchObject({ outcome: 'reply' });
}

describe('started as root', () => {
  const cases: [string, NodeJS.ProcessEnv, number, number][] = [
    ['by nobody in particular', {}, 65534, 65534],
    ['by sudo', { SUDO_UID: '12345', SUDO_GID: '23456' }, 12345, 23456],
    ['by pkexec', { PKEXEC_UID: '12345' }, 12345, 65534],
    ['with hostile ids', { SUDO_UID: '0', SUDO_GID: '0', PKEXEC_UID: '-1' }, 65534, 65534],
  ];
  test.each(cases)('%s: every thread becomes unprivileged, and it still probes', async (_, env, uid, gid) => {
    const helper = startHelper([], env);
    const { privilege, families } = await helper.hello();
    expect(privilege).toEqual({ uid, gid, dropped: true, capabilities: [] });
    expect(families).toEqual([4, 6]);
    expectUnprivileged(helper, uid, gid);
    await expectProbes(helper);
  });

  test('its readings come before other work, and it keeps that', async () => {
    const helper = startHelper([], {});
    await helper.hello();
    expect(getPriority(helper.pid)).toBe(constants.priority.PRIORITY_HIGHEST);
  });

  test('by the real sudo, for root: nobody', async () => {
    const helper = startHelper(['sudo']);
    expect((await helper.hello()).privilege).toMatchObject({ uid: 65534, gid: 65534, dropped: true });
  });
});

describe('started with a capability only', () => {
  test('runs, and tells what it could not give up', async () => {
    const helper = startHelper([...NOBODY, '--inh-caps', '+net_raw', '--ambient-caps', '+net_raw']);
    expect((await helper.hello()).privilege).toEqual({
      uid: 65534,
      gid: 65534,
      dropped: false,
      capabilities: [13],
    });
    await expectProbes(helper);
  });
});

describe('what must not run', () => {
  const cases: [string, string[], string][] = [
    ['an unprivileged user', NOBODY, 'no-privilege'],
    ['an unprivileged user by sudo', ['sudo', '-u', 'nobody'], 'no-privilege'],
    [
      'root without the capability',
      ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw'],
      'no-privilege',
    ],
    // Root of a user namespace may open raw sockets in its own network, but not change its groups.
    ['root that cannot drop', ['unshare', '--user', '--map-root-user', '--net'], 'drop-failed'],
  ];
  test.each(cases)('%s: one fatal event, exit code 3, no command read', async (_, prefix, code) => {
    const helper = startHelper(prefix);
    helper.send({ op: 'hello', id: 0, protocol: 1 }, echo(1, '127.0.0.1'));
    expect(await helper.ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect(helper.events).toMatchObject([{ event: 'fatal', code }]);
  });
});

describe('SIGUSR1', () => {
  test('opens no inspector', async () => {
    const helper = startHelper();
    await helper.hello();
    helper.child.kill('SIGUSR1');
    await expectProbes(helper);
    helper.closeInput();
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });
});
