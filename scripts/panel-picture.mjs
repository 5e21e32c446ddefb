// `node scripts/panel-picture.mjs [FOLDER]`: the tray icon, its tooltip and its menu in a real Xfce panel. As root,
// since the line that it shows is one of network namespaces.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Files find others by their own place, which bundling would move. @type {import('esbuild').Plugin} */
const KEEP_PLACES = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        /\bimport\.meta\.url\b/g,
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

async function bundle() {
  const { build } = await import('esbuild');
  const folder = join(root, '.cache/panel');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'panel-pictures.mjs');
  await build({
    entryPoints: [join(root, 'test/support/panel/panel-pictures.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    plugins: [KEEP_PLACES],
    logLevel: 'warning',
  });
  return pathToFileURL(outfile).href;
}

await runScript(async () => {
  ensureSystemPackages((line) => process.stderr.write(`${line}\n`));
  await ensureReady();
  const { takePanelPictures } = await import(await bundle());
  await takePanelPictures(process.argv[2] ?? join(root, 'docs/screenshots'));
  return undefined;
});
