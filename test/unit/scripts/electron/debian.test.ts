import { describe, expect, test } from 'vitest';
import { debianPackages } from '../../../../scripts/electron/debian.mjs';

const DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
const DEBIAN_13 = 'VERSION_ID="13"\nID=debian\n';
const UBUNTU_22 = 'VERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n';
const UBUNTU_24 = 'VERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n';
const FEDORA = 'ID=fedora\nVERSION_ID=41\n';

describe('the package that brings a library', () => {
  test.each([
    ['libgtk-3.so.0', 'libgtk-3-0'],
    ['libnss3.so', 'libnss3'],
    ['libasound.so.2', 'libasound2'],
    ['libgbm.so.1', 'libgbm1'],
    ['libnotify.so.4', 'libnotify4'],
    ['libX11.so.6', 'libx11-6'],
  ])('%s: %s', (library, name) => {
    expect(debianPackages([library], DEBIAN_12)).toEqual([name]);
  });

  test('is named once for all its libraries', () => {
    const libraries = ['libnss3.so', 'libnssutil3.so', 'libglib-2.0.so.0', 'libsmime3.so', 'libgio-2.0.so.0'];
    expect(debianPackages(libraries, DEBIAN_12)).toEqual(['libnss3', 'libglib2.0-0']);
  });

  test.each([
    [DEBIAN_12, ['libasound2', 'libgbm1']],
    [DEBIAN_13, ['libasound2t64', 'libgbm1']],
    [UBUNTU_22, ['libasound2', 'libgbm1']],
    [UBUNTU_24, ['libasound2t64', 'libgbm1']],
    ['ID=linuxmint\nVERSION_ID="21"\nID_LIKE="ubuntu debian"\n', ['libasound2', 'libgbm1']],
  ])('has the name of that release (%j)', (osRelease, names) => {
    expect(debianPackages(['libasound.so.2', 'libgbm.so.1'], osRelease)).toEqual(names);
  });

  test.each([FEDORA, ''])('is not guessed on another system (%j)', (osRelease) => {
    expect(debianPackages(['libgbm.so.1'], osRelease)).toBeUndefined();
  });

  test('is not guessed for an unknown library: half a command would not help', () => {
    expect(debianPackages(['libgbm.so.1', 'libnew.so.9'], DEBIAN_12)).toBeUndefined();
  });
});
