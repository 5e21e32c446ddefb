import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import { type Ended, ended } from './run-cli.ts';

const TOLD = "faultline: output can't be written (ENOSPC); free some space, or send it somewhere else\n";

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-full-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The CLI with a full disk behind its standard output. */
function runFull(args: readonly string[]): Promise<Ended> {
  const script = '"$0" "$@" > /dev/full';
  const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' };
  return ended(spawn('sh', ['-c', script, process.execPath, artifact('faultline.mjs'), ...args], { env }));
}

/** What the system's ping has to say comes first, where there is no right to start the helper. */
const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n', text.length - 2) + 1);

describe('a full disk behind the output: one line, exit code 4', () => {
  test.each([[[]], [['--json']]])('ping %j', async (options) => {
    const { code, stderr } = await runFull([
      'ping',
      '127.0.0.1',
      '--count',
      '2',
      '--interval',
      '200',
      ...options,
    ]);
    expect(code).toBe(4);
    expect(lastLine(stderr)).toBe(TOLD);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('doctor', async () => {
    expect(await runFull(['doctor', '--json'])).toMatchObject({ code: 4, stderr: TOLD });
  });
});
