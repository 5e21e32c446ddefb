import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TrayState } from '../../../main/contract/app-state.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../desktop/launch.ts';
import { startDesktopSession } from '../desktop/session.ts';
import { type Panel, startPanel, writePanelSettings } from './xfce.ts';

const SCREEN = { width: 900, height: 560 };
/** What GTK and the panel need to draw what they were told of. */
const DRAWN_MS = 2500;
/** Long enough for figures of a whole minute. */
const FIGURES_MS = 20_000;

async function reached(desktop: RunningDesktop, tray: TrayState): Promise<void> {
  for (;;) {
    await delay(500);
    const page = await desktop.window('dashboard');
    const state = await page.evaluate(() => window.faultline.ask('state', null));
    if (state.tray === tray) return;
  }
}

async function pictures(panel: Panel, folder: string, name: string): Promise<void> {
  panel.clickIcon('right');
  // The menu stays, and no tooltip hides it.
  panel.leave();
  await delay(DRAWN_MS);
  panel.picture(join(folder, `panel-${name}-menu.png`), { width: 460, height: 380 });
  panel.escape();
  // Away and back: a tooltip comes to a pointer that arrives.
  panel.leave();
  await delay(DRAWN_MS);
  panel.point();
  await delay(DRAWN_MS);
  panel.picture(join(folder, `panel-${name}-tooltip.png`), { width: 360, height: 140 });
}

async function story(lab: HomeLab, desktop: RunningDesktop, panel: Panel, folder: string): Promise<void> {
  await reached(desktop, 'good');
  await delay(FIGURES_MS);
  await pictures(panel, folder, 'good');
  await lab.cut('ipv4');
  await reached(desktop, 'outage');
  await delay(DRAWN_MS);
  await pictures(panel, folder, 'outage');
  await lab.restore();
}

/** The icon and its menu in a real panel, of a quiet line and of an outage. */
export async function takePanelPictures(folder: string): Promise<void> {
  const settings = mkdtempSync(join(tmpdir(), 'faultline-panel-'));
  writePanelSettings(settings);
  process.env['XDG_CONFIG_HOME'] = settings;
  const [lab, session] = await Promise.all([startHome(), startDesktopSession(SCREEN)]);
  const home = makeDesktopHome();
  const panel = startPanel({ env: session.env, screenWidth: SCREEN.width });
  try {
    mkdirSync(folder, { recursive: true });
    mkdirSync(home.desktopDirectory, { recursive: true });
    // The dashboard stays small and out of the pictures.
    writeFileSync(
      join(home.desktopDirectory, 'windows.json'),
      JSON.stringify({ windows: { dashboard: { width: 420, height: 360 } } }),
    );
    const desktop = await launchDesktop(lab, { session, home });
    await desktop.window('dashboard');
    await desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setPosition(0, 200),
    );
    try {
      await story(lab, desktop, panel, folder);
    } finally {
      await desktop.quit();
    }
  } finally {
    panel.stop();
    await Promise.all([lab.stop(), session.stop()]);
    home.remove();
    rmSync(settings, { recursive: true, force: true });
  }
}
