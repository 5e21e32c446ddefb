import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  elevationHere,
  type Surroundings,
  startElevated,
  withWayOut,
} from '../../../main/helper-client/elevate.ts';
import { startFailure } from '../../../main/helper-client/start-failure.ts';
import { builtHelper } from '../../../main/helper-client/start-helper.ts';
import type { HelperCommand } from '../../../main/helper-client/types.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HELPER: HelperCommand = ['/opt/node', '/opt/helper.cjs'];
const FAKE = fileURLToPath(new URL('./fake-helper.mjs', import.meta.url));

const here = (over: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  euid: 1000,
  env: { DISPLAY: ':0' },
  exists: (path) => path === '/usr/bin/pkexec',
  ...over,
});

describe('which way there is', () => {
  test('a desktop with pkexec: the helper through it, by its full path', () => {
    expect(elevationHere(HELPER, here())).toMatchObject({
      way: 'pkexec',
      command: ['/usr/bin/pkexec', '--disable-internal-agent', '/opt/node', '/opt/helper.cjs'],
    });
    expect(elevationHere(HELPER, here({ env: { WAYLAND_DISPLAY: 'wayland-0' } })).way).toBe('pkexec');
  });

  test('root needs none', () => {
    expect(elevationHere(HELPER, here({ euid: 0 })).way).toBe('not-needed');
  });

  test.each<[string, Partial<Surroundings>, RegExp]>([
    ['no pkexec', { exists: () => false }, /install pkexec/],
    [
      'a pkexec that only PATH knows',
      { exists: (path) => path === '/home/ada/bin/pkexec' },
      /install pkexec/,
    ],
    ['no desktop', { env: { DISPLAY: '' } }, /no desktop here/],
    ['another system', { platform: 'darwin' }, /on this system/],
  ])('none: %s', (_, over, words) => {
    expect(elevationHere(HELPER, here(over))).toEqual({ way: 'none', words: expect.stringMatching(words) });
  });

  test('the way out is named where the right is missing, and only there', () => {
    const refused = startFailure('no-privilege', 'no right to open raw sockets: start it with sudo');
    const way = elevationHere(HELPER, here());
    expect(withWayOut(refused, way)).toMatchObject({
      code: 'no-privilege',
      reason: 'no right to open raw sockets: let Faultline ask for it, your password may be wanted',
    });
    expect(withWayOut(refused, elevationHere(HELPER, here({ euid: 0 })))).toBe(refused);
    const failed = startFailure('failed', 'the helper did not start');
    expect(withWayOut(failed, way)).toBe(failed);
  });
});

/** A program in the place of pkexec: does what `script` says, then runs the rest of its command. */
function standIn(script: string): string {
  const file = join(temporaryFolder(), 'pkexec');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const through = (script: string, manner = 'plain'): HelperCommand => [
  standIn(script),
  '--disable-internal-agent',
  process.execPath,
  FAKE,
  manner,
];

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const RUN = 'shift; exec "$@"';

describe('asking', { timeout: 60_000 }, () => {
  test('granted: the helper speaks through the pipes', async () => {
    const start = await startElevated(through(RUN));
    expect(start.ok).toBe(true);
    if (!start.ok) return;
    expect(await start.client.stats()).toMatchObject({ event: 'stats' });
    await start.client.close();
  });

  test.each([
    [126, /^the right to open raw sockets was not given; it is tried again when you ask for it$/],
    [127, /^this system did not let .* or could not ask you; it is tried again when you ask for it$/],
  ])('declined with code %i', async (code, reason) => {
    expect(await startElevated(through(`exit ${code}`))).toEqual({
      ok: false,
      code: 'declined',
      reason: expect.stringMatching(reason),
    });
  });

  test('nobody answers: given up, and the question is taken away', async () => {
    const noted = join(temporaryFolder(), 'pid');
    const asking = startElevated(through(`echo $$ > ${noted}; exec sleep 1000`), { timeoutMs: 1500 });
    expect(await asking).toMatchObject({
      ok: false,
      code: 'declined',
      reason: expect.stringMatching(/^nobody answered/),
    });
    const pid = Number(readFileSync(noted, 'utf8'));
    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
  });

  test('not waited for any longer: ended at once', async () => {
    const stopping = new AbortController();
    const starting = startElevated(through('exec sleep 1000'), { signal: stopping.signal });
    stopping.abort();
    expect(await starting).toMatchObject({
      ok: false,
      code: 'failed',
      reason: expect.stringMatching(/not waited/),
    });
    expect(await startElevated(through(RUN), { signal: stopping.signal })).toMatchObject({ ok: false });
  });

  test.each([
    ['another end', 'exit 1', 'plain', 'failed', /exited with code 1/],
    ['granted, but the helper has no right all the same', RUN, 'no-privilege', 'failed', /answered with yes/],
    ['granted, but the helper is of another version', RUN, 'old-protocol', 'failed', /version 9\.9\.9/],
  ])('%s', async (_, script, manner, code, reason) => {
    expect(await startElevated(through(script, manner))).toMatchObject({
      ok: false,
      code,
      reason: expect.stringMatching(reason),
    });
  });

  test('a pkexec that is not there', async () => {
    expect(await startElevated(['/nonexistent/pkexec', ...HELPER])).toMatchObject({
      ok: false,
      code: 'failed',
      reason: expect.stringMatching(/ENOENT/),
    });
  });
});

describe('the usual command', () => {
  test('the built helper under this Node', () => {
    expect(builtHelper()).toEqual([process.execPath, expect.stringMatching(/helper\.cjs$/)]);
  });

  test('under Electron there is none: its own program would be the app once more', () => {
    expect(
      builtHelper({ execPath: '/opt/faultline/faultline', versions: { electron: '33.2.1' } }),
    ).toBeNull();
  });
});
