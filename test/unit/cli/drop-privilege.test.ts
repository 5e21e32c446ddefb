import { describe, expect, test } from 'vitest';
import { type Credentials, dropPrivilege } from '../../../main/cli/drop-privilege.ts';
import { invokerOf } from '../../../main/cli/invoker.ts';
import { problemLine } from '../../../main/settings/problem.ts';

/** A process that starts as root and keeps an account of the calls. */
class Fake {
  uid = 0;
  gid = 0;
  groups = [0, 4];
  readonly calls: string[] = [];
  setgroups = (groups: readonly (string | number)[]): void =>
    this.#call('setgroups', () => {
      this.groups = groups.map(Number);
    });
  setgid = (id: number | string): void =>
    this.#call('setgid', () => {
      this.gid = Number(id);
    });
  setuid = (id: number | string): void =>
    this.#call('setuid', () => {
      this.uid = Number(id);
    });
  getuid = (): number => this.uid;
  geteuid = (): number => this.uid;
  getgid = (): number => this.gid;
  getegid = (): number => this.gid;
  getgroups = (): number[] => this.groups;

  #call(name: string, change: () => void): void {
    this.calls.push(name);
    if (this.uid !== 0) throw new Error('EPERM');
    change();
  }
}

const INVOKER = { uid: 1000, gid: 1001 };

const told = (credentials: Credentials): string => {
  const drop = dropPrivilege(INVOKER, credentials);
  return drop.ok ? 'dropped' : problemLine(drop.problem);
};

describe('dropPrivilege', () => {
  test('groups first, the user last, then the way back is tried', () => {
    const fake = new Fake();
    expect(told(fake)).toBe('dropped');
    expect(fake.calls).toEqual(['setgroups', 'setgid', 'setuid', 'setuid']);
    expect([fake.uid, fake.gid, fake.groups]).toEqual([1000, 1001, [1001]]);
  });

  test('a way back that is still open is a failure', () => {
    const fake = new Fake();
    const setuid = fake.setuid;
    let calls = 0;
    fake.setuid = (id) => {
      calls++;
      if (calls === 1) setuid(id);
      else fake.uid = 0;
    };
    expect(told(fake)).toMatch(/the way back to root was still open/);
  });

  test('a user, a group or a supplementary group that did not change is a failure', () => {
    expect(told(Object.assign(new Fake(), { setuid: () => {} }))).toMatch(/the user did not change/);
    expect(told(Object.assign(new Fake(), { setgid: () => {} }))).toMatch(/a group remained/);
    expect(told(Object.assign(new Fake(), { setgroups: () => {} }))).toMatch(/a group remained/);
  });

  test('a refused call is told with its error', () => {
    const fake = new Fake();
    fake.uid = 5;
    expect(told(fake)).toBe('root rights could not be given up, EPERM; run it without sudo, or report this');
  });

  test('a system without the calls is a failure, not a success', () => {
    expect(told({ setgroups: undefined, setgid: undefined, setuid: undefined } as never)).toMatch(
      /this system has no such call/,
    );
  });
});

describe('who is behind sudo', () => {
  const env = { SUDO_UID: '1000', SUDO_GID: '1001' };

  test('only for a process that is root', () => {
    expect(invokerOf(env, 0)).toEqual({ uid: 1000, gid: 1001 });
    expect(invokerOf(env, 1000)).toBeNull();
    expect(invokerOf(env, undefined)).toBeNull();
  });

  test('root behind root, and plain root, stay root', () => {
    expect(invokerOf({ SUDO_UID: '0', SUDO_GID: '0' }, 0)).toBeNull();
    expect(invokerOf({}, 0)).toBeNull();
  });

  test.each(['', '-1', '1e3', '0x1', ' 5', '4294967295', '99999999999', '1000;id'])(
    'SUDO_UID=%j is no id',
    (id) => {
      expect(invokerOf({ ...env, SUDO_UID: id }, 0)).toBeNull();
      expect(invokerOf({ ...env, SUDO_GID: id }, 0)).toBeNull();
    },
  );
});
