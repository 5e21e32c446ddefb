// `node scripts/panel-picture.mjs [FOLDER]`: the tray icon, its tooltip and its menu in a real Xfce panel. As root,
// since the line that it shows is one of network namespaces.
import { join } from 'node:path';
import { bundleHarness } from './bundle-harness.mjs';
import { ensureReady, root, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

await runScript(async () => {
  ensureSystemPackages((line) => process.stderr.write(`${line}\n`));
  await ensureReady();
  const { takePanelPictures } = await import(await bundleHarness('test/support/panel/panel-pictures.ts'));
  await takePanelPictures(process.argv[2] ?? join(root, 'docs/screenshots'));
  return undefined;
});
