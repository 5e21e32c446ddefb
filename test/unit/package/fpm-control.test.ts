import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlFile } from '../../../scripts/package/fpm/control.mjs';

const REQUEST = {
  name: 'faultline',
  version: '1.2.3~rc.1',
  architecture: 'amd64',
  maintainer: 'Me <me@example.org>',
  description: 'a synopsis\n first long line\n\nsecond',
  file: '/tmp/a.deb',
  compression: 'xz',
  priority: 'optional',
  depends: ['liba | libb', 'libc'],
  recommends: ['ping'],
  category: 'net',
  url: 'https://example.org/',
  vendor: undefined,
  license: undefined,
  afterInstall: undefined,
  beforeRemove: undefined,
  afterRemove: undefined,
  paths: [],
};

describe('the control file', () => {
  test('has its fields in order, and the long description in its form', () => {
    expect(controlFile(REQUEST, 1234)).toBe(
      [
        'Package: faultline',
        'Version: 1.2.3~rc.1',
        'Architecture: amd64',
        'Maintainer: Me <me@example.org>',
        'Installed-Size: 1234',
        'Depends: liba | libb, libc',
        'Recommends: ping',
        'Section: net',
        'Priority: optional',
        'Homepage: https://example.org/',
        'Description: a synopsis',
        ' first long line',
        ' .',
        ' second',
        '',
      ].join('\n'),
    );
  });

  test('leaves out what is empty', () => {
    const text = controlFile(
      { ...REQUEST, depends: [], recommends: [], category: undefined, url: undefined },
      1,
    );
    expect(text).not.toMatch(/^(Depends|Recommends|Homepage):/m);
    expect(text).toContain('\nSection: misc\n');
  });

  test.each([
    [{ name: 'Faultline' }, 'Package'],
    [{ name: '' }, 'Package'],
    [{ version: 'v1' }, 'Version'],
    [{ version: '1 2' }, 'Version'],
    [{ architecture: 'amd 64' }, 'Architecture'],
    [{ maintainer: 'Me\nEssential: yes' }, 'Maintainer'],
    [{ depends: ['a', 'b\nConflicts: all'] }, 'Depends'],
    [{ description: '' }, 'Description'],
  ])('%j is refused by its field', (change, field) => {
    expect(() => controlFile({ ...REQUEST, ...change }, 1)).toThrow(field);
  });

  test('no text of ours becomes a field of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (long) => {
        const lines = controlFile(
          { ...REQUEST, description: `short\n${long.replaceAll('\r', '')}` },
          1,
        ).split('\n');
        const from = lines.findIndex((line) => line.startsWith('Description:')) + 1;
        for (const line of lines.slice(from, -1)) expect(line.startsWith(' ')).toBe(true);
      }),
    );
  });
});
