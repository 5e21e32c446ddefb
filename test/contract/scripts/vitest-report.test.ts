import { expect, test, vi } from 'vitest';
import { Checkout, tallyLine } from './checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

const CONFIG = `
import { defineConfig } from 'vitest/config';
const project = (name) => ({ test: { name, include: [\`test/\${name}/**/*.test.ts\`] } });
export default defineConfig({ test: { projects: [project('pure'), project('lab')] } });
`;
const GOOD = "import { test } from 'vitest';\ntest('one', () => {});\ntest('two', () => {});\n";

/** A checkout that is ready, whose Vitest is the real one. */
async function withRealVitest(files: Readonly<Record<string, string>>): Promise<Checkout> {
  const checkout = new Checkout();
  await checkout.run('faultline');
  checkout.useReal('vitest', 'vitest.mjs');
  checkout.write('vitest.config.ts', CONFIG);
  for (const [name, text] of Object.entries(files)) checkout.write(`test/${name}.test.ts`, text);
  return checkout;
}

/** What ails one file of a suite beside a good one, and the figures of a run with types and style passed. */
const AILING: readonly (readonly [string, string, string])[] = [
  ['nothing', GOOD, '8 passed, 0 failed, 0 skipped'],
  ['an import that is not there', "import './missing.ts';\n", '6 passed, 1 failed, 0 skipped'],
  ['a syntax error', 'const = 1;\n', '6 passed, 1 failed, 0 skipped'],
  ['no test', 'export {};\n', '6 passed, 1 failed, 0 skipped'],
  ['a failed test', `${GOOD}test('three', () => { throw new Error(); });\n`, '8 passed, 1 failed, 0 skipped'],
  [
    'a hook that throws',
    `${GOOD}import { beforeAll } from 'vitest';\nbeforeAll(() => { throw new Error(); });\n`,
    '6 passed, 1 failed, 2 skipped',
  ],
  [
    'tests that are skipped or to be written',
    `${GOOD}test.skip('three', () => {});\ntest.todo('four');\n`,
    '8 passed, 0 failed, 2 skipped',
  ],
  [
    'a rejection that nobody handles',
    `${GOOD}test('three', () => { void Promise.reject(new Error()); });\n`,
    '9 passed, 1 failed, 0 skipped',
  ],
  [
    'a test that ends its process',
    `${GOOD}test('three', () => process.kill(process.pid, 'SIGKILL'));\n`,
    '6 passed, 3 failed, 0 skipped',
  ],
];

test.each(AILING)(
  'of a suite with %s, Vitest`s own report gives the right line',
  async (_what, text, line) => {
    const checkout = await withRealVitest({ 'pure/good': GOOD, 'lab/good': GOOD, 'pure/ailing': text });
    const { code, stdout } = await checkout.run('test');
    expect(tallyLine(stdout)).toBe(line);
    expect(code).toBe(line.includes(' 0 failed') ? 0 : 1);
  },
);

test('a part of a name that only one suite knows', async () => {
  const checkout = await withRealVitest({ 'pure/good': GOOD, 'lab/good': GOOD, 'lab/other': GOOD });
  const { code, stdout } = await checkout.run('test', { args: ['lab/other'] });
  expect([code, tallyLine(stdout)]).toEqual([0, '4 passed, 0 failed, 0 skipped']);
});

test('a part of a name that no suite knows', async () => {
  const checkout = await withRealVitest({ 'pure/good': GOOD, 'lab/good': GOOD });
  const { code, stdout } = await checkout.run('test', { args: ['lba/other'] });
  expect([code, tallyLine(stdout)]).toEqual([1, '2 passed, 1 failed, 0 skipped']);
});

test('a suite without any test file is a failure', async () => {
  const checkout = await withRealVitest({ 'pure/good': GOOD });
  const { code, stdout } = await checkout.run('test');
  expect([code, tallyLine(stdout)]).toEqual([1, '4 passed, 1 failed, 0 skipped']);
});
