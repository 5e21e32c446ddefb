import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { launchDesktop, makeDesktopHome } from '../../support/desktop/launch.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
});
afterAll(() => Promise.all([lab.stop(), session.stop()]));

test('start at login is an entry that starts this app without a window, and is gone when it is switched off', async () => {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  const desktop = await launchDesktop(lab, { session, home });
  onTestFinished(() => desktop.quit());
  const page = await desktop.window('dashboard');
  const change = (startAtLogin: boolean) =>
    page.evaluate(async (startAtLogin) => {
      const { config } = await window.faultline.ask('settings', null);
      return window.faultline.ask('changeSettings', { config: { ...config, startAtLogin } });
    }, startAtLogin);
  const file = join(home.folder, 'config', 'autostart', 'faultline.desktop');
  expect(existsSync(file)).toBe(false);

  expect(await change(true)).toMatchObject({ ok: true });
  const [program, path] = await desktop.electron.evaluate(({ app }) => [process.execPath, app.getAppPath()]);
  const entry = readFileSync(file, 'utf8');
  expect(entry).toContain(`\nExec=${program} --no-sandbox ${path} --hidden\n`);
  const icon = /^Icon=(.*)$/m.exec(entry)?.[1] ?? '';
  expect(existsSync(icon)).toBe(true);

  expect(await change(false)).toMatchObject({ ok: true });
  expect(existsSync(file)).toBe(false);
});
