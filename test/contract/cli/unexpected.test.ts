import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

/** Runs `doctor` with a mistake that happens on a turn of its own, when the first text is written. */
const runWith = (mistake: string, ...args: readonly string[]) => {
  const script = `process.stdout.write = () => { setImmediate(() => { ${mistake} }); return true; };`;
  return runCli(['doctor', '--json', ...args], {
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(script)}`],
  });
};

test.each([
  ['thrown', 'throw new Error("a mistake");'],
  ['rejected', 'void Promise.reject(new Error("a mistake"));'],
])('a mistake of ours that nobody waits for, %s: one line, and exit code 4', async (_, mistake) => {
  const { code, stderr } = await runWith(mistake);
  expect(stderr).toBe(
    'faultline: unexpected error: a mistake; run it again with --verbose and report this\n',
  );
  expect(code).toBe(4);
});

test('with its stack for whoever asks', async () => {
  const { code, stderr } = await runWith('throw new Error("a mistake");', '--verbose');
  expect(stderr).toMatch(/^faultline: unexpected error: a mistake; .*\nError: a mistake\n {4}at /);
  expect(code).toBe(4);
});
