// `npm test`: packages, system packages, types, style, every suite; ends with one line over all of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureReady, root, runScript, SetupError } from './setup.mjs';
import { ensureSystemPackages, TEST_PACKAGES } from './system-packages.mjs';
import { count, inWords, ONE_FAILED, ONE_PASSED, ONE_SKIPPED, sum, tallyOf } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const onCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');
/** What `npm test -- ...` was given: parts of file names, or options of Vitest. */
const filters = process.argv.slice(2);
/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/** @param {string} title @param {string} tool @param {string[]} args */
function run(title, tool, args) {
  say(`\n== ${title}`);
  const command = join(root, 'node_modules/.bin', tool);
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) say(`${tool} could not be started: ${error.message}`);
  else if (signal) say(`${tool} was ended by ${signal}.`);
  return status === 0;
}

/** @param {string} title @param {string} tool @param {string[]} args */
const check = (title, tool, args) => (run(title, tool, args) ? ONE_PASSED : ONE_FAILED);

/** @param {string} project @returns {Tally} */
function suite(project) {
  const file = join(root, '.cache', `tests-${project}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(file, { force: true });
  const endedWell = run(`tests: ${project}`, 'vitest', [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    // A filter seldom matches files of every suite.
    ...(filters.length > 0 ? ['--passWithNoTests'] : []),
    ...filters,
  ]);
  return tallyOf(existsSync(file) ? readFileSync(file, 'utf8') : '', endedWell);
}

/** Gets the lab what it needs. @returns {string} why it can't run here; empty when it can */
function prepareLab() {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root (network namespaces, raw sockets): sudo npm test';
  if (!existsSync('/dev/net/tun')) return 'the lab needs /dev/net/tun';
  try {
    ensureSystemPackages(say, TEST_PACKAGES);
    return '';
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

/** @param {string} obstacle @returns {Tally} */
function labSuite(obstacle) {
  if (obstacle === '') return suite('lab');
  say(`\n== tests: lab\nNot run: ${obstacle}`);
  return onCi ? ONE_FAILED : ONE_SKIPPED;
}

/** @returns {Promise<Tally>} */
async function everything() {
  // The lab first: building raw-socket needs the compiler that comes with it.
  const obstacle = prepareLab();
  await ensureReady({ say });
  const checks = [
    check('types', 'tsc', ['-b']),
    check('style', 'biome', ['check', '--error-on-warnings', '.']),
  ];
  const suites = [suite('pure'), labSuite(obstacle)];
  if (count(sum(suites)) > 0) return sum([...checks, ...suites]);
  say(`\nNo test file matches ${filters.join(' ')}`);
  return sum([...checks, ONE_FAILED]);
}

/** Stands until there is more to say: preparations that fail are a run that failed. */
let total = ONE_FAILED;
try {
  await runScript(async () => {
    total = await everything();
    if (!onCi || total.skipped === 0) return total.failed > 0 ? 1 : 0;
    say('\nOn CI a test that was skipped fails the run.');
    return 1;
  });
} finally {
  say(`\n${inWords(total)}`);
}
