import { describe, expect, test } from 'vitest';
import { absoluteHome } from '../../../main/cli/invoker.ts';

const unknown = (): string => {
  throw new Error('no such user');
};

describe('the home folder', () => {
  test('HOME, when it is an absolute path', () => {
    expect(absoluteHome([() => '/home/ada', unknown])).toBe('/home/ada');
  });

  test.each(['', '.', 'data', '~'])('HOME=%s: that of the password database', (given) => {
    expect(absoluteHome([() => given, () => '/home/ada'])).toBe('/home/ada');
  });

  test('none at all is one that does not exist, never the current folder', () => {
    expect(absoluteHome([unknown, unknown])).toBe('/nonexistent');
    expect(absoluteHome([() => '', () => ''])).toBe('/nonexistent');
  });
});
