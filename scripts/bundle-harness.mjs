// Harnesses are written for the tests; bundled, Node runs one by itself.
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

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

/** @param {string} entry below the root @returns {Promise<string>} what to import */
export async function bundleHarness(entry) {
  const { build } = await import('esbuild');
  const folder = join(root, '.cache/harness');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
  await build({
    entryPoints: [join(root, entry)],
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
