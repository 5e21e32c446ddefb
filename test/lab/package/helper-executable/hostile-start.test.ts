import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { echo, type HelperProcess, stopHelpers } from '../../helper/helper-process.ts';
import { buildEvilLibrary, type EvilLibrary } from './evil-library.ts';
import { AMBIENT, BUILD_DEADLINE_MS, mappedFiles, Place } from './place.ts';

let place: Place;
let evil: EvilLibrary;
/** The user's own; what is started here gets its mark by an absolute path. */
let marks: string;
beforeAll(async () => {
  place = await Place.make();
  evil = buildEvilLibrary(place);
  marks = join(place.home, 'marks');
  mkdirSync(marks);
  execFileSync('chmod', ['777', marks]);
  prepare();
}, BUILD_DEADLINE_MS);
afterEach(async () => {
  await stopHelpers();
  evil.forget();
});
afterAll(() => place.remove());

const inHome = (name: string): string => join(place.home, name);

function prepare(): void {
  const mark = JSON.stringify(join(marks, 'script-ran'));
  writeFileSync(inHome('evil.js'), `require('node:fs').writeFileSync(${mark}, 'x');\n`);
  writeFileSync(
    inHome('evil.mjs'),
    `import { writeFileSync } from 'node:fs'; writeFileSync(${mark}, 'x');\n`,
  );
  writeFileSync(inHome('options.json'), JSON.stringify({ nodeOptions: { import: [inHome('evil.mjs')] } }));
  const lifted = { 'allow-child-process': true, 'allow-worker': true, 'allow-fs-write': ['*'] };
  writeFileSync(inHome('lift.json'), JSON.stringify({ permission: lifted }));
  mkdirSync(inHome('libraries'));
  for (const name of ['libdl.so.2', 'libm.so.6', 'libstdc++.so.6']) {
    symlinkSync(evil.file, inHome(`libraries/${name}`));
  }
  const openssl = `nodejs_conf = a\nopenssl_conf = a\n[a]\nproviders = b\n[b]\nevil = c\n[c]\nmodule = ${evil.file}\nactivate = 1\n`;
  writeFileSync(inHome('openssl.cnf'), openssl);
  const variables = Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value()}\n`);
  writeFileSync(inHome('evil.env'), variables.join(''));
}

async function expectItself(helper: HelperProcess): Promise<void> {
  await helper.hello();
  helper.send(echo(1, '127.0.0.1'));
  expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  expect(place.openPorts()).toEqual([]);
  const foreign = mappedFiles(helper.pid).filter((file) => !/^\/(usr\/)?lib\//.test(file));
  expect(foreign).toEqual([place.executable, place.addon].sort());
  helper.closeInput();
  expect(await helper.ended).toMatchObject({ code: 0, signal: null });
}

function expectNothingDone(): void {
  expect(evil.ran()).toBe(false);
  expect(readdirSync(marks)).toEqual([]);
}

describe('the traps work where nothing defends against them', () => {
  test('a library, and a script', () => {
    place.asUser('env', `LD_PRELOAD=${evil.file}`, 'true');
    expect(evil.ran()).toBe(true);
    place.asUser(process.execPath, '--require', inHome('evil.js'), '--eval', '');
    // Where the user can't reach this Node, the script is tried without it.
    if (readdirSync(marks).length === 0) execFileSync(process.execPath, [inHome('evil.js')]);
    expect(readdirSync(marks)).toEqual(['script-ran']);
    rmSync(join(marks, 'script-ran'));
  });
});

/** By the name of a variable what a hostile starter would give it. */
const ENVIRONMENT: Record<string, () => string> = {
  NODE_OPTIONS: () => `--require=${inHome('evil.js')} --inspect=127.0.0.1:9229`,
  NODE_PATH: () => place.home,
  NODE_EXTRA_CA_CERTS: () => inHome('none.pem'),
  NODE_COMPILE_CACHE: () => marks,
  NODE_V8_COVERAGE: () => marks,
  NODE_REDIRECT_WARNINGS: () => join(marks, 'warnings'),
  NODE_REPORT_DIRECTORY: () => marks,
  NODE_REPL_HISTORY: () => join(marks, 'history'),
  NODE_REPL_EXTERNAL_MODULE: () => inHome('evil.js'),
  NODE_ICU_DATA: () => marks,
  NODE_TEST_CONTEXT: () => 'child-v8',
  NODE_USE_ENV_PROXY: () => '1',
  NODE_INSPECT_RESUME_ON_START: () => '1',
  NODE_UNIQUE_ID: () => '1',
  SSLKEYLOGFILE: () => join(marks, 'keys'),
  SSL_CERT_FILE: () => inHome('none.pem'),
  OPENSSL_CONF: () => inHome('openssl.cnf'),
  OPENSSL_MODULES: () => place.home,
  OPENSSL_ENGINES: () => place.home,
  LD_PRELOAD: () => evil.file,
  LD_AUDIT: () => evil.file,
  LD_LIBRARY_PATH: () => inHome('libraries'),
  LD_DEBUG: () => 'all',
  LD_DEBUG_OUTPUT: () => join(marks, 'ld'),
  LD_PROFILE_OUTPUT: () => marks,
  GCONV_PATH: () => place.home,
  LOCPATH: () => place.home,
  MALLOC_TRACE: () => join(marks, 'malloc'),
  GLIBC_TUNABLES: () => 'glibc.malloc.check=3',
  FAULTLINE_NODE: () => inHome('evil.js'),
  SUDO_UID: () => '0',
  PKEXEC_UID: () => '0',
};

/** Without a capability on the file these are the starter's to decide, as of any program. */
const LOADERS_OWN = /^(LD_|OPENSSL_|GCONV|LOCPATH|MALLOC|GLIBC|NODE_ICU_DATA)/;
/** Where the environment counts, Node refuses to start with it. */
const REFUSED = 'NODE_REPL_EXTERNAL_MODULE';

function hostile(...without: readonly string[]): Record<string, string> {
  const names = Object.keys(ENVIRONMENT).filter((name) => !without.includes(name));
  return Object.fromEntries(names.map((name) => [name, ENVIRONMENT[name]?.() ?? '']));
}

describe('an environment', () => {
  test.each(Object.keys(ENVIRONMENT))('%s does nothing', async (name) => {
    await expectItself(place.start({ env: { [name]: ENVIRONMENT[name]?.() ?? '' } }));
    expectNothingDone();
  });

  test('all of it at once does nothing, and not a word is said', async () => {
    const helper = place.start({ env: hostile() });
    await expectItself(helper);
    expect(helper.stderr).toBe('');
    expectNothingDone();
  });

  test('what makes Node talk writes to the standard error, and nowhere else', async () => {
    const helper = place.start({ env: { NODE_DEBUG: '*', NODE_DEBUG_NATIVE: '*' } });
    await expectItself(helper);
    expectNothingDone();
  });

  test("Node's own variables do nothing either where the right is the process's, not the file's", async () => {
    const bare = join(place.folder, 'bare');
    mkdirSync(bare);
    execFileSync('cp', [place.executable, place.addon, bare]);
    const env = hostile(REFUSED, ...Object.keys(ENVIRONMENT).filter((name) => LOADERS_OWN.test(name)));
    const helper = place.start({ as: AMBIENT, executable: join(bare, 'faultline-helper'), env });
    expect((await helper.hello()).privilege.capabilities).toEqual([13]);
    expect(place.openPorts()).toEqual([]);
    helper.closeInput();
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
    expectNothingDone();
  });
});

describe('arguments', () => {
  const cases: [string, () => string[]][] = [
    ['a debugger', () => ['--inspect=127.0.0.1:9229']],
    ['a debugger that waits', () => ['--inspect-brk=127.0.0.1:9229']],
    ['a debugger on a terminal', () => ['inspect', '-p', '1']],
    ['a preloaded script', () => [`--require=${inHome('evil.js')}`]],
    ['a preloaded module', () => ['--import', inHome('evil.mjs')]],
    ['code', () => ['--eval', `require('node:fs').writeFileSync('${join(marks, 'code-ran')}', '')`]],
    ['code, printed', () => ['-p', `require('node:fs').writeFileSync('${join(marks, 'code-ran')}', '')`]],
    ['a script', () => [inHome('evil.js')]],
    ['a script after a double dash', () => ['--', inHome('evil.js')]],
    ['a script from the input', () => ['-']],
    ['options in a file', () => [`--experimental-config-file=${inHome('options.json')}`]],
    ['an environment in a file', () => [`--env-file=${inHome('evil.env')}`]],
    ['an environment in a file, if there is one', () => [`--env-file-if-exists=${inHome('evil.env')}`]],
    ['options for a single executable', () => [`--node-options=--require=${inHome('evil.js')}`]],
    ['test files', () => ['--test', inHome('evil.js')]],
    ['a report', () => ['--report-on-signal', `--report-directory=${marks}`]],
    ['a profile', () => ['--cpu-prof', `--cpu-prof-dir=${marks}`]],
    ['fewer prohibitions', () => ['--allow-child-process', '--no-permission']],
    ['text of any bytes', () => ['\u0001\u007f', 'é'.repeat(1000), '', '--', '-x']],
  ];
  for (const [who, as] of [
    ['a user', undefined],
    ['root', []],
  ] as const) {
    test.each(cases)(`%s, from ${who}: refused, and nothing is run, written or opened`, async (_, args) => {
      const helper = place.start({ args: args(), ...(as && { as }) });
      await helper.until(() => helper.events.length > 0);
      expect(place.openPorts()).toEqual([]);
      expect(await helper.ended).toEqual({ code: 3, signal: null, stderr: '' });
      expect(helper.events).toMatchObject([{ event: 'fatal', code: 'bad-arguments' }]);
      expectNothingDone();
    });
  }

  test.each(['child-process', 'worker', 'fs-write'])(
    'a file that opens what is closed (%s): refused, and nothing is run, written or opened',
    async (what) => {
      const file = inHome(`lift-${what}.json`);
      writeFileSync(
        file,
        JSON.stringify({ permission: { [`allow-${what}`]: what === 'fs-write' ? ['*'] : true } }),
      );
      const helper = place.start({ args: [`--experimental-config-file=${file}`] });
      expect(await helper.ended).toMatchObject({ code: 3, signal: null });
      expect(helper.events).toMatchObject([{ event: 'fatal', code: 'bad-arguments' }]);
      expectNothingDone();
    },
  );

  test('an environment in a file that is not there ends it', async () => {
    const helper = place.start({ args: [`--env-file=${inHome('none')}`] });
    expect(await helper.ended).toMatchObject({ code: 9, signal: null });
    expect(helper.events).toEqual([]);
  });
});

describe('the name that it is started by', () => {
  test.each<[string, () => string]>([
    ['options in a file', () => `--experimental-config-file=${inHome('options.json')}`],
    ['a file that opens what is closed', () => `--experimental-config-file=${inHome('lift.json')}`],
    ['an environment in a file', () => `--env-file=${inHome('evil.env')}`],
    ['a debugger', () => '--inspect=127.0.0.1:9229'],
    ['a dash', () => '-'],
  ])('%s: refused, and nothing is run, written or opened', async (_, name) => {
    const helper = place.start({ name: name() });
    await helper.until(() => helper.events.length > 0);
    expect(place.openPorts()).toEqual([]);
    expect(await helper.ended).toMatchObject({ code: 3, signal: null });
    expect(helper.events).toMatchObject([{ event: 'fatal', code: 'bad-arguments' }]);
    expectNothingDone();
  });

  test('is anybody`s to choose otherwise', async () => {
    await expectItself(place.start({ name: 'ping' }));
  });
});

