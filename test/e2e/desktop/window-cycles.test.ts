import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { TrayHost } from '../../support/dbus/tray-host.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../../support/desktop/launch.ts';
import { stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

const home = makeDesktopHome();
let lab: HomeLab;
let session: DesktopSession;
let desktop: RunningDesktop;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  await TrayHost.start(session.busAddress);
  desktop = await launchDesktop(lab, { session, home });
});
afterAll(async () => {
  await desktop?.kill('SIGKILL');
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

const CYCLES = 100;
/** After these everything that is loaded once has been. */
const WARM_UP = 20;
/** A window that is kept costs 10 MB or more in all; the heap of a running monitor sways by a few. */
const MOST_GROWTH_MB = 25;

/** Proportional set size of the main process, in MB (proc(5), smaps_rollup). */
function mainMegabytes(): number {
  const rollup = readFileSync(`/proc/${desktop.pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN) / 1000;
}

const count = () =>
  desktop.inMain(({ BrowserWindow, webContents, app }) => ({
    windows: BrowserWindow.getAllWindows().length,
    contents: webContents.getAllWebContents().length,
    renderers: app.getAppMetrics().filter(({ type }) => type === 'Tab').length,
  }));

async function cycle(): Promise<void> {
  const page = await desktop.window('dashboard');
  await stateIn(page);
  const closed = page.waitForEvent('close');
  await desktop.inMain(({ BrowserWindow }) => {
    setTimeout(() => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
  });
  await closed;
}

test(`${CYCLES} dashboards, opened and closed, leave nothing behind`, { timeout: 600_000 }, async () => {
  let warm = 0;
  for (let number = 1; number <= CYCLES; number += 1) {
    await cycle();
    if (number === WARM_UP) warm = mainMegabytes();
    // What a second start does, without the time that one takes.
    if (number < CYCLES) {
      await desktop.inMain(({ app }) => {
        setTimeout(() => app.emit('second-instance', {}, [], ''));
      });
    }
  }
  await expect.poll(count, { timeout: 30_000 }).toEqual({ windows: 0, contents: 0, renderers: 0 });
  const growth = mainMegabytes() - warm;
  expect(warm).toBeGreaterThan(0);
  expect(growth).toBeLessThan(MOST_GROWTH_MB);
  console.log(
    `main process: ${warm.toFixed(1)} MB after ${WARM_UP}, ${growth.toFixed(1)} MB more after ${CYCLES}`,
  );
});
