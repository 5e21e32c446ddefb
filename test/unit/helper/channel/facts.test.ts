import { describe, expect, test } from 'vitest';
import { type EntryFacts, entryFault, factsOf } from '../../../../helper/channel/facts.ts';

const UID = 1000;
const facts = (change: Partial<EntryFacts> = {}): EntryFacts => ({
  type: 'file',
  uid: UID,
  mode: 0o600,
  links: 1,
  ...change,
});
const fault = (change: Partial<EntryFacts>, type: EntryFacts['type'] = 'file'): string | null =>
  entryFault('it', facts(change), { type, uid: UID });

describe('an entry of a channel', () => {
  test.each(['file', 'socket'] as const)('a %s as it should be', (type) => {
    expect(fault({ type }, type)).toBeNull();
  });

  test('a folder may have names within it', () => {
    expect(fault({ type: 'folder', mode: 0o700, links: 5 }, 'folder')).toBeNull();
  });

  test.each(['folder', 'socket', 'symlink', 'other'] as const)('a %s is no file', (type) => {
    expect(fault({ type })).toBe('it is no file');
  });

  test.each([0, UID + 1])('of user %i', (uid) => {
    expect(fault({ uid })).toBe('it is of another user');
  });

  test('every bit for others is one too many', () => {
    for (const bit of [0o040, 0o020, 0o010, 0o004, 0o002, 0o001]) {
      expect(fault({ mode: 0o600 | bit })).toBe('it is open to other users');
      expect(fault({ type: 'folder', mode: 0o700 | bit }, 'folder')).toBe('it is open to other users');
    }
  });

  test.each(['file', 'socket'] as const)('a %s by two names', (type) => {
    expect(fault({ type, links: 2 }, type)).toBe('it has another name besides');
  });

  test.each([
    ['symlink', 'isSymbolicLink'],
    ['folder', 'isDirectory'],
    ['file', 'isFile'],
    ['socket', 'isSocket'],
    ['other', null],
  ] as const)('what the system calls %s', (type, yes) => {
    const is = (name: string) => (): boolean => name === yes;
    const stat = {
      uid: 1,
      mode: 0o140_600,
      nlink: 1,
      isSymbolicLink: is('isSymbolicLink'),
      isDirectory: is('isDirectory'),
      isFile: is('isFile'),
      isSocket: is('isSocket'),
    };
    expect(factsOf(stat)).toEqual({ type, uid: 1, mode: 0o600, links: 1 });
  });
});
