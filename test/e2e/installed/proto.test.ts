import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
import { install, PROGRAM } from '../../support/root/deb.ts';
import { startDesktopInside } from '../../support/root/desktop-inside.ts';
import { measured, startInstalled, writeSettings } from '../../support/root/installed-app.ts';
import { startScreenReader } from '../../support/root/screen-reader.ts';
import { startThrowAwayRoot } from '../../support/root/throw-away-root.ts';

test('proto', async () => {
  const lab = await startHome();
  const deb = (await builtPackages()).deb;
  const root = await startThrowAwayRoot(lab, [dirname(deb)]);
  try {
    const ada = await root.addPerson('ada');
    const desktop = await startDesktopInside(root, ada);
    await writeSettings(root, ada, { anchors: lab.anchors, portalUrl: lab.portalUrl, notifyAfterMs: 7000 });
    await install(root, deb);
    await root.must(['setcap', '-r', '/opt/Faultline/resources/helper/faultline-helper']);
    const reader = await startScreenReader(root, desktop, ada);
    const app = await startInstalled({ root, desktop: { ...desktop, env: { ...desktop.env, ACCESSIBILITY_ENABLED: '1' } }, as: ada, command: [PROGRAM] });
    await measured(app);
    await expect.poll(async () => (await reader.things()).length, { timeout: 30000 }).toBeGreaterThan(30);
    console.log((await reader.things()).map(({ role, name }) => `${role}: ${name}`).join('\n'));
    console.log(app.output());
    await app.quit();
  } finally { await root.stop(); await lab.stop(); }
}, 200_000);
