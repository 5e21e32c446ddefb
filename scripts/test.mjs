// `npm test`: packages, system packages, types, style, every suite; ends with one line over all of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureReady, root, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const onCi = process.env['CI'] === 'true';
/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);
/** @param {string} name */
const binary = (name) => join(root, 'node_modules/.bin', name);

/** @param {string} title @param {string} command @param {string[]} args */
function run(title, command, args) {
  say(`\n== ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** @param {string} title @param {string} name @param {string[]} args @returns {Tally} */
function check(title, name, args) {
  const passed = run(title, binary(name), args);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Counts come from the runner's own report; no report means the suite could not run. @param {string} file */
function tallyOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
   *  success: boolean }} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failed = report.numFailedTests;
  return {
    passed: report.numPassedTests,
    // A file that failed to load has no failed test of its own, yet the run did not succeed.
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {string} project @param {string[]} filters @returns {Tally} */
function suite(project, filters) {
  const file = join(root, '.cache', `tests-${project}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(file, { force: true });
  const clean = run(`tests: ${project}`, binary('vitest'), [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...filters,
  ]);
  const tally = tallyOf(file);
  return clean || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** @returns {string} why the lab can't run here; empty when it can */
function labObstacle() {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root (network namespaces, raw sockets): sudo npm test';
  if (!existsSync('/dev/net/tun')) return 'the lab needs /dev/net/tun';
  return '';
}

/** @param {string[]} filters @returns {Tally} */
function labSuite(filters) {
  const obstacle = labObstacle();
  if (obstacle === '') return suite('lab', filters);
  say(`\n== tests: lab\nNot run: ${obstacle}.`);
  return onCi ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

await runScript(async () => {
  // First: building raw-socket needs the compiler that comes with them.
  if (labObstacle() === '') ensureSystemPackages(say);
  await ensureReady({ say });
  const filters = process.argv.slice(2);
  const tallies = [
    check('types', 'tsc', ['-b']),
    check('style', 'biome', ['check', '--error-on-warnings', '.']),
    suite('pure', filters),
    labSuite(filters),
  ];
  const total = tallies.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }));
  say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || (onCi && total.skipped > 0) ? 1 : 0;
});
