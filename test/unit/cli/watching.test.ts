import { expect, test } from 'vitest';
import { watchingText } from '../../../main/cli/commands/monitor.ts';

test('what is watched, and where it is remembered', () => {
  expect(watchingText(12, '/data')).toBe('Watching 12 anchors; history in /data. Ctrl-C ends it.');
  expect(watchingText(1, '/data')).toMatch(/^Watching 1 anchor;/);
  expect(watchingText(0, null)).toBe(
    'Watching the router and the resolvers; nothing is remembered. Ctrl-C ends it.',
  );
});
