// `npm run screenshots [-- NAME]`: pictures of every state of the windows, light and dark, into docs/screenshots/.
import { join, relative } from 'node:path';
import { bundleHarness } from './bundle-harness.mjs';
import { ensureReady, root, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

await runScript(async () => {
  if (process.platform === 'linux') ensureSystemPackages(say);
  await ensureReady();
  const { takePictures } = await import(await bundleHarness('test/support/renderer/pictures.ts'));
  await takePictures(join(root, 'docs/screenshots'), process.argv[2] ?? '', (/** @type {string} */ file) =>
    say(relative(root, file)),
  );
  return undefined;
});
