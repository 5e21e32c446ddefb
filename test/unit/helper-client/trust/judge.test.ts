import { describe, expect, test } from 'vitest';
import { readAccounts } from '../../../../main/helper-client/trust/accounts.ts';
import { judge, type PathFact, type Trusted } from '../../../../main/helper-client/trust/judge.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/sh
ada:x:1000:1000:Ada,,,:/home/ada:/bin/sh
bob:x:1001:1001::/home/bob:/bin/sh
eve:x:1002:100::/home/eve:/bin/sh
fay:x:1003:100::/home/fay:/bin/sh

# damaged: no numbers
gus:x:one:1000:
hal:x
`;
const GROUP = `root:x:0:
ada:x:1000:
bob:x:1001:ada
users:x:100:
team:x:2000:ada,bob
staff:x:50:
`;

const trusted = (
  over: {
    passwd?: string;
    group?: string;
    uids?: number[];
    gids?: number[];
    allowsPrivateGroups?: boolean;
  } = {},
): Trusted => ({
  uids: new Set([0, ...(over.uids ?? [1000])]),
  gids: new Set(over.gids),
  accounts: readAccounts(over.passwd ?? PASSWD, over.group ?? GROUP),
  allowsPrivateGroups: over.allowsPrivateGroups ?? true,
});

const fact = (over: Partial<PathFact> = {}): PathFact => ({
  path: '/opt/helper',
  kind: 'file',
  uid: 0,
  gid: 0,
  mode: 0o755,
  ...over,
});

describe('is trusted', () => {
  test.each<[string, Partial<PathFact>]>([
    ["root's", {}],
    ["the user's", { uid: 1000, gid: 1000 }],
    ["the user's, and others may read it", { uid: 1000, gid: 100, mode: 0o644 }],
    ["writable by the user's own group", { uid: 1000, gid: 1000, mode: 0o775 }],
    ["root's, writable by the user's own group", { gid: 1000, mode: 0o775 }],
    ["the user's, writable by root's own group", { uid: 1000, gid: 0, mode: 0o775 }],
    ["root's, writable by a group that nobody is in", { gid: 50, mode: 0o2775 }],
    ["root's sticky folder, as /tmp", { kind: 'folder', mode: 0o1777 }],
    ['a link, whose own bits mean nothing', { kind: 'link', mode: 0o777 }],
    ["a link of the user's", { kind: 'link', uid: 1000, mode: 0o777 }],
  ])('%s', (_, over) => {
    expect(judge(fact(over), trusted())).toBeNull();
  });

  test('what belongs to the one behind sudo', () => {
    expect(judge(fact({ uid: 1001 }), trusted({ uids: [1000, 1001] }))).toBeNull();
  });

  test('a group whose members are administrators', () => {
    expect(judge(fact({ gid: 80, mode: 0o775 }), trusted({ gids: [80] }))).toBeNull();
  });
});

describe('is refused, with who could change it and what mends it', () => {
  test.each<[string, Partial<PathFact>, string, string]>([
    ["another user's", { uid: 1001 }, 'user bob (1001)', 'chown -h root: /opt/helper'],
    [
      "a link of another user's",
      { kind: 'link', uid: 1001 },
      'user bob (1001)',
      'chown -h root: /opt/helper',
    ],
    ['of a user without a name', { uid: 4242 }, 'user 4242', 'chown -h root: /opt/helper'],
    ['writable by everybody', { mode: 0o757 }, 'everybody', 'chmod go-w /opt/helper'],
    ['a sticky file means nothing', { mode: 0o1757 }, 'everybody', 'chmod go-w /opt/helper'],
    [
      "a sticky folder of the user's own",
      { kind: 'folder', uid: 1000, mode: 0o1777 },
      'everybody',
      'chmod go-w /opt/helper',
    ],
    ['a group that others are in', { gid: 2000, mode: 0o775 }, 'group team (2000)', 'chmod g-w /opt/helper'],
    ['a group that is not known here', { gid: 51, mode: 0o775 }, 'group 51', 'chmod g-w /opt/helper'],
    ['a primary group of many', { gid: 100, mode: 0o775 }, 'group users (100)', 'chmod g-w /opt/helper'],
    ['another`s own group', { gid: 1001, mode: 0o775 }, 'group bob (1001)', 'chmod g-w /opt/helper'],
    ['a group that is not known here', { gid: 777, mode: 0o775 }, 'group 777', 'chmod g-w /opt/helper'],
  ])('%s', (_, over, who, mend) => {
    const weakness = judge(fact(over), trusted());
    expect(weakness).toMatchObject({ path: '/opt/helper', who });
    expect(weakness?.mend.join(' ')).toBe(mend);
  });

  test.each([
    ['somebody else was let into it', PASSWD, GROUP.replace('ada:x:1000:', 'ada:x:1000:bob')],
    ['a name nobody has here was', PASSWD, GROUP.replace('ada:x:1000:', 'ada:x:1000:ivy')],
    ['a second group has the same number', PASSWD, `${GROUP}ada2:x:1000:bob\n`],
    ['another user has it as primary group', `${PASSWD}ivy:x:1004:1000::/:/bin/sh\n`, GROUP],
    [
      'its name stands for another user too',
      `${PASSWD}ada:x:1005:1005::/:/bin/sh\n`,
      GROUP.replace('ada:x:1000:', 'ada:x:1000:ada'),
    ],
    ['nothing is known of users', '', ''],
  ])("the user's own group, but %s", (_, passwd, group) => {
    const weakness = judge(fact({ uid: 1000, gid: 1000, mode: 0o775 }), trusted({ passwd, group }));
    expect(weakness?.mend).toEqual(['chmod', 'g-w', '/opt/helper']);
  });
});

describe('where private groups are not allowed, since an access control list can hide behind one', () => {
  test.each<[string, Partial<PathFact>, string]>([
    ["the user's own group", { uid: 1000, gid: 1000, mode: 0o664 }, 'group ada (1000)'],
    ["root's folder of the user's own group", { kind: 'folder', gid: 1000, mode: 0o775 }, 'group ada (1000)'],
    ["root's own group", { mode: 0o775 }, 'group root (0)'],
    ['a group that nobody is in', { kind: 'folder', gid: 50, mode: 0o2775 }, 'group staff (50)'],
  ])('%s', (_, over, group) => {
    const weakness = judge(fact(over), trusted({ allowsPrivateGroups: false }));
    expect(weakness?.who).toBe(`${group}, or whom an access control list names,`);
    expect(weakness?.mend.join(' ')).toBe('chmod g-w /opt/helper');
  });

  test.each<[string, Partial<PathFact>]>([
    ['what only its owner may write', { uid: 1000, gid: 1000, mode: 0o755 }],
    ["the user's folder of their own group", { kind: 'folder', uid: 1000, gid: 1000, mode: 0o775 }],
    ['a sticky folder of root', { kind: 'folder', mode: 0o1777 }],
    ['a group of administrators', { gid: 80, mode: 0o775 }],
  ])('still trusted: %s', (_, over) => {
    expect(judge(fact(over), trusted({ allowsPrivateGroups: false, gids: [80] }))).toBeNull();
  });
});
