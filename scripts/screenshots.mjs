// `npm run screenshots [-- NAME]`: pictures of every state of the windows, light and dark, into docs/screenshots/.
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/** Scripts keep their own place: they find the checkout by it. @type {import('esbuild').Plugin} */
const SCRIPTS_STAY = {
  name: 'scripts-stay',
  setup(build) {
    build.onResolve({ filter: /\/scripts\/[a-z-]+\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(join(resolveDir, path)).href,
      external: true,
    }));
  },
};

/** The harness is written for the tests; bundled, Node runs it by itself. @returns {Promise<string>} */
async function bundleHarness() {
  const { build } = await import('esbuild');
  const folder = join(root, '.cache/screenshots');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'pictures.mjs');
  await build({
    entryPoints: [join(root, 'test/support/renderer/pictures.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    plugins: [SCRIPTS_STAY],
    logLevel: 'warning',
  });
  return pathToFileURL(outfile).href;
}

await runScript(async () => {
  if (process.platform === 'linux') ensureSystemPackages(say);
  await ensureReady();
  const { takePictures } = await import(await bundleHarness());
  await takePictures(join(root, 'docs/screenshots'), process.argv[2] ?? '', (/** @type {string} */ file) =>
    say(relative(root, file)),
  );
  return undefined;
});
