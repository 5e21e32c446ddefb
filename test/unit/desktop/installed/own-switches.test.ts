import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignSwitches } from '../../../../main/desktop/installed/own-switches.ts';

const foreign = (...args: readonly string[]) => foreignSwitches(['/opt/Faultline/faultline', ...args]);

test('switches of its own stay', () => {
  expect(foreign()).toEqual([]);
  expect(foreign('--hidden', '--no-sandbox', '--ozone-platform=wayland', '--display=:1')).toEqual([]);
});

test('what would open a debugger or start other programs goes, by its name alone', () => {
  expect(foreign('--remote-debugging-port=9222', '--hidden', '--remote-debugging-pipe')).toEqual([
    'remote-debugging-port',
    'remote-debugging-pipe',
  ]);
  expect(foreign('--renderer-cmd-prefix=xterm -e gdb', '-inspect')).toEqual([
    'renderer-cmd-prefix',
    'inspect',
  ]);
  expect(foreign('--hidden-not', '--no-sandbox-please=1')).toEqual(['hidden-not', 'no-sandbox-please']);
});

test.each([' --x=1', '\t--x=1', '\n\v\f\r -x=1', '--x ', ' --x\t'])(
  'blanks around %j do not hide it: Chromium takes them away',
  (arg) => {
    expect(foreign('--hidden', arg)).toEqual(['x']);
  },
);

test('nothing ends the switches, be it two dashes or what only looks like them', () => {
  expect(foreign('\u00a0--', '--x=1')).toEqual(['x']);
  expect(foreign(' -- ', '--x=1')).toEqual(['x']);
  expect(foreign('--no-sandbox', '--no-zygote', '--', 'ping', '--count', '3')).toEqual([
    'no-zygote',
    'count',
  ]);
});

test('a word is no switch, and a name keeps what Chromium leaves in it', () => {
  expect(foreign('ping', '\u00a0--x=1', '-', '--')).toEqual([]);
  expect(foreign('--x\u00a0')).toEqual(['x\u00a0']);
});

test('a value never becomes a name', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(foreign(`--remote-debugging-port=${value}`)).toEqual(['remote-debugging-port']);
    }),
  );
});
