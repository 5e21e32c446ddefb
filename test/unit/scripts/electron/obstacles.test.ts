import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  displayObstacle,
  judgeLibraries,
  judgeSandbox,
  missingIn,
} from '../../../../scripts/electron/obstacles.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('the display', () => {
  const linux = (env: NodeJS.ProcessEnv, sockets = '/nowhere') =>
    displayObstacle({ platform: 'linux', env, sockets });

  test.each([{}, { DISPLAY: '', WAYLAND_DISPLAY: '' }])('none: %j', (env) => {
    expect(linux(env)).toBe('No display here');
  });

  test('one whose X server is gone is none', () => {
    expect(linux({ DISPLAY: ':7' })).toBe('DISPLAY is :7, but no X server is there');
    expect(linux({ DISPLAY: 'unix:7.0' })).toBe('DISPLAY is unix:7.0, but no X server is there');
  });

  test('is there when its socket is', () => {
    const sockets = temporaryFolder();
    writeFileSync(join(sockets, 'X7'), '');
    expect(linux({ DISPLAY: ':7.0' }, sockets)).toBeUndefined();
    expect(linux({ DISPLAY: ':71' }, sockets)).toMatch(/no X server/);
  });

  test.each([{ DISPLAY: 'localhost:10.0' }, { WAYLAND_DISPLAY: 'wayland-0' }, { DISPLAY: 'far.example:0' }])(
    'elsewhere, or of another kind, is believed: %j',
    (env) => {
      expect(linux(env)).toBeUndefined();
    },
  );

  test.each(['darwin', 'win32'] as const)('is always there on %s', (platform) => {
    expect(displayObstacle({ platform, env: {} })).toBeUndefined();
  });
});

const LDD = `\tlinux-vdso.so.1 (0x00007ffc)
\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f00)
\tlibnss3.so => not found
\tlibgtk-3.so.0 => /lib/x86_64-linux-gnu/libgtk-3.so.0 (0x00007f01)
\tlibgbm.so.1 => not found
\tlibnss3.so => not found
`;
const DEBIAN = 'ID=debian\nVERSION_ID="12"\n';
const WHOLE = {
  ldd: LDD.replaceAll('not found', '/lib/x (0x0)'),
  notify: true,
  osRelease: DEBIAN,
  uid: 1000,
};

describe('the libraries', () => {
  test('missing ones are read from ldd, each once', () => {
    expect(missingIn(LDD)).toEqual(['libnss3.so', 'libgbm.so.1']);
    expect(missingIn(WHOLE.ldd)).toEqual([]);
  });

  test('all there, or no ldd to ask: nothing to say', () => {
    expect(judgeLibraries(WHOLE)).toEqual({});
    expect(judgeLibraries({ ...WHOLE, ldd: undefined })).toEqual({});
  });

  test('a missing one is an obstacle with its package and the command', () => {
    expect(judgeLibraries({ ...WHOLE, ldd: LDD })).toEqual({
      obstacle:
        'Electron lacks libnss3.so, libgbm.so.1: sudo apt-get install -y --no-install-recommends libnss3 libgbm1',
    });
  });

  test('libnotify alone is no obstacle, but said; with others it goes into the same command', () => {
    const command = 'apt-get install -y --no-install-recommends';
    expect(judgeLibraries({ ...WHOLE, notify: false, uid: 0 })).toEqual({
      remark: `No notifications will show, libnotify.so.4 is missing: ${command} libnotify4`,
    });
    expect(judgeLibraries({ ...WHOLE, ldd: LDD, notify: false, uid: 0 })).toEqual({
      obstacle: `Electron lacks libnss3.so, libgbm.so.1, libnotify.so.4: ${command} libnss3 libgbm1 libnotify4`,
    });
  });

  test('no Debian: the libraries themselves are named', () => {
    const { obstacle } = judgeLibraries({ ...WHOLE, ldd: LDD, osRelease: 'ID=fedora\n' });
    expect(obstacle).toMatch(/^Electron lacks libnss3\.so, libgbm\.so\.1: install what brings them/);
    expect(obstacle).not.toContain('apt');
  });
});

describe('the sandbox', () => {
  const facts = { uid: 1000, namespaces: true, setuid: false, helper: '/opt/e/chrome-sandbox' };

  test.each([
    { namespaces: true, setuid: false },
    { namespaces: false, setuid: true },
  ])('works with %j', (how) => {
    expect(judgeSandbox({ ...facts, ...how })).toEqual({});
  });

  test('with neither it is an obstacle, with the command that helps', () => {
    expect(judgeSandbox({ ...facts, namespaces: false }).obstacle).toContain(
      "sudo chown root:root '/opt/e/chrome-sandbox' && sudo chmod 4755 '/opt/e/chrome-sandbox'",
    );
  });

  test('as root it is off, and that is said', () => {
    expect(judgeSandbox({ ...facts, uid: 0, namespaces: false }).obstacle).toBeUndefined();
    expect(judgeSandbox({ ...facts, uid: 0 }).remark).toMatch(/--no-sandbox/);
  });
});
