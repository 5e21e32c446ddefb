import { describe, expect, test, vi } from 'vitest';
import { Checkout, tallyLine } from './checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

const ALL_TOOLS = ['tsc', 'biome', 'vitest pure', 'vitest lab'];

/** Vitest's report on one file with these tests. */
const report = (...statuses: readonly string[]): string =>
  JSON.stringify({
    testResults: [
      {
        status: statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults: statuses.map((status) => ({ status })),
      },
    ],
  });

describe('npm test ends with one line over all suites', () => {
  test('on a fresh clone: installs, builds, checks types and style, runs every suite', async () => {
    const checkout = new Checkout();
    const { code, stdout, stderr } = await checkout.run('test');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Types, style, and one test of each suite.
    expect(tallyLine(stdout)).toBe('4 passed, 0 failed, 0 skipped');
    expect(checkout.tools()).toEqual(['npm', ...ALL_TOOLS]);
    const titles = stdout.split('\n').filter((line) => /^(==|Installing packages|Building)/.test(line));
    expect(titles).toEqual([
      'Installing packages (npm ci) ...',
      'Building ...',
      '== types',
      '== style',
      '== tests: pure',
      '== tests: lab',
    ]);
  });

  test('the counts of the suites add up', async () => {
    const checkout = new Checkout();
    checkout.plan({
      'vitest pure': { report: report('passed', 'passed', 'skipped', 'todo') },
      'vitest lab': { report: report('passed', 'failed', 'failed'), exit: 1 },
    });
    const { code, stdout } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([1, '5 passed, 2 failed, 2 skipped']);
  });

  test.each([
    ['types', 'tsc'],
    ['style', 'biome'],
  ])('%s that fail are one failure, and everything after them runs', async (_what, tool) => {
    const checkout = new Checkout();
    checkout.plan({ [tool]: { exit: 2, print: `${tool} finds fault` } });
    const { code, stdout } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([1, '3 passed, 1 failed, 0 skipped']);
    expect(stdout).toContain(`${tool} finds fault`);
    expect(checkout.tools()).toEqual(['npm', ...ALL_TOOLS]);
  });

  test.each([
    ['are killed before they report', { signal: 'SIGKILL', report: null }, '2 passed, 2 failed, 0 skipped'],
    ['are killed after they reported', { signal: 'SIGSEGV' }, '4 passed, 2 failed, 0 skipped'],
    ['end well and write no report', { report: null }, '2 passed, 2 failed, 0 skipped'],
    ['write half a report', { report: report('passed').slice(0, 30) }, '2 passed, 2 failed, 0 skipped'],
    ['write something else', { report: '"all is well"' }, '2 passed, 2 failed, 0 skipped'],
    ['end badly although every test passed', { exit: 1 }, '4 passed, 2 failed, 0 skipped'],
  ] as const)('suites that %s are a failure each', async (_what, act, expected) => {
    const checkout = new Checkout();
    checkout.plan({ 'vitest pure': act, 'vitest lab': act });
    const { code, stdout, stderr } = await checkout.run('test');
    expect({ code, line: tallyLine(stdout), stderr }).toEqual({ code: 1, line: expected, stderr: '' });
    expect(checkout.tools()).toEqual(['npm', ...ALL_TOOLS]);
    const told = stdout.split('\n').filter((line) => line.startsWith('vitest was ended by'));
    expect(told).toEqual('signal' in act ? Array(2).fill(`vitest was ended by ${act.signal}.`) : []);
  });

  test('the report of an earlier run is not taken for this one`s', async () => {
    const checkout = new Checkout();
    await checkout.run('test');
    checkout.plan({ 'vitest pure': { report: null } });
    const { code, stdout } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([1, '3 passed, 1 failed, 0 skipped']);
  });

  test('a tool that is not there is a failure that is said', async () => {
    const checkout = new Checkout();
    await checkout.run('test');
    checkout.remove('node_modules/.bin/biome');
    const { code, stdout } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([1, '3 passed, 1 failed, 0 skipped']);
    expect(stdout).toMatch(/^biome could not be started: .*ENOENT$/m);
  });

  test.each([
    [
      'packages can`t be installed',
      { npm: { exit: 1 } },
      /^faultline: npm ci failed \(see above\)\.[^\n]*\n$/,
    ],
    ['npm is killed', { npm: { signal: 'SIGKILL' } }, /^faultline: npm ci failed \(see above\)\.[^\n]*\n$/],
  ] as const)('when %s, too: nothing ran, which is a failure', async (_what, acts, told) => {
    const checkout = new Checkout();
    checkout.plan(acts);
    const { code, stdout, stderr } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([4, '0 passed, 1 failed, 0 skipped']);
    expect(stderr).toMatch(told);
    expect(checkout.tools()).toEqual(['npm']);
  });

  test('when the build fails, too', async () => {
    const checkout = new Checkout();
    checkout.write('main/history/worker.ts', 'export const = 1;\n');
    const { code, stdout, stderr } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([4, '0 passed, 1 failed, 0 skipped']);
    expect(stderr).toMatch(/main\/history\/worker\.ts:1:13/);
    expect(stderr).toMatch(/\nfaultline: The build failed \(see above\)\.\n$/);
  });

  test('when a script itself breaks, too', async () => {
    const checkout = new Checkout();
    checkout.remove('package-lock.json');
    const { code, stdout } = await checkout.run('test');
    expect([code, tallyLine(stdout)]).toEqual([1, '0 passed, 1 failed, 0 skipped']);
  });
});

describe('npm test -- PART OF A NAME', () => {
  const NO_FILES = JSON.stringify({ testResults: [] });

  test('is handed to every suite, and one without such a file is no failure', async () => {
    const checkout = new Checkout();
    checkout.plan({ 'vitest lab': { report: NO_FILES } });
    const { code, stdout } = await checkout.run('test', { args: ['test/unit/wire', '-t', 'echo'] });
    expect([code, tallyLine(stdout)]).toEqual([0, '3 passed, 0 failed, 0 skipped']);
    const [, , , ...suites] = checkout.calls();
    expect(suites.map(({ args }) => args.slice(-4))).toEqual(
      Array(2).fill(['--passWithNoTests', 'test/unit/wire', '-t', 'echo']),
    );
  });

  test('that fits no file of any suite is a failure', async () => {
    const checkout = new Checkout();
    checkout.plan({ 'vitest pure': { report: NO_FILES }, 'vitest lab': { report: NO_FILES } });
    const { code, stdout } = await checkout.run('test', { args: ['tset/unit'] });
    expect([code, tallyLine(stdout)]).toEqual([1, '2 passed, 1 failed, 0 skipped']);
    expect(stdout).toContain('No test file matches tset/unit\n');
  });

  test('without one, suites must have tests', async () => {
    const checkout = new Checkout();
    await checkout.run('test');
    const suites = checkout.calls().slice(-2);
    for (const { args } of suites) expect(args).not.toContain('--passWithNoTests');
  });
});
