import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildHeadless } from '../../../scripts/package/headless/build-headless.mjs';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { type Systemd, startSystemd } from '../../support/root/systemd.ts';
import {
  type InsideOptions,
  type Person,
  startThrowAwayRoot,
  type ThrowAwayRoot,
} from '../../support/root/throw-away-root.ts';

type Line = Readonly<Record<string, unknown>>;

const PLACE = '/opt/faultline-headless';
const PROGRAM = `${PLACE}/bin/faultline`;
const HELPER = `${PLACE}/lib/helper/faultline-helper`;
/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };
/** Another one than package.json's. */
const VERSION = '9.8.7';
const UNIT = '/etc/systemd/system/faultline.service';

let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let folder: string;
let archive: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-headless-'));
  vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
  const [home, packed] = await Promise.all([
    startHome(),
    buildHeadless({ into: folder, version: VERSION, level: 1 }),
  ]);
  lab = home;
  archive = packed.file;
  root = await startThrowAwayRoot(lab, [folder]);
  ada = await root.addPerson('ada');
  // As its README tells to.
  await root.must(['mkdir', PLACE]);
  await root.must(['tar', '-xzf', archive, '-C', PLACE, '--strip-components=1', '--no-same-owner']);
}, 240_000);
afterAll(async () => {
  await root.stop();
  await lab.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** Nothing of an environment but a home: neither a PATH nor a Node somewhere. */
const bare = (person: Person): InsideOptions => ({
  as: person,
  through: ['env', '-i', `HOME=${person.home}`],
});

const anchor = (): string => lab.anchors[0]?.address ?? '';

async function json(command: readonly string[], options: InsideOptions): Promise<Line> {
  const { code, stdout, stderr } = await root.exec([PROGRAM, ...command, '--json'], options);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

/** Runs the monitor until a line fits, then ends it as a service manager does; gives the line and the exit code. */
async function monitored(
  command: readonly string[],
  options: InsideOptions,
  fits: (line: Line) => boolean,
): Promise<{ line: Line; code: number | null; stderr: string }> {
  const child = root.spawn(command, options);
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), SOON.timeout);
  for await (const text of createInterface({ input: child.stdout })) {
    const line: Line = JSON.parse(text);
    if (!fits(line)) continue;
    clearTimeout(timer);
    child.kill('SIGTERM');
    return { line, code: await code, stderr };
  }
  throw new Error(`the monitor ended with ${await code}: ${stderr}`);
}

const reply =
  (kind: string, via: string) =>
  (line: Line): boolean =>
    line['type'] === 'sample' && line['kind'] === kind && line['outcome'] === 'reply' && line['via'] === via;

async function settings(person: Person): Promise<string> {
  const file = `${person.home}/config.json`;
  const text = JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl });
  await root.must(['tee', file], { input: text });
  return file;
}

