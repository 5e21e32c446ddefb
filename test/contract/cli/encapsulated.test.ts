import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { openAudit } from '../../../main/encapsulation/audit/open-audit.ts';
import { openRecords } from '../../../main/encapsulation/records/open-records.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCli } from './run-cli.ts';
import { ENCAPSULATION } from './schemas.ts';

/** One line on stderr, nothing on stdout, exit code 2: nothing was started. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^faultline: [^\n]+\n$/);
  expect(code).toBe(2);
  return stderr.slice('faultline: '.length, -1);
}

const COMMANDS: readonly (readonly string[])[] = [
  ['probe', '192.0.2.1'],
  ['probe', '--path', '192.0.2.1,192.0.2.2'],
  ['probe', '192.0.2.1', '--from', '192.0.2.2', '--json'],
  ['trace', '--reverse', '192.0.2.1'],
  ['trace', '--from', '192.0.2.1', '192.0.2.2', '--json'],
];

describe('without permission', () => {
  test.each(COMMANDS)('%s %s ...: why not, the ways out, and nothing kept', async (...args) => {
    const data = join(temporaryFolder(), 'data');
    const words = await refusal(...args, '--data', data);
    expect(words).toMatch(/^packets in IP-in-IP are off on this network: /);
    expect(words).toContain('--allow-encapsulation');
    expect(words).toContain('"allowEncapsulation": true');
    expect(existsSync(data)).toBe(false);
  });

  test('a configuration that says no, or is wrong', async () => {
    const config = join(temporaryFolder(), 'config.json');
    writeFileSync(config, '{"allowEncapsulation": false}');
    expect(await refusal('probe', '192.0.2.1', '--config', config)).toMatch(
      /^packets in IP-in-IP are off on this network: /,
    );
    writeFileSync(config, '{"allowEncapsulation": "yes"}');
    expect(await refusal('probe', '192.0.2.1', '--config', config)).toContain('config.json line 1');
    expect(
      await refusal('probe', '192.0.2.1', '--allow-encapsulation', '--config', '/nonexistent'),
    ).toContain('there is no such file');
  });

  test('what was answered with no in the window', async () => {
    const data = temporaryFolder();
    const records = openRecords({ directory: data, nowMs: Date.now, onTrouble: () => {} });
    await records.setConsent('', false);
    expect(await refusal('probe', '192.0.2.1', '--data', data)).toMatch(
      /^packets in IP-in-IP are off on this network: /,
    );
  });
});

describe('arguments that mean nothing, exit code 2', () => {
  test.each([
    [['probe'], /^no path given; /],
    [
      ['probe', '--path', '192.0.2.1,,192.0.2.2'],
      /^--path can't be .*; write hosts with commas between: A,B,C$/,
    ],
    [['probe', '192.0.2.1', '--path', '192.0.2.2'], /^--path is the whole path/],
    [['probe', '--path', '192.0.2.1,127.0.0.1'], /^127\.0\.0\.1 can't be in a path/],
    [['probe', '169.254.1.1'], /^169\.254\.1\.1 can't be in a path/],
    [['probe', '--path', 'fe80::1%eth0'], /^fe80::1%eth0 can't be in a path/],
    [['probe', '--path', '224.0.0.1'], /^224\.0\.0\.1 /],
    [['trace', '127.0.0.1', '--reverse'], /^127\.0\.0\.1 can't be in a path/],
    [['trace', '192.0.2.1', '--from', '127.0.0.1'], /^127\.0\.0\.1 can't be in a path/],
    [['probe', '192.0.2.1', '--rate', '21'], /from 1 to 20$/],
    [['probe', '192.0.2.1', '--count', '0'], /from 1 to 10000$/],
    [['probe', 'a', 'b'], /^too many arguments/],
    [['trace', '192.0.2.1', '--reverse', '--from', '192.0.2.2'], /^--reverse and --from don't go together/],
    [['trace', '192.0.2.1', '--from', '192.0.2.1'], /^192\.0\.2\.1 is named twice/],
    [['trace', '192.0.2.1', '--from', '::1', '--family', '4'], /^::1 is an IPv6 address/],
    [['trace', '192.0.2.1', '--reverse', '--watch'], /^--watch does not go with --reverse or --from/],
    [['trace', '192.0.2.1', '--reverse', '--multipath'], /^--multipath does not go/],
    [['trace', '192.0.2.1', '--reverse', '--mtu'], /^--mtu does not go/],
    [['trace', '192.0.2.1', '--reverse', '--port', '80'], /^--port does not go/],
    [['trace', '192.0.2.1', '--reverse', '--size', '100'], /^--size does not go/],
    [['trace', '192.0.2.1', '--from', '192.0.2.2', '--method', 'udp'], /^--method udp does not go/],
    [['trace', '192.0.2.1', '--allow-encapsulation'], /^--allow-encapsulation does nothing without/],
    [['trace', '192.0.2.1', '--config', 'x'], /^--config does nothing without/],
    [['trace', '192.0.2.1', '--data', 'x'], /^--data does nothing without/],
    [['encapsulation', 'x'], /^too many arguments/],
    [['encapsulation', '--limit', '0'], /from 1 to 10000$/],
  ] as const)('%j', async (args, expected) => {
    expect(await refusal(...args)).toMatch(expected);
  });
});

describe('encapsulation', () => {
  test('as JSON is as documented, and writes nothing', async () => {
    const data = join(temporaryFolder(), 'data');
    const { code, stdout, stderr } = await runCli(['encapsulation', '--json', '--data', data]);
    expect([code, stderr]).toEqual([0, '']);
    const result = ENCAPSULATION.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ allowedBy: null, calibration: [], log: [] });
    expect(existsSync(data)).toBe(false);
  });

  test('tells of the log and of the configuration', async () => {
    const data = temporaryFolder();
    const config = join(data, 'config.json');
    writeFileSync(config, '{"allowEncapsulation": true}');
    await openAudit({ directory: data }).add({
      atMs: wallMs(Date.UTC(2026, 0, 1)),
      what: 'reverse trace',
      network: 'home',
      source: '192.0.2.10',
      path: ['198.51.100.1'],
      sent: 21,
      durationMs: 900,
      end: 'done: the end was reached',
    });
    const { code, stdout } = await runCli(['encapsulation', '--data', data, '--config', config]);
    expect(code).toBe(0);
    expect(stdout).toContain('allowed everywhere, by the configuration');
    expect(stdout).toMatch(/2026-01-01 00:00:00 +reverse trace +21 +/);
  });

  test('a damaged file', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'encapsulation.json'), 'no JSON');
    expect(await refusal('encapsulation', '--data', data)).toContain('encapsulation.json; delete it');
  });
});
