import { describe, expect, test } from 'vitest';
import { dropPrivilege, type Rights } from '../../../../helper/privilege/drop.ts';

const NONE = '0000000000000000';

/** A kernel of its own: ids, groups and capabilities as setuid(2) and friends change them. */
class FakeKernel implements Rights {
  uids = [0, 0, 0, 0];
  gids = [0, 0, 0, 0];
  groups = [0, 4, 27];
  capabilities = '000001ffffffffff';
  calls: string[] = [];
  status: 'normal' | 'absent' | 'broken' | 'unreadable' = 'normal';
  sudoUid: string | undefined = '1000';
  sudoGid: string | undefined = '1001';

  start() {
    const [realUid = 0, uid = 0] = this.uids;
    const [realGid = 0, gid = 0] = this.gids;
    return {
      real: { uid: realUid, gid: realGid },
      effective: { uid, gid },
      sudoUid: this.sudoUid,
      sudoGid: this.sudoGid,
      pkexecUid: undefined,
    };
  }
  #asRoot(call: string): void {
    this.calls.push(call);
    if (this.uids[1] !== 0) throw new Error('EPERM, Operation not permitted');
  }
  setgroups(groups: readonly number[]): void {
    this.#asRoot(`setgroups ${groups.join(',')}`);
    this.groups = [...groups];
  }
  setgid(gid: number): void {
    this.#asRoot(`setgid ${gid}`);
    this.gids = [gid, gid, gid, gid];
  }
  setuid(uid: number): void {
    this.#asRoot(`setuid ${uid}`);
    this.uids = [uid, uid, uid, uid];
    this.capabilities = NONE;
  }
  getgroups(): readonly number[] {
    return [this.gids[1] ?? 0, ...this.groups];
  }
  readStatus(): string | null {
    if (this.status === 'absent') return null;
    if (this.status === 'broken') return 'Name:\tnode\n';
    if (this.status === 'unreadable') throw new Error('ENOENT');
    const { uids, gids, groups, capabilities } = this;
    return `Uid:\t${uids.join('\t')}\nGid:\t${gids.join('\t')}\nGroups:\t${groups.join(' ')}\nCapPrm:\t${capabilities}\nCapEff:\t${capabilities}\nCapAmb:\t${NONE}\n`;
  }
}

const failure = (kernel: FakeKernel): string => {
  const result = dropPrivilege(kernel);
  return result.ok ? 'dropped' : result.message;
};

describe('dropping privilege', () => {
  test('groups, group, user, in this order, then the ways back are tried', () => {
    const kernel = new FakeKernel();
    expect(dropPrivilege(kernel)).toEqual({
      ok: true,
      privilege: { uid: 1000, gid: 1001, dropped: true, capabilities: [] },
    });
    expect(kernel.calls).toEqual([
      'setgroups ',
      'setgid 1001',
      'setuid 1000',
      'setuid 0',
      'setgid 0',
      'setgroups 0',
    ]);
  });

  test('becomes the user of the channel and nobody`s group, whatever the environment says', () => {
    const kernel = new FakeKernel();
    expect(dropPrivilege(kernel, 7)).toEqual({
      ok: true,
      privilege: { uid: 7, gid: 65534, dropped: true, capabilities: [] },
    });
    expect(kernel.calls.slice(0, 3)).toEqual(['setgroups ', 'setgid 65534', 'setuid 7']);
  });

  test('works without /proc', () => {
    const kernel = new FakeKernel();
    kernel.status = 'absent';
    expect(failure(kernel)).toBe('dropped');
  });

  test.each(['broken', 'unreadable'] as const)('a %s status is a failure', (status) => {
    const kernel = new FakeKernel();
    kernel.status = status;
    expect(failure(kernel)).toContain('/proc/self/status');
  });

  test.each(['setgroups', 'setgid', 'setuid'] as const)('%s refused is a failure', (name) => {
    const kernel = new FakeKernel();
    kernel[name] = () => {
      throw new Error('EPERM');
    };
    expect(failure(kernel)).toBe(`${name} failed: EPERM`);
  });

  test.each(['setgroups', 'setgid', 'setuid'] as const)('%s that does nothing is noticed', (name) => {
    const kernel = new FakeKernel();
    kernel[name] = () => {};
    expect(failure(kernel)).not.toBe('dropped');
  });

  test('a saved user id left behind is noticed', () => {
    const kernel = new FakeKernel();
    const setuid = kernel.setuid.bind(kernel);
    kernel.setuid = (uid) => {
      setuid(uid);
      kernel.uids[2] = 0;
    };
    expect(failure(kernel)).toBe('a saved user id is left');
  });

  test('a saved group id left behind is noticed', () => {
    const kernel = new FakeKernel();
    const setgid = kernel.setgid.bind(kernel);
    kernel.setgid = (gid) => {
      setgid(gid);
      kernel.gids[2] = 0;
    };
    expect(failure(kernel)).toBe('a saved group id is left');
  });

  test('capabilities kept over setuid are noticed', () => {
    const kernel = new FakeKernel();
    const setuid = kernel.setuid.bind(kernel);
    kernel.setuid = (uid) => {
      setuid(uid);
      kernel.capabilities = '0000000000002000';
    };
    expect(failure(kernel)).toBe('capabilities are left: 13, 13');
  });

  test('a way back to root is noticed', () => {
    const kernel = new FakeKernel();
    const setuid = kernel.setuid.bind(kernel);
    kernel.setuid = (uid) => {
      if (uid !== 0) setuid(uid);
    };
    expect(failure(kernel)).toBe('setuid(0) still works after the drop');
  });

  test('a mistake of this program is not taken for a refusal', () => {
    const kernel = new FakeKernel();
    kernel.start = () => {
      throw new TypeError('mistake');
    };
    expect(() => dropPrivilege(kernel)).toThrow(TypeError);
  });
});

describe('nothing to drop', () => {
  const capable = (): FakeKernel => {
    const kernel = new FakeKernel();
    kernel.uids = [1000, 1000, 1000, 1000];
    kernel.gids = [1000, 1000, 1000, 1000];
    kernel.capabilities = '0000000000002000';
    return kernel;
  };

  test('a file capability stays, and is told', () => {
    const kernel = capable();
    expect(dropPrivilege(kernel)).toEqual({
      ok: true,
      privilege: { uid: 1000, gid: 1000, dropped: false, capabilities: [13] },
    });
    expect(kernel.calls).toEqual([]);
  });

  test('a saved root id does not count as unprivileged', () => {
    const kernel = capable();
    kernel.uids = [1000, 1000, 0, 1000];
    expect(failure(kernel)).toBe('a way back to root is left');
  });
});
