// Stands in for npm, vitest, tsc, biome and apt-get: writes down how it was called, then does what the plan says.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const [, folder = '', name = '', ...args] = process.argv.slice(1);
const { esbuild, acts } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const option = (start) => args.find((arg) => arg.startsWith(start))?.slice(start.length);
const project = option('--project=');
const tool = project === undefined ? name : `${name} ${project}`;
const call = { tool, args, packagesThere: existsSync('node_modules') };
appendFileSync(join(folder, 'calls'), `${JSON.stringify(call)}\n`);
const { exit = 0, signal, print, report } = acts[tool] ?? {};

/** Rendering every icon for every checkout would take longer than all else. */
const MODULES = {
  '@resvg/resvg-js': `export class Resvg {
    render() { return { asPng: () => 'a picture', pixels: [], width: 1, height: 1 }; }
  }`,
};

function writePackage(name) {
  const path = join('node_modules', name);
  mkdirSync(path, { recursive: true });
  const manifest = { name, version: '0.0.0', type: 'module', main: 'index.js' };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'index.js'), MODULES[name] ?? '');
}

function install() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { esbuild: _esbuild, ...others } = { ...dependencies, ...devDependencies };
  for (const package_ of Object.keys(others)) writePackage(package_);
  symlinkSync(esbuild, 'node_modules/esbuild');
  mkdirSync('node_modules/.bin');
  for (const binary of ['tsc', 'biome', 'vitest']) {
    symlinkSync(join(folder, binary), join('node_modules/.bin', binary));
  }
}

const ONE_TEST = JSON.stringify({
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
});

if (print !== undefined) process.stdout.write(`${print}\n`);
if (name === 'npm') {
  // As npm ci does: first everything goes, then it comes anew. When it fails, that looks just the same.
  rmSync('node_modules', { recursive: true, force: true });
  install();
}
const reportFile = option('--outputFile.json=');
if (reportFile !== undefined && report !== null) writeFileSync(reportFile, report ?? ONE_TEST);
if (signal !== undefined) process.kill(process.pid, signal);
process.exitCode = exit;
