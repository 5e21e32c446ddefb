import { describe, expect, test } from 'vitest';
import { channelFault, identityToBecome, NOBODY, type Start } from '../../../../helper/privilege/identity.ts';

const ROOT = { uid: 0, gid: 0 };
const start = (change: Partial<Start>): Start => ({
  real: ROOT,
  effective: ROOT,
  sudoUid: undefined,
  sudoGid: undefined,
  pkexecUid: undefined,
  ...change,
});
const become = (change: Partial<Start>) => identityToBecome(start(change));

describe('whom to become', () => {
  test('plain root: nobody', () => {
    expect(become({})).toEqual(NOBODY);
  });

  test('sudo: the invoking user and group', () => {
    expect(become({ sudoUid: '1000', sudoGid: '1001' })).toEqual({ uid: 1000, gid: 1001 });
    expect(become({ sudoUid: '4294967294', sudoGid: '4294967294' })).toEqual({
      uid: 4294967294,
      gid: 4294967294,
    });
  });

  test('pkexec tells no group', () => {
    expect(become({ pkexecUid: '1000' })).toEqual({ uid: 1000, gid: NOBODY.gid });
  });

  test.each([
    '',
    '0',
    '00',
    '-1',
    '+5',
    '01000',
    '1e3',
    '1000 ',
    ' 1000',
    '1000\n',
    '4294967295',
    '99999999999',
    '0x10',
    'root',
    '１',
  ])('%j is nobody’s id', (text) => {
    expect(become({ sudoUid: text, sudoGid: '1000' })).toEqual(NOBODY);
    expect(become({ pkexecUid: text })).toEqual(NOBODY);
    expect(become({ sudoUid: '1000', sudoGid: text })).toEqual({ uid: 1000, gid: NOBODY.gid });
  });

  test('a set-user-id program believes the real ids, not the environment', () => {
    const real = { uid: 1000, gid: 1000 };
    expect(become({ real, sudoUid: '2000', sudoGid: '2000', pkexecUid: '2000' })).toEqual(real);
  });

  test('not root: nothing to become, whatever the environment says', () => {
    const own = { uid: 1000, gid: 1000 };
    expect(become({ real: own, effective: own, sudoUid: '2000', sudoGid: '2000' })).toBeNull();
  });
});

describe('a channel for a user', () => {
  const USER = { uid: 1000, gid: 1001 };
  const fault = (change: Partial<Start>): string | null => channelFault(start(change), USER.uid);

  test('by root, of whom nobody else is known to have asked', () => {
    expect(fault({})).toBeNull();
    expect(fault({ pkexecUid: '1000' })).toBeNull();
    expect(fault({ sudoUid: '1000', sudoGid: '7' })).toBeNull();
    expect(fault({ sudoUid: '0', pkexecUid: 'nobody' })).toBeNull();
  });

  test.each<[string, Partial<Start>, RegExp]>([
    ['pkexec tells another user', { pkexecUid: '1001' }, /not of the user who asked/],
    ['sudo tells another user', { sudoUid: '1001' }, /not of the user who asked/],
    ['one of two tells another', { sudoUid: '1000', pkexecUid: '1001' }, /not of the user who asked/],
    ['not started as root', { real: USER, effective: USER }, /must be started as root/],
    ['a set-user-id start by that very user', { real: USER }, /set-user-id/],
  ])('refused: %s', (_, change, message) => {
    expect(fault(change)).toMatch(message);
  });
});
