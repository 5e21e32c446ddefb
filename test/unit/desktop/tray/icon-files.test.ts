import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { TRAY_STATES } from '../../../../main/contract/app-state.ts';
import { trayIconFiles } from '../../../../main/desktop/tray/icon-files.ts';
import { panelShade } from '../../../../main/desktop/tray/panel-shade.ts';

const ICONS = fileURLToPath(new URL('../../../../dist/icons', import.meta.url));

describe('pictures', () => {
  test.each(['linux', 'win32', 'darwin'] as const)('of every state are there on %s', (platform) => {
    for (const state of TRAY_STATES) {
      for (const shade of ['light', 'dark'] as const) {
        const files = trayIconFiles(state, shade, platform);
        expect(files[0].scale).toBe(1);
        for (const { name } of files) expect(existsSync(join(ICONS, name)), name).toBe(true);
      }
    }
  });

  test('on macOS are templates, with one for dense screens that is found by its name', () => {
    const [{ name }] = trayIconFiles('good', 'light', 'darwin');
    expect(name).toMatch(/Template\.png$/);
    expect(existsSync(join(ICONS, name.replace('.png', '@2x.png')))).toBe(true);
  });
});

describe('the shade of the panel', () => {
  test.each([
    ['linux', 'ubuntu:GNOME', false, 'dark'],
    ['linux', 'ubuntu:GNOME', true, 'dark'],
    ['linux', 'XFCE', false, 'dark'],
    ['linux', '', false, 'dark'],
    ['linux', 'KDE', false, 'light'],
    ['linux', 'KDE', true, 'dark'],
    ['linux', 'LXQt', false, 'light'],
    ['win32', '', false, 'light'],
    ['win32', '', true, 'dark'],
    ['darwin', '', true, 'dark'],
  ] as const)('on %s %s with dark windows %s is %s', (platform, desktop, darkWindows, shade) => {
    expect(panelShade({ platform, desktop, darkWindows })).toBe(shade);
  });
});