describe('a name of the executable in a folder of the user', () => {
  test("a hard link beside the user's own addon: its code is not run", async () => {
    const link = inHome('hard');
    linkSync(place.executable, link);
    place.own(evil.file, 'raw.node');
    const helper = place.start({ executable: link });
    expect(await helper.ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect(JSON.stringify(helper.events)).toContain('is not trusted: it belongs to another user');
    expectNothingDone();
  });

  test("a working folder full of the user's own libraries", async () => {
    for (const name of ['libdl.so.2', 'libc.so.6', 'node_modules', 'node.config.json', 'package.json']) {
      symlinkSync(name === 'node_modules' ? place.home : evil.file, inHome(name));
    }
    expect(dirname(inHome('libc.so.6'))).toBe(place.home);
    await expectItself(place.start());
    expectNothingDone();
  });
});

describe('a channel that Node opens by itself', () => {
  test('what is written to it is not read for long, and the helper works on', async () => {
    const helper = place.start({ env: { NODE_CHANNEL_FD: '3' }, pipes: 1 });
    const channel = helper.child.stdio[3];
    if (!(channel instanceof Socket)) throw new Error('no pipe');
    channel.on('error', () => {});
    const closed = new Promise((resolve) => channel.once('close', resolve));
    channel.resume();
    await helper.hello();
    channel.write(
      `${JSON.stringify({ cmd: 'NODE_HANDLE', type: 'net.Socket' })}\n{"open":"${'x'.repeat(0x10_0000)}`,
    );
    await closed;
    helper.send(echo(1, '127.0.0.1'));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  });
});
