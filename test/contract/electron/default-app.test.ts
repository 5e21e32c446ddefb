import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ended } from '../cli/run-cli.ts';

const DEFAULT_APP = fileURLToPath(new URL('../../../scripts/electron/default-app', import.meta.url));

/** Electron's `app`, as far as a default app needs it: says what is done to it. */
const ELECTRON = `
  const say = (what) => (...args) => console.log(what, ...args);
  export const app = {
    setVersion: say('version'), setName: say('name'), setDesktopName: say('desktop'),
    setPath: say('path'), setAppPath: say('app'), getPath: () => '/data',
    exit: (code) => process.exit(code),
  };`;

/** Runs the default app as Electron would, with an app at `app` in the working folder. */
function run(args: readonly string[], about: object, main = "console.log('main', process.argv.slice(1));") {
  const folder = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  cpSync(DEFAULT_APP, join(folder, 'default'), { recursive: true });
  write('node_modules/electron/package.json', '{ "type": "module", "exports": "./index.js" }');
  write('node_modules/electron/index.js', ELECTRON);
  // Electron's argv has no script in it.
  write('start.mjs', "process.argv.splice(1, 1);\nawait import('./default/main.mjs');\n");
  write('first.cjs', "console.log('first', process.defaultApp);\n");
  write('app/package.json', JSON.stringify(about));
  write('app/main.mjs', main);
  write('app/old/index.js', "console.log('old');\n");
  const child = spawn(process.execPath, ['start.mjs', ...args], { cwd: folder, timeout: 60_000 });
  return ended(child).then((result) => ({ ...result, folder }));
}

const ABOUT = { name: 'an-app', version: '1.2.3', main: 'main.mjs' };

test('takes name, version and path from the folder`s package.json, then runs its main', async () => {
  const { code, stdout, folder } = await run(['--inspect=0', 'app', '--hidden'], ABOUT);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'version 1.2.3',
    'name an-app',
    'path userData /data/an-app',
    `app ${join(folder, 'app')}`,
    "main [ '--inspect=0', 'app', '--hidden' ]",
  ]);
});

test('the name for people goes first; the main may be a folder, as require has it', async () => {
  const about = { ...ABOUT, productName: 'An App', desktopName: 'an-app.desktop', main: 'old' };
  const { code, stdout } = await run(['app'], about);
  expect(code).toBe(0);
  expect(stdout).toContain('name An App\n');
  expect(stdout).toContain('path userData /data/An App\n');
  if (process.platform === 'linux') expect(stdout).toContain('desktop an-app.desktop\n');
  expect(stdout).toMatch(/\nold\n$/);
});

test.each(['-r', '--require'])('%s MODULE is loaded before the app is', async (option) => {
  const { stdout } = await run([option, './first.cjs', 'app'], ABOUT);
  const lines = stdout.trimEnd().split('\n');
  expect([lines.at(0), lines.at(-1)]).toEqual(['first true', `main [ '${option}', './first.cjs', 'app' ]`]);
});

test.each([
  ['no folder', [], ABOUT, undefined, 'which app?'],
  ['a folder without package.json', ['app/old'], ABOUT, undefined, 'ENOENT'],
  ['a main that is not there', ['app'], { ...ABOUT, main: 'gone.mjs' }, undefined, 'gone.mjs'],
  ['an app that throws', ['app'], ABOUT, "throw new Error('its own trouble');", 'its own trouble'],
  ['an app that fails later', ['app'], ABOUT, "await 0; throw new Error('later');", 'later'],
])('%s ends with 1 and says why', async (_name, args, about, main, reason) => {
  const { code, stderr } = await run(args, about, main);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^electron: /);
  expect(stderr).toContain(reason);
});
