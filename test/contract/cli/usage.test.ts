import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERSION } from '../../../main/cli/version.ts';
import { runCli } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-usage-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it and expects one line on stderr, nothing on stdout. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^faultline: [^\n]+\n$/);
  expect(code).toBe(2);
  return stderr.slice('faultline: '.length, -1);
}

describe('bad arguments: one line that says what to do, exit code 2', () => {
  test.each([
    [['pin'], 'unknown command pin; did you mean ping?'],
    [['xyzzy'], 'unknown command xyzzy; see "faultline --help"'],
    [['ping'], `missing required argument 'host'; see "faultline ping --help"`],
    [
      ['ping', 'a', 'b'],
      `too many arguments for 'ping'. Expected 1 argument but got 2; see "faultline ping --help"`,
    ],
    [['ping', '127.0.0.1', '--cuont', '3'], 'unknown option --cuont; did you mean --count?'],
    [['ping', '127.0.0.1', '--cuont=3'], 'unknown option --cuont=3; did you mean --count?'],
    [['ping', '127.0.0.1', '--flood'], 'unknown option --flood; see "faultline ping --help"'],
    [['--jsn', 'ping'], 'unknown option --jsn; see "faultline --help"'],
    [['ping', '127.0.0.1', '--count'], /^option '--count <n>' argument missing; see/],
    [
      ['ping', '127.0.0.1', '--count', '2.5'],
      `--count can't be "2.5"; write a whole number from 1 to 100000`,
    ],
    [['ping', '127.0.0.1', '--count', '0'], `--count can't be "0"; write a whole number from 1 to 100000`],
    [
      ['ping', '127.0.0.1', '--interval', '-1000'],
      `--interval can't be "-1000"; write a whole number from 200 to 60000 ms`,
    ],
    [['ping', '127.0.0.1', '--interval', '199'], /from 200 to 60000 ms/],
    [['ping', '127.0.0.1', '--size', '1453'], /from 16 to 1452 bytes/],
    [['ping', '127.0.0.1', '--family', '5'], `--family can't be "5"; write 4 or 6`],
    [
      ['ping', '127.0.0.1', '--family', '6'],
      /^127\.0\.0\.1 is an IPv4 address, --family 6; leave --family out/,
    ],
    [['ping', '::1', '--family', '4'], /^::1 is an IPv6 address, --family 4; /],
    [['ping', '127.0.0.1:80'], 'ping has no ports, but 127.0.0.1:80 names one; try 127.0.0.1'],
    [['ping', 'no such host'], /^"no such host" is no host name or address; /],
    [['ping', 'a\nb\u001b[31m'], /^"a b \[31m" is no host name or address; /],
    [['history', '--kind', 'icmp'], `--kind can't be "icmp"; did you mean icmp4?`],
    [['history', '--from', '-1x'], /^--from can't be "-1x"; write a time such as /],
    [['history', '--from', 'now'], /^--from is not before --to; /],
    [['history', '--points', '2001'], /from 1 to 2000/],
    [['incidents', '--trace', '3f2'], `--trace can't be "3f2"; write at least the first 4 signs of an id`],
    [
      ['incidents', '--trace', '3f2a1c9e', '--limit', '5'],
      '--trace shows one trace, which the other options do not change; leave them out',
    ],
    [['incidents', '--class', 'ipv4'], /^--class can't be "ipv4"; /],
    [['incidents', '--limit', '1001'], /from 1 to 1000/],
    [['incidents', '--from', '-1h', '--to', '-2h'], /^--from is not before --to; /],
    [['monitor', '--duration', '0'], /from 1 to/],
    [['doctor', 'now'], /^too many arguments for 'doctor'/],
  ] as const)('%j', async (args, line) => {
    const told = await refusal(...args);
    if (typeof line === 'string') expect(told).toBe(line);
    else expect(told).toMatch(line);
  });

  test('no command at all shows the help on stderr', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/Usage: faultline[\s\S]*faultline: no command given; see "faultline --help"\n$/);
  });
});

describe('a bad configuration', () => {
  const refused = (text: string): Promise<string> => {
    const file = join(folder, 'config.json');
    writeFileSync(file, text);
    return refusal('monitor', '--config', file, '--data', folder).then((line) => line.replaceAll(folder, ''));
  };

  test.each([
    [
      '{"intervallMs": 1}',
      'unknown key "intervallMs", /config.json line 1 column 2; did you mean "intervalMs"?',
    ],
    [
      '{\n  "intervalMs": 1000,\n}',
      'not valid JSON: expected a key in double quotes, but found "}", /config.json line 3 column 1; correct it',
    ],
    [
      '{"anchors": [{"kind": "tcp4", "address": "::1"}]}',
      'kind tcp4 needs an IPv4 address, but ::1 is IPv6, /config.json line 1 column 42; use kind tcp6 or another address',
    ],
    [
      '{"anchors": [{"kind": "tcp4", "address": "127.0.0.1", "port": 65536}]}',
      '"anchors[0].port" is too large, /config.json line 1 column 63; the most is 65535',
    ],
    ['{"intervalMs": 500}', '"intervalMs" is too small, /config.json line 1 column 16; the least is 1000'],
  ])('%s', async (text, line) => {
    expect(await refused(text)).toBe(line);
  });

  test('a file that is not there, and a folder', async () => {
    expect(await refusal('monitor', '--config', join(folder, 'none.json'))).toMatch(/there is no such file/);
    expect(await refusal('monitor', '--config', folder)).toMatch(/it is a folder/);
    expect(await refusal('monitor', '--config', '/dev/zero')).toMatch(/it is not a regular file/);
  });
});

test('an empty or relative HOME is not the current folder', async () => {
  for (const HOME of ['', 'here']) {
    const { stdout } = await runCli(['doctor', '--json'], { env: { HOME } });
    expect(stdout).toContain(`"text":"${join(userInfo().homedir, '.local/share/faultline')}`);
  }
});

describe('a bad data folder', () => {
  test.each(['history', 'incidents'])('%s without a history', async (command) => {
    expect(await refusal(command, '--data', join(folder, 'nothing'))).toMatch(/There is no history in /);
  });

  test('something else than a history under its name: exit code 4, and it is left alone', async () => {
    writeFileSync(
      join(folder, 'history.sqlite'),
      'not a database at all, though it is long enough'.repeat(100),
    );
    const { code, stdout, stderr } = await runCli(['history', '--data', folder]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^faultline: [^\n]*damaged[^\n]*\n$/);
  });
});

describe('help and version', () => {
  test.each([['ping'], ['monitor'], ['history'], ['incidents'], ['doctor']])('%s --help', async (command) => {
    const { code, stdout, stderr } = await runCli([command, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: faultline ${command} [\\s\\S]*--json`));
  });

  test('the version is that of the package', async () => {
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    const file = new URL('../../../package.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: VERSION });
  });
});

describe('a fault of its own', () => {
  const broken = {
    nodeArgs: ['--import', 'data:text/javascript,process.geteuid=()=>{throw new Error("broken")}'],
  };

  test('one line, exit code 4, the stack only with --verbose', async () => {
    const quiet = await runCli(['doctor', '--json'], broken);
    expect(quiet).toEqual({
      code: 4,
      stdout: '',
      stderr: 'faultline: unexpected error: broken; run it again with --verbose and report this\n',
    });
    const verbose = await runCli(['doctor', '--json', '--verbose'], broken);
    expect(verbose.code).toBe(4);
    expect(verbose.stderr).toMatch(/\nError: broken\n {4}at /);
  });
});
