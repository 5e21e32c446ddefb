import { describe, expect, test } from 'vitest';
import { loadPackagedAddon, refusal } from '../../../../helper/socket/packaged-addon.ts';

const USER = 1000;
const file = (uid: number, mode: number) => ({ uid, mode: 0o100_000 | mode });

describe('whose addon gets the rights of a program', () => {
  const trusted: [string, ReturnType<typeof file>, number][] = [
    ["root's beside root's", file(0, 0o644), 0],
    ["root's beside a user's", file(0, 0o644), USER],
    ["a user's beside the same user's", file(USER, 0o600), USER],
    ['one that nobody may write', file(0, 0o444), 0],
  ];
  test.each(trusted)('trusted: %s', (_, addon, uid) => {
    expect(refusal(addon, { uid })).toBe('');
  });

  const refused: [string, ReturnType<typeof file>, number, string][] = [
    ["a user's beside root's", file(USER, 0o644), 0, 'it belongs to another user'],
    ["a user's beside another's", file(USER, 0o644), USER + 1, 'it belongs to another user'],
    ['writable by a group', file(0, 0o664), 0, 'others may write to it'],
    ['writable by everybody', file(0, 0o646), 0, 'others may write to it'],
    ["a user's own that others may write", file(USER, 0o666), USER, 'others may write to it'],
  ];
  test.each(refused)('refused: %s', (_, addon, uid, reason) => {
    expect(refusal(addon, { uid })).toBe(reason);
  });

  test('the rest of the mode does not matter', () => {
    for (const mode of [0o000, 0o100, 0o755, 0o4755, 0o1644])
      expect(refusal(file(0, mode), { uid: 0 })).toBe('');
    for (let mode = 0; mode <= 0o777; mode += 1) {
      expect(refusal(file(0, mode), { uid: 0 }) === '').toBe((mode & 0o022) === 0);
    }
  });
});

test('an addon that is not there is told by its name', () => {
  expect(() => loadPackagedAddon('not-there.node', '')).toThrow(/ENOENT.*not-there\.node/);
});
