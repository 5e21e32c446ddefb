import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAccounts } from '../../../main/helper-client/trust/accounts.ts';
import { judge, type PathFact } from '../../../main/helper-client/trust/judge.ts';

/** Root, the user, and three others: two share a primary group, one is in the group `team`. */
const PRIMARY = new Map([
  [0, 0],
  [1000, 1000],
  [1001, 1001],
  [1002, 100],
  [1003, 100],
]);
const TEAM = 2000;
const STRANGERS = [1001, 1002, 1003];
const TRUSTED = new Set([0, 1000]);

const accountsWith = (inOwnGroup: boolean) =>
  readAccounts(
    [...PRIMARY].map(([uid, gid]) => `user${uid}:x:${uid}:${gid}::/:/bin/sh`).join('\n'),
    `own:x:1000:${inOwnGroup ? 'user1001' : ''}\nteam:x:${TEAM}:user1000,user1001\n`,
  );

const NODE = fc.record({
  uid: fc.constantFrom(...PRIMARY.keys()),
  gid: fc.constantFrom(0, 1000, 1001, 100, TEAM),
  mode: fc.nat(0o1777),
  isLink: fc.boolean(),
});

/** From the root of the tree downwards; the last one is the file, links lie between. */
const TREE = fc.array(NODE, { minLength: 1, maxLength: 6 }).map((nodes) =>
  nodes.map(
    ({ uid, gid, mode, isLink }, index): PathFact => ({
      path: `/${'a/'.repeat(index)}`,
      uid,
      gid,
      mode,
      kind: index === nodes.length - 1 ? 'file' : index > 0 && isLink ? 'link' : 'folder',
    }),
  ),
);

/** As the kernel decides (path_resolution(7), chmod(2)): the first class that fits is the one that counts. */
function canWrite({ uid, gid, mode }: PathFact, who: number, inOwnGroup: boolean): boolean {
  // Whoever owns it can give the right to himself.
  if (uid === who) return true;
  const groups = [
    PRIMARY.get(who),
    ...(who === 1001 ? [TEAM] : []),
    ...(inOwnGroup && who === 1001 ? [1000] : []),
  ];
  return (mode & (groups.includes(gid) ? 0o020 : 0o002)) !== 0;
}

/** Whether that user can change what is found at the end of the path. */
function canReplace(tree: readonly PathFact[], who: number, inOwnGroup: boolean): boolean {
  return tree.some((node, index) => {
    // The owner of a link can not change where it leads, but can take it out of a sticky folder.
    if (node.kind === 'link') return node.uid === who;
    if (!canWrite(node, who, inOwnGroup)) return false;
    const child = tree[index + 1];
    if (node.kind === 'file' || child === undefined) return true;
    const isSticky = node.uid === 0 && (node.mode & 0o1000) !== 0;
    return !isSticky || child.uid === who;
  });
}

test('a path is trusted if and only if no third user can change what is at its end', () => {
  let trustedOnes = 0;
  fc.assert(
    fc.property(TREE, fc.boolean(), (tree, inOwnGroup) => {
      const strict = {
        uids: TRUSTED,
        gids: new Set<number>(),
        accounts: accountsWith(inOwnGroup),
        allowsPrivateGroups: false,
      };
      const trusted = { ...strict, allowsPrivateGroups: true };
      const isTrusted = tree.every((node) => judge(node, trusted) === null);
      // Somebody who is in no group at all stands for everybody else.
      const canAnybody = [...STRANGERS, 4242].some((who) => canReplace(tree, who, inOwnGroup));
      if (isTrusted) trustedOnes += 1;
      expect(isTrusted).toBe(!canAnybody);
      const isGroupsToWrite = ({ kind, uid, mode }: PathFact): boolean => {
        const isOpenFolder = kind === 'folder' && (uid !== 0 || (mode & 0o1000) !== 0);
        return kind !== 'link' && (mode & 0o020) !== 0 && !isOpenFolder;
      };
      // Strictly: the same, and no group at all may write but in folders of the user's.
      expect(tree.every((node) => judge(node, strict) === null)).toBe(
        isTrusted && !tree.some(isGroupsToWrite),
      );
    }),
    { numRuns: 20_000 },
  );
  // Else the law would hold of refusals alone.
  expect(trustedOnes).toBeGreaterThan(100);
});
