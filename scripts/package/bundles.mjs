// The bundles as they are shipped: with every package inside but those that can't be, and without source maps.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLES, COPIES } from '../build.mjs';
import { root } from '../setup.mjs';
import { stampedAs } from './helper/stamped.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions @typedef {import('esbuild').Metafile} Metafile */

/**
 * The helper is an executable of its own in a package; the demonstration is the laboratory's; the exporters are inside
 * the program, where packages that are not wanted are not run.
 */
const LEFT_OUT = ['helper.cjs', 'demo.mjs', 'exporters.mjs'];

/** Electron is there; SQLite has a binary part. */
const APART = ['electron', '@photostructure/sqlite'];

/** Packages in CommonJS ask for Node's modules with `require`, which an ES module has not. */
export const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

/** @param {BuildOptions} options @returns {BuildOptions} */
function shipped(options) {
  const { packages: _, ...rest } = options;
  if (options.platform !== 'node') return { ...rest, sourcemap: false };
  return {
    ...rest,
    sourcemap: false,
    external: APART,
    banner: { js: REQUIRE },
  };
}

/**
 * @param {string} folder gets what `dist/` has in a checkout
 * @param {string} version
 * @returns {Promise<Metafile[]>} what each is made of
 */
export async function buildShippedBundles(folder, version) {
  const { build } = await import('esbuild');
  const wanted = Object.entries(BUNDLES).filter(([to]) => !LEFT_OUT.includes(to));
  const built = await Promise.all(
    wanted.map(([to, { from, options }]) =>
      build({
        ...shipped(options),
        absWorkingDir: root,
        entryPoints: [from],
        outfile: join(folder, to),
        bundle: true,
        logLevel: 'warning',
        metafile: true,
        plugins: [stampedAs(root, version)],
      }),
    ),
  );
  for (const [to, from] of Object.entries(COPIES)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    copyFileSync(join(root, from), join(folder, to));
  }
  return built.map(({ metafile }) => metafile);
}
