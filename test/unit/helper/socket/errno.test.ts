import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { errnoName } from '../../../../helper/socket/errno.ts';

describe('errno names', () => {
  test.each([
    ['Operation not permitted', 'EPERM'],
    ['Network is unreachable', 'ENETUNREACH'],
    ['No route to host', 'EHOSTUNREACH'],
    ['Message too long', 'EMSGSIZE'],
    ["Can't assign requested address", 'EADDRNOTAVAIL'],
  ])('%s is %s', (text, name) => {
    expect(errnoName(new Error(text))).toBe(name);
  });

  test('what is not in the table, or no error, is EUNKNOWN', () => {
    expect(errnoName(new Error('Out of cheese'))).toBe('EUNKNOWN');
    expect(errnoName('Network is unreachable')).toBe('EUNKNOWN');
    expect(errnoName(null)).toBe('EUNKNOWN');
  });

  test('the texts are the ones of this system', () => {
    // Python's os.strerror is the C library's; the helper sees the same.
    const names = ['EPERM', 'EACCES', 'EAGAIN', 'EINVAL', 'EMSGSIZE', 'ENODEV', 'ENETDOWN', 'ENETUNREACH'];
    names.push('EHOSTUNREACH', 'ENOBUFS', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENOPROTOOPT', 'EMFILE');
    const numbers: Record<string, number> = constants.errno;
    const script = 'import os,sys\nfor n in sys.argv[1:]: print(os.strerror(int(n)))';
    const run = spawnSync('python3', ['-c', script, ...names.map((name) => String(numbers[name]))]);
    const texts = run.stdout.toString('utf8').trim().split('\n');
    expect(texts.map((text) => errnoName(new Error(text)))).toEqual(names);
  });
});
