import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../helper/channel/arguments.ts';

/** Often nearly right. */
const word = fc.oneof(
  fc.constantFrom('--channel', '--uid', '--gid', '1000', '0', '-1', '/run/x', '/run/../x', '', '4294967295'),
  fc.string(),
  fc.integer().map(String),
  fc.string({ unit: 'binary' }).map((text) => `/${text}`),
);
const line = fc.oneof(
  fc.array(word, { maxLength: 8 }),
  fc.tuple(word, word).map(([folder, uid]) => ['--channel', folder, '--uid', uid]),
);

describe('the command line of the helper', () => {
  test('whatever it is, nobody becomes root, and the folder is a plain absolute path', () => {
    fc.assert(
      fc.property(line, (words) => {
        const parsed = parseArguments(words);
        if (!parsed.ok) {
          expect(parsed.message.length).toBeLessThan(200);
          return;
        }
        if (parsed.channel === null) {
          expect(words).toEqual([]);
          return;
        }
        const { folder, uid } = parsed.channel;
        expect(uid).toBeGreaterThan(0);
        expect(uid).toBeLessThan(0xffff_ffff);
        expect(folder).toMatch(/^(\/[^/\0]+)+$/);
        expect(folder.split('/')).not.toContain('..');
        // Nothing is added or taken away on the way.
        expect(words).toEqual(['--channel', folder, '--uid', `${uid}`]);
      }),
      { numRuns: 2000 },
    );
  });
});
