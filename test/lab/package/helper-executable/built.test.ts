import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildHelperExecutable, makeHelperFiles } from '../../../../scripts/package/helper/build.mjs';
import { bundleHelper } from '../../../../scripts/package/helper/bundle.mjs';
import { sha256 } from '../../../../scripts/package/helper/manifest.mjs';
import { getNodeRelease } from '../../../../scripts/package/helper/node-release.mjs';
import { makeSingleExecutable } from '../../../../scripts/package/helper/single-executable.mjs';
import { root } from '../../../../scripts/setup.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { BUILD_DEADLINE_MS } from './place.ts';

const CACHE = join(root, '.cache');
const NAMES = ['LICENSE.node.txt', 'contents.json', 'faultline-helper', 'helper.json', 'raw.node'];

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** A checkout elsewhere, with what the helper is made of and nothing more. */
function otherCheckout(): string {
  const folder = join(temporaryFolder(), 'a checkout of another name');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of [
    'helper',
    'package.json',
    'tsconfig.base.json',
    'node_modules/raw-socket',
    'node_modules/nan',
  ]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, '.cache'));
  symlinkSync(join(CACHE, 'node'), join(folder, '.cache/node'));
  return folder;
}

describe("the files of the helper's executable", () => {
  test('are these, with these modes, whatever the umask is', { timeout: BUILD_DEADLINE_MS }, async () => {
    const into = temporaryFolder();
    const before = process.umask(0o077);
    const built = await buildHelperExecutable({ into }).finally(() => process.umask(before));
    expect(readdirSync(into).sort()).toEqual(NAMES);
    const modes = NAMES.map((name) => statSync(join(into, name)).mode & 0o7777);
    expect(modes).toEqual([0o644, 0o644, 0o755, 0o644, 0o644]);
    expect(Object.values(built).sort()).toEqual(NAMES.map((name) => join(into, name)));
  });

  test('are told by their hashes, for the version of the product', {
    timeout: BUILD_DEADLINE_MS,
  }, async () => {
    const { executable, addon, manifest } = await buildHelperExecutable({ into: temporaryFolder() });
    expect(json(manifest)).toEqual({
      version: '0.1.0',
      files: { 'faultline-helper': await sha256(executable), 'raw.node': await sha256(addon) },
    });
  });

  test('hold what the bundle of the helper holds', { timeout: BUILD_DEADLINE_MS }, async () => {
    const { addon, contents } = await buildHelperExecutable({ into: temporaryFolder() });
    const outfile = join(temporaryFolder(), 'helper.cjs');
    expect(json(contents)).toEqual(await bundleHelper({ root, outfile, addonHash: await sha256(addon) }));
  });

  test('are the same bytes from another folder, and tell neither', {
    timeout: BUILD_DEADLINE_MS,
  }, async () => {
    const first = temporaryFolder();
    await buildHelperExecutable({ into: first });
    const checkout = otherCheckout();
    const second = temporaryFolder();
    await makeHelperFiles(second, { root: checkout });
    expect(readdirSync(second).sort()).toEqual(NAMES);
    for (const name of NAMES) {
      const bytes = readFileSync(join(first, name));
      expect(bytes.equals(readFileSync(join(second, name))), name).toBe(true);
      for (const told of [root, checkout, second, CACHE])
        expect(bytes.includes(told), `${name}: ${told}`).toBe(false);
    }
  });

  test('are not half written where they can not be made', async () => {
    const checkout = temporaryFolder();
    const into = temporaryFolder();
    await expect(buildHelperExecutable({ into, root: checkout })).rejects.toThrow('ENOENT');
    expect(readdirSync(into)).toEqual([]);
  });
});

/** What the helper never does, by its name; each is code that throws the error it gets. */
const FORBIDDEN: Record<string, string> = {
  'running a program': "require('node:child_process').spawnSync('true')",
  'a thread': "new (require('node:worker_threads').Worker)('', { eval: true })",
  'a debugger': "require('node:inspector').open(0)",
  'a debugger of its own': "new (require('node:inspector').Session)().connect()",
  'text as code': "eval('1')",
  'text as a function': "new Function('return 1')",
  'writing a file': "require('node:fs').writeFileSync('made', '')",
  'opening a file for writing': "require('node:fs').openSync('sea.json', 'r+')",
  'removing a file': "require('node:fs').unlinkSync('sea.json')",
  'changing a mode': "require('node:fs').chmodSync('sea.json', 0o777)",
  'a link': "require('node:fs').linkSync('sea.json', 'made')",
  'a report': "process.report.writeReport('made')",
  'a picture of the memory': "require('node:v8').writeHeapSnapshot('made')",
  "Node's inner parts": "process.binding('spawn_sync')",
};

test('Node itself refuses what the helper never does', { timeout: BUILD_DEADLINE_MS }, async () => {
  const work = temporaryFolder();
  const tries = Object.entries(FORBIDDEN).map(
    ([name, code]) => `tried(${JSON.stringify(name)}, () => { ${code}; });`,
  );
  writeFileSync(
    join(work, 'helper.cjs'),
    `const told = {};
     function tried(name, action) {
       try { action(); told[name] = 'done'; } catch (error) { told[name] = error.code ?? error.name; }
     }
     ${tries.join('\n')}
     console.log(JSON.stringify({ told, proto: '__proto__' in {}, argv: process.argv.slice(2) }));`,
  );
  const { executable: node } = await getNodeRelease(CACHE);
  const into = join(work, 'tried');
  await makeSingleExecutable({ node, work, into });
  const before = readdirSync(work).sort();
  const { stdout, stderr } = spawnSync(into, ['--allow-fs-write=*', '--inspect'], {
    cwd: work,
    encoding: 'utf8',
  });
  const told = Object.keys(FORBIDDEN).map((name) => [
    name,
    name.startsWith('text as') ? 'EvalError' : 'ERR_ACCESS_DENIED',
  ]);
  expect(JSON.parse(stdout)).toEqual({
    told: Object.fromEntries(told),
    proto: false,
    argv: ['--allow-fs-write=*', '--inspect'],
  });
  expect(stderr).toBe('');
  expect(readdirSync(work).sort()).toEqual(before);
});
