import { describe, expect, test } from 'vitest';
import { nodeOptionsFault } from '../../../../helper/privilege/node-options.ts';

const PACKAGED = { argv0: '/opt/helper', isExecutable: true, permits: () => false };

describe('how Node was started', () => {
  test('as it was built to be', () => {
    expect(nodeOptionsFault(PACKAGED)).toBeNull();
  });

  test('a bundle under a Node has no limits to lift', () => {
    expect(nodeOptionsFault({ argv0: 'node', isExecutable: false, permits: null })).toBeNull();
  });

  test.each([true, false])('a name that is an option is refused (executable: %s)', (isExecutable) => {
    const start = { ...PACKAGED, isExecutable, argv0: '--env-file=/tmp/x' };
    expect(nodeOptionsFault(start)).toBe('the name of the program is an option');
  });

  test.each(['fs.write', 'child', 'worker', 'wasi', 'inspector'])('%s may not be open', (open) => {
    const start = { ...PACKAGED, permits: (scope: string) => scope === open };
    expect(nodeOptionsFault(start)).toBe('the limits that this program was built with were lifted');
  });

  test('an executable without any limit is not the one that was built', () => {
    expect(nodeOptionsFault({ ...PACKAGED, permits: null })).toMatch(/lifted$/);
  });
});
