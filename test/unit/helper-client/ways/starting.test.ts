import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { HelperSite } from '../../../../main/helper-client/site.ts';
import type { HelperCommand } from '../../../../main/helper-client/types.ts';
import { FILE_CAPABILITY } from '../../../../main/helper-client/ways/file-capability.ts';
import { INHERITED } from '../../../../main/helper-client/ways/inherited.ts';
import { PKEXEC, startByAsking } from '../../../../main/helper-client/ways/pkexec.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { CHECKOUT, desktop } from './machine.ts';

const FAKE = fileURLToPath(new URL('../fake-helper.mjs', import.meta.url));

/** A program that does what `script` says. */
function program(script: string): string {
  const file = join(temporaryFolder(), 'program');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const site = (command: HelperCommand): HelperSite => ({ ...CHECKOUT, command });
const asked = (signal = new AbortController().signal) => ({ here: desktop(), signal });

/** In the place of pkexec: does what `script` says, then runs the rest of its command. */
const through = (script: string, manner = 'plain'): HelperCommand => [
  program(script),
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

describe('asking by pkexec', { timeout: 60_000 }, () => {
  test('granted: the helper speaks through the pipes', async () => {
    const start = await startByAsking(through(RUN), asked());
    expect(start.ok).toBe(true);
    if (!start.ok) return;
    expect(await start.client.stats()).toMatchObject({ event: 'stats' });
    await start.client.close();
  });

  test.each([
    [126, /^the right to open raw sockets was not given; it is tried again when you ask for it$/],
    [127, /^this system did not let .* or could not ask you; it is tried again when you ask for it$/],
  ])('declined with code %i', async (code, reason) => {
    expect(await startByAsking(through(`exit ${code}`), asked())).toEqual({
      ok: false,
      code: 'declined',
      reason: expect.stringMatching(reason),
    });
  });

  test('nobody answers: given up, and the question is taken away', async () => {
    const noted = join(temporaryFolder(), 'pid');
    const command = through(`echo $$ > ${noted}; exec sleep 1000`);
    expect(await startByAsking(command, asked(), 1500)).toMatchObject({
      ok: false,
      code: 'declined',
      reason: expect.stringMatching(/^nobody answered/),
    });
    const pid = Number(readFileSync(noted, 'utf8'));
    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
  });

  test('not waited for any longer: ended at once', async () => {
    const stopping = new AbortController();
    const starting = startByAsking(through('exec sleep 1000'), asked(stopping.signal));
    stopping.abort();
    expect(await starting).toMatchObject({
      ok: false,
      code: 'failed',
      reason: expect.stringMatching(/not waited/),
    });
    expect(await startByAsking(through(RUN), asked(stopping.signal))).toMatchObject({ ok: false });
  });

  test.each([
    ['another end', 'exit 1', 'plain', 'failed', /exited with code 1/],
    ['granted, but the helper has no right all the same', RUN, 'no-privilege', 'failed', /answered with yes/],
    ['granted, but the helper is of another version', RUN, 'old-protocol', 'failed', /version 9\.9\.9/],
  ])('%s', async (_, script, manner, code, reason) => {
    expect(await startByAsking(through(script, manner), asked())).toMatchObject({
      ok: false,
      code,
      reason: expect.stringMatching(reason),
    });
  });

  test('a pkexec that has gone meanwhile', async () => {
    expect(await startByAsking(['/nonexistent/pkexec', ...CHECKOUT.command], asked())).toMatchObject({
      ok: false,
      code: 'failed',
      reason: expect.stringMatching(/ENOENT/),
    });
    const here = desktop({ exists: () => false });
    expect(await PKEXEC.start({ ...asked(), site: CHECKOUT, here })).toMatchObject({
      ok: false,
      code: 'failed',
    });
  });
});

describe('the ways that ask nobody', { timeout: 60_000 }, () => {
  const fake = (manner: string) => site([process.execPath, FAKE, manner]);

  test.each([INHERITED, FILE_CAPABILITY])('$name starts the helper as it is', async (way) => {
    const start = await way.start({ ...asked(), site: fake('plain') });
    expect(start.ok).toBe(true);
    if (start.ok) await start.client.close();
  });

  test.each([
    [INHERITED, 'an ambient capability', desktop(), /^the capability that Faultline was started with/],
    [INHERITED, 'root', desktop({ euid: 0 }), /^root has none here either; give it cap_net_raw/],
    [
      FILE_CAPABILITY,
      'a capability',
      desktop({ hasRawCapability: () => true }),
      /^the file .* has the capability, but this system keeps it/,
    ],
    [
      FILE_CAPABILITY,
      'who knows what',
      desktop({ hasRawCapability: () => null }),
      /no capability that could be used; .*setcap/,
    ],
  ])('$name: a helper without the right, by $1, says why', async (way, _, here, reason) => {
    expect(await way.start({ ...asked(), here, site: fake('no-privilege') })).toEqual({
      ok: false,
      code: 'no-privilege',
      reason: expect.stringMatching(reason),
    });
  });

  test('a file that may not be run at all is broken, not without a right', async () => {
    const file = join(temporaryFolder(), 'helper');
    writeFileSync(file, '#!/bin/sh\n', { mode: 0o644 });
    expect(await FILE_CAPABILITY.start({ ...asked(), site: site([file]) })).toMatchObject({
      ok: false,
      code: 'failed',
      reason: expect.stringMatching(/EACCES/),
    });
  });
});