describe('the archive', () => {
  const SQLITE = 'lib/node_modules/@photostructure/sqlite';
  const FILES = [
    'LICENSES.txt',
    'README.md',
    'bin/faultline',
    'lib/faultline.mjs',
    'lib/helper/faultline-helper',
    'lib/helper/raw.node',
    'lib/helper.json',
    'lib/history-worker.mjs',
    'lib/metrics-worker.mjs',
    'lib/node',
    `${SQLITE}/LICENSE`,
    expect.stringMatching(/sqlite\/dist\/chunk-\w+\.mjs$/),
    `${SQLITE}/dist/index.mjs`,
    `${SQLITE}/package.json`,
    `${SQLITE}/prebuilds/linux-x64/@photostructure+sqlite.glibc.node`,
    'lib/node_modules/node-gyp-build/LICENSE',
    'lib/node_modules/node-gyp-build/index.js',
    'lib/node_modules/node-gyp-build/node-gyp-build.js',
    'lib/node_modules/node-gyp-build/package.json',
    'lib/package.json',
    'systemd/faultline.service',
  ];

  test('holds what it takes and nothing else, as root would have it', async () => {
    expect(archive).toBe(join(folder, `faultline-headless-${VERSION}-linux-x64.tar.gz`));
    expect(JSON.parse(await root.must(['cat', `${PLACE}/lib/package.json`])).version).toBe(VERSION);
    expect(await root.must(['cat', `${PLACE}/README.md`])).toContain(VERSION);
    const listed = (await root.must(['tar', '-tvzf', archive])).trim().split('\n');
    const entries = listed.map((line) => line.split(/\s+/));
    const files = entries.filter(([mode = '']) => mode.startsWith('-'));
    expect(files.map(([, , , , , path = '']) => path.replace(/^[^/]+\//, ''))).toEqual(FILES);
    expect(new Set(entries.map(([, owner]) => owner))).toEqual(new Set(['0/0']));
    expect(entries.filter(([mode = '']) => !/^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--)$/.test(mode))).toEqual([]);
  });

  test('names no place of the machine that built it, and every licence', async () => {
    const checkout = fileURLToPath(new URL('../../..', import.meta.url));
    const { stdout } = await root.exec(['grep', '-rlF', checkout, PLACE]);
    expect(stdout).toBe('');
    const licences = await root.must(['cat', `${PLACE}/LICENSES.txt`]);
    const titles = [...licences.matchAll(/^=+\n(.+)\n=+$/gm)].map(([, title = '']) => title.split(/[ ,]/)[0]);
    const parts = ['Faultline', 'Node.js', 'SQLite', 'raw-socket', 'nan', 'zod', 'commander', 'ipaddr.js'];
    expect(titles).toEqual(expect.arrayContaining([...parts, '@photostructure/sqlite', 'node-gyp-build']));
  });

  test('is the same from the same sources', async () => {
    const { file } = await buildHeadless({
      into: join(folder, 'again'),
      version: VERSION,
      level: 1,
    });
    const [one, other] = [archive, file].map((each) =>
      createHash('sha256').update(readFileSync(each)).digest('hex'),
    );
    expect(other).toBe(one);
  });

  test('a place that can not be written to is named, and nothing is left there', async () => {
    await expect(buildHeadless({ into: '/dev/null/packages' })).rejects.toThrow('/dev/null/packages');
  });
});

describe('unpacked somewhere, with nothing installed', () => {
  test('it says its version, and runs through a link as well', async () => {
    await root.must(['ln', '-sf', PROGRAM, '/usr/local/bin/faultline']);
    const told = await root.must([PROGRAM, '--version'], bare(ada));
    expect(told).toBe(`${VERSION}\n`);
    expect(await root.must(['faultline', '--version'], { as: ada })).toBe(told);
  });

  test("a Node's options of somebody else change nothing in it", async () => {
    const env = { NODE_OPTIONS: '--require=/nonexistent/other.js', NODE_PATH: '/nonexistent' };
    expect(await root.must([PROGRAM, '--version'], { as: ada, env })).toMatch(/^\d/);
  });

  test('it pings through the system, watches, and remembers', async () => {
    const ping = await json(['ping', anchor(), '--count', '2', '--interval', '200'], bare(ada));
    expect(ping).toMatchObject({ command: 'ping', sent: 2, received: 2, mode: 'ping' });

    const config = await settings(ada);
    const command = [PROGRAM, 'monitor', '--json', '--config', config];
    const { line, code } = await monitored(command, bare(ada), reply('icmp4', 'ping'));
    expect(line).toMatchObject({ type: 'sample' });
    expect(code).toBe(0);
    const history = await json(['history', '--from', '-1h'], bare(ada));
    expect(history['series']).toContainEqual(expect.objectContaining({ kind: 'icmp4' }));
    expect(await root.must(['ls', `${ada.home}/.local/share/faultline`])).toContain('history');
  });

  test('with the capability on its file the helper measures, and doctor names that way', async () => {
    await root.must(['setcap', 'cap_net_raw+ep', HELPER]);
    try {
      const ping = await json(['ping', anchor(), '--count', '2', '--interval', '200'], bare(ada));
      expect(ping).toMatchObject({ received: 2, mode: 'helper' });
      const trace = await json(['trace', anchor()], bare(ada));
      expect(trace).toMatchObject({ command: 'trace', reached: true });
      expect(JSON.stringify(await json(['doctor'], bare(ada)))).toContain('file-capability');
    } finally {
      await root.must(['setcap', '-r', HELPER]);
    }
  });

  test('a helper that others can write is not started, and it says who can', async () => {
    await root.must(['setcap', 'cap_net_raw+ep', HELPER]);
    await root.must(['chmod', 'o+w', `${PLACE}/lib/helper`]);
    try {
      const ping = await json(['ping', anchor(), '--count', '1'], bare(ada));
      expect(ping['mode']).toBe('ping');
      expect(JSON.stringify(await json(['doctor'], bare(ada)))).toContain(`${PLACE}/lib/helper`);
    } finally {
      await root.must(['chmod', 'o-w', `${PLACE}/lib/helper`]);
      await root.must(['setcap', '-r', HELPER]);
    }
  });
});

describe('as a service', () => {
  let systemd: Systemd;
  beforeAll(async () => {
    systemd = await startSystemd(root);
  });
  afterAll(() => systemd.stop());

  test('systemd finds nothing wrong with the unit', async () => {
    await root.must(['install', '-m', '0644', `${PLACE}/systemd/faultline.service`, UNIT]);
    const { code, stdout, stderr } = await root.exec(['systemd-analyze', 'verify', '--man=no', UNIT]);
    expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: '' });
  });

  test('systemd counts little as exposed', async () => {
    const args = ['security', '--offline=true', '--threshold=20', '--no-pager', UNIT];
    const { code, stdout } = await root.exec(['systemd-analyze', ...args]);
    expect(stdout).toMatch(/Overall exposure level for faultline.service: 1\.\d OK/);
    expect(code).toBe(0);
  });

  test('enabled, it runs as a user of its own, measures by the helper, remembers, and ends as asked', async () => {
    await root.must(['mkdir', '-p', '/etc/faultline', `${UNIT}.d`]);
    const text = JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl });
    await root.must(['tee', '/etc/faultline/config.json'], { input: text });
    // The journal's service does not run here: what it would get goes to a file, in a form for programs.
    const output = `[Service]\nExecStart=\nExecStart=${PROGRAM} monitor --json\nStandardOutput=file:/run/events\n`;
    await root.must(['tee', `${UNIT}.d/output.conf`], { input: output });
    await systemd.must(['systemctl', 'daemon-reload']);
    await systemd.must(['systemctl', 'enable', '--now', 'faultline']);

    const events = (): readonly Line[] =>
      readFileSync(root.path('/run/events'), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    const modes = (): readonly unknown[] =>
      events().flatMap((line) => (line['type'] === 'mode' ? [line['icmp']] : []));
    await expect.poll(modes, SOON).toContain('helper');
    await expect.poll(() => events().some(reply('icmp4', 'helper')), SOON).toBe(true);
    await expect.poll(() => events().some(reply('icmp6', 'helper')), SOON).toBe(true);
    await expect.poll(() => events().some(reply('dns', 'socket')), SOON).toBe(true);

    const tree = await systemd.must(['systemctl', 'status', '--no-pager', '--full', 'faultline']);
    const pids = [...tree.matchAll(/[├└]─\s*(\d+) /g)].map(([, pid = '']) => pid);
    expect(tree).toContain('faultline-helper');
    expect(pids).toHaveLength(2);
    for (const pid of pids) {
      const status = await systemd.must(['cat', `/proc/${pid}/status`]);
      const value = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
      // Nothing but CAP_NET_RAW, no way to more, a filter for system calls, and none of the machine's own users.
      for (const set of ['CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(value(set)).toBe('0000000000002000');
      expect([value('NoNewPrivs'), value('Seccomp')]).toEqual(['1', '2']);
      expect(Number(value('Uid').split('\t')[0])).toBeGreaterThanOrEqual(61184);
    }

    await systemd.must(['systemctl', 'stop', 'faultline']);
    const ended = await systemd.must(['systemctl', 'show', '--property=Result,ExecMainStatus', 'faultline']);
    expect(ended).toBe('Result=success\nExecMainStatus=0\n');
    const history = await json(['history', '--from', '-1h', '--data', '/var/lib/faultline'], {});
    expect(history['series']).toContainEqual(expect.objectContaining({ kind: 'icmp4' }));
    expect((await root.exec(['ls', '/var/lib/private/faultline'], { as: ada })).stderr).toContain('denied');
  });
});
