import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import type { RunOptions } from '../../lab/net/lab.ts';
import { makeDesktopHome } from '../../support/desktop/launch.ts';
import { faultline } from '../../support/monitor-process.ts';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let built: BuiltPackages;
let lab: HomeLab;
/** The command of the package. */
let command: string;
beforeAll(async () => {
  [built, lab] = await Promise.all([builtPackages(), startHome()]);
  command = join(built.directory, 'resources/bin/faultline');
}, 600_000);
afterAll(() => lab?.stop());

/** Without a display, a session bus or anything else of whoever runs the tests. */
const bare = (home: string): readonly string[] => ['env', '-i', 'PATH=/usr/bin:/bin', `HOME=${home}`];

function run(words: readonly string[], options: RunOptions & { home?: string; program?: string } = {}) {
  const { home = temporaryFolder(), program = command, ...rest } = options;
  return lab.exec('pc', [...bare(home), program, ...words], rest);
}

/** The command of a package with another program in its archive: `change` gets all of it, and where the program is. */
function changed(change: (archive: Buffer, at: number) => void): string {
  const place = temporaryFolder();
  execFileSync('cp', ['-al', built.directory, join(place, 'app')]);
  const archive = join(place, 'app/resources/app.asar');
  const whole = readFileSync(archive);
  change(whole, whole.indexOf(extractFile(archive, 'dist/faultline.mjs').subarray(0, 200)));
  rmSync(archive);
  writeFileSync(archive, whole);
  return join(place, 'app/resources/bin/faultline');
}

describe('the command of the package, without a display and as root', () => {
  test('says its version and its help, on standard output alone', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Usage: faultline [options] [command]');
  });

  test('answers in exactly the checkout`s words', async () => {
    for (const words of [['ping', '--help'], ['bogus'], ['ping', 'localhost', '--count', 'x'], ['ping']]) {
      const [packaged, checkout] = await Promise.all([
        run(words),
        lab.exec('pc', [...bare(temporaryFolder()), ...faultline(...words)]),
      ]);
      expect(packaged, words.join(' ')).toEqual(checkout);
      expect([0, 2]).toContain(packaged.code);
    }
  });

  test('pings by the helper beside it, and puts one JSON object out', async () => {
    const { code, stdout, stderr } = await run([
      'ping',
      lab.anchors[0]?.address ?? '',
      '--count',
      '3',
      '--json',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ command: 'ping', sent: 3, received: 3, mode: 'helper' });
  });

  test('its exit code tells what the network said', async () => {
    const { code, stdout } = await run(['ping', '192.0.2.77', '--count', '1', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ received: 0 });
  });

  test('a reader that goes away is no failure', async () => {
    const words = [...bare(temporaryFolder()), 'sh', '-c', '"$0" --help | head -n 1', command];
    expect(await lab.exec('pc', words)).toMatchObject({
      code: 0,
      stdout: 'Usage: faultline [options] [command]\n',
      stderr: '',
    });
  });

  test('the installed link leads to it from anywhere', async () => {
    const link = join(temporaryFolder(), 'faultline');
    symlinkSync(command, link);
    expect(await run(['--version'], { program: link })).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });

  test('without a word root is told that there is no window for root', async () => {
    expect(await run([])).toMatchObject({ code: 4, stdout: '' });
    expect((await run(['--hidden'])).stderr).toContain('start it as an ordinary user');
  });

  test('a package that is damaged says so in a line, without a window', async () => {
    const program = changed((whole, at) => whole.fill('(', at, at + 20));
    const ran = await run(['--version'], { program });
    expect(ran).toMatchObject({ code: 4, signal: null, stdout: '' });
    expect(ran.stderr).toMatch(/^faultline: .+\n$/);
  });

  test('what was promised and failed ends it as a fault of its own, as under Node', async () => {
    const last = '// main/cli/index.ts\n';
    const program = changed((whole, at) =>
      whole.write('Promise.reject(7);'.padEnd(20), whole.indexOf(last, at)),
    );
    const ran = await run(['ping', lab.anchors[0]?.address ?? '', '--count', '1'], { program });
    expect(ran).toMatchObject({ code: 4, signal: null });
    expect(ran.stderr).toContain('faultline: unexpected error: 7');
  });

  test('leaves nothing in a home where it was only asked something', async () => {
    const home = temporaryFolder();
    await run(['--version'], { home });
    await run(['history'], { home });
    expect(readdirSync(home)).toEqual([]);
  });
});

test('behind sudo every thread of it becomes the person, and keeps no right', async () => {
  const person = ['SUDO_UID=65534', 'SUDO_GID=65534'];
  const words = ['ping', lab.anchors[0]?.address ?? '', '--count', '1000'];
  const child = lab.spawn('pc', [...bare(temporaryFolder()), ...person, command, ...words]);
  const gone = new Promise((resolve) => child.once('close', resolve));
  // It sends nothing before it has given its rights up.
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const tasks = readdirSync(`/proc/${child.pid}/task`);
  expect(tasks.length).toBeGreaterThan(4);
  for (const task of tasks) {
    const status = readFileSync(`/proc/${child.pid}/task/${task}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(status).toMatch(/^Gid:\t65534\t65534\t65534\t65534$/m);
    expect(status).toMatch(/^Groups:\t65534 ?$/m);
    expect(status).toMatch(/^CapPrm:\t0{16}$/m);
  }
  child.kill('SIGTERM');
  await gone;
});

describe('for an ordinary user', () => {
  const NOBODY = { uid: 65_534, gid: 65_534 };

  test('who has no right at all, nor has the helper, is told so', async () => {
    const home = temporaryFolder();
    const words = ['ping', lab.anchors[0]?.address ?? '', '--count', '1', '--json'];
    const { code, stdout, stderr } = await run(words, { home, user: NOBODY });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^(faultline: .+\n)+$/);
  });

  test('without a display the app says so in one line', async () => {
    expect(await run([], { user: NOBODY })).toEqual({
      code: 4,
      signal: null,
      stdout: '',
      stderr: 'faultline: there is no display to show its icon on; "faultline monitor" needs none\n',
    });
  });
});

describe('a command that lasts', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])('ends in order at %s', async (signal) => {
    const words = ['ping', lab.anchors[0]?.address ?? '', '--count', '1000', '--interval', '200'];
    const child = lab.spawn('pc', [...bare(temporaryFolder()), command, ...words]);
    let said = '';
    const begun = new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        if (/bytes|ms/.test(said)) resolve();
      });
    });
    const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
    await begun;
    child.kill(signal);
    expect(await gone).toBe(0);
    expect(said).toMatch(/sent|received/);
  });

  test('keeps a history, by SQLite out of the archive, that another one reads', async () => {
    const { folder, dataDirectory, remove } = makeDesktopHome();
    onTestFinished(remove);
    chmodSync(folder, 0o700);
    mkdirSync(dataDirectory, { recursive: true });
    const child = lab.spawn('pc', [...bare(folder), command, 'monitor', '--json', '--data', dataDirectory]);
    let lines = 0;
    const measured = new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        lines += text.toString().split('\n').length - 1;
        if (lines > 20) resolve();
      });
    });
    const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
    await measured;
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
    const words = ['history', '--json', '--data', dataDirectory];
    const { code, stdout } = await run(words, { home: folder });
    expect(code).toBe(0);
    const { series } = JSON.parse(stdout);
    expect(series.length).toBeGreaterThan(3);
  });
});
