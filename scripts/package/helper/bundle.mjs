// The helper's code as one script for a single executable.
import { join } from 'node:path';
import { stampedAs } from './stamped.mjs';

/** Where raw-socket looks for its binary part, which stays a file beside the executable. */
const ADDON = /^\.\/build\/Release\/raw\.node$/;

/** @param {string} root @param {string} sha256 @returns {import('esbuild').Plugin} */
const addonBeside = (root, sha256) => ({
  name: 'addon-beside',
  setup(build) {
    build.onResolve({ filter: ADDON }, () => ({ path: 'raw.node', namespace: 'beside' }));
    build.onLoad({ filter: /.*/, namespace: 'beside' }, () => ({
      resolveDir: join(root, 'helper/socket'),
      loader: 'js',
      contents: `
        const { loadPackagedAddon } = require('./packaged-addon.ts');
        module.exports = loadPackagedAddon('raw.node', '${sha256}');
      `,
    }));
  },
});

/** @typedef {{ modules: string[], builtins: string[] }} Contents of a bundle: files of the checkout; Node's own */

/**
 * @param {{ root: string, outfile: string, addonHash: string, version?: string }} options `root`: the checkout;
 *   `addonHash`: SHA-256 of the one `raw.node` that it loads, in hex; `version`: another one than package.json's
 * @returns {Promise<Contents>} what is in it, sorted
 */
export async function bundleHelper({ root, outfile, addonHash, version }) {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    // Paths inside the bundle are then the same wherever the checkout is.
    absWorkingDir: root,
    entryPoints: [join(root, 'helper/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'warning',
    metafile: true,
    plugins: [addonBeside(root, addonHash), ...(version === undefined ? [] : [stampedAs(root, version)])],
  });
  const builtins = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return {
    modules: Object.keys(metafile.inputs).sort(),
    builtins: [...new Set(builtins.map((name) => name.replace(/^node:/, '')))].sort(),
  };
}
