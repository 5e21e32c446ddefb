import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLine, isSafePath } from '../../../../main/helper-client/channel/command-line.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const CHANNEL = { folder: '/run/user/1000/faultline-channel-AbC123', uid: 1000 };
const HELPER = ['/opt/Faultline/resources/helper/faultline-helper'] as const;

describe('the command line for a shell', () => {
  test('every word in quotes, and no shell stays behind', () => {
    expect(commandLine(HELPER, CHANNEL)).toBe(
      "exec '/opt/Faultline/resources/helper/faultline-helper' '--channel' " +
        "'/run/user/1000/faultline-channel-AbC123' '--uid' '1000'",
    );
  });

  test.each([
    "/opt/it's/helper",
    '/opt/"/helper',
    '/opt/$HOME/helper',
    '/opt/`id`/helper',
    '/opt/a\\b/helper',
    '/opt/a;b/helper',
    '/opt/a\nb/helper',
    '/opt/a\0b',
    '/opt/a!b/helper',
    '/opt/(a)/helper',
    '/opt/*/helper',
    '/opt/\u202e/helper',
    '/opt/\u00a0/helper',
    '/opt/‘/helper',
    'opt/helper',
    '',
  ])('%j is refused, as program, argument and folder', (path) => {
    expect(commandLine([path], CHANNEL)).toBeNull();
    expect(commandLine(['/usr/bin/node', path], CHANNEL)).toBeNull();
    expect(commandLine(HELPER, { ...CHANNEL, folder: path })).toBeNull();
  });

  test('one character that is not known to be harmless is enough', () => {
    const harmless = /[\p{L}\p{M}\p{N}_/.,:+@=~ -]/u;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(isSafePath(`/${text}`)).toBe([...text].every((character) => harmless.test(character)));
      }),
    );
  });

  /** As sudo-prompt does it: into double quotes for one shell, from which another gets it. */
  function throughTwoShells(line: string): { words: string[]; stderr: string } {
    const outer = `"/usr/bin/env" -i /bin/bash -c "echo SUDOPROMPT; ${line.replace(/"/g, '\\"')}"`;
    // Without the socket that Node would give it, by which bash takes itself for one of a remote shell.
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', outer], { encoding: 'utf8', stdio: [...stdio] });
    expect(stdout.startsWith('SUDOPROMPT\n')).toBe(true);
    return { words: stdout.slice('SUDOPROMPT\n'.length).split('\0').slice(0, -1), stderr };
  }

  test('two shells hand every word on as it was', () => {
    const folder = join(temporaryFolder(), 'Ä ~ b=c, d:e @+-');
    mkdirSync(folder);
    const program = join(folder, 'tell arguments');
    writeFileSync(program, '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\n');
    chmodSync(program, 0o755);
    const path = fc.string({ unit: fc.constantFrom(...'aZ09ä漢_/.,:+@=~ -') }).map((text) => `/${text}`);
    fc.assert(
      fc.property(path, path, (argument, channel) => {
        const line = commandLine([program, argument], { folder: channel, uid: 7 });
        expect(throughTwoShells(line ?? '')).toEqual({
          words: [argument, '--channel', channel, '--uid', '7'],
          stderr: '',
        });
      }),
      { numRuns: 30 },
    );
  });
});
