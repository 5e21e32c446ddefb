// Bundles the sources into dist/. `node scripts/build.mjs`, or build() from another script.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIcons, iconPaths } from './icons.mjs';
import { helperManifest } from './package/helper/manifest.mjs';
import { productOf } from './package/product.mjs';
import { root } from './setup.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** @type {BuildOptions} */
const NODE = { platform: 'node', target: 'node20', packages: 'external', sourcemap: true };
/** @type {BuildOptions} */
const CJS = { ...NODE, format: 'cjs' };
/** @type {BuildOptions} */
const ESM = { ...NODE, format: 'esm' };
/**
 * Packages stay outside these bundles, and an import of one is made at the start of a module wherever it stands in the
 * sources: what is only loaded where it is wanted has to be a module of its own.
 * @type {import('esbuild').Plugin}
 */
const EXPORTERS_APART = {
  name: 'exporters-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/registry\.ts$/ }, ({ importer }) =>
      importer.endsWith(join('main', 'export', 'exporters.ts'))
        ? { path: './exporters.mjs', external: true }
        : undefined,
    );
  },
};
/** @type {BuildOptions} The program itself, by whichever entry. */
const PROGRAM = { ...ESM, external: ['electron'], plugins: [EXPORTERS_APART] };
/** @type {BuildOptions} The sandbox gives a preload script `electron` and nothing else. */
const PRELOAD = { platform: 'browser', target: 'chrome130', format: 'cjs', external: ['electron'] };
/** @type {BuildOptions} */
const PAGE = {
  platform: 'browser',
  target: 'chrome130',
  format: 'esm',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'file', '.png': 'file' },
  assetNames: '[name]',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** @param {string} name @returns {[string, { from: string, options: BuildOptions }]} */
const page = (name) => [`renderer/${name}.js`, { from: `renderer/${name}/main.tsx`, options: PAGE }];

/** @type {Record<string, { from: string, options: BuildOptions }>} */
export const BUNDLES = {
  // CommonJS, because a single-executable helper can only start from it.
  'helper.cjs': { from: 'helper/index.ts', options: CJS },
  'faultline.mjs': { from: 'main/cli/index.ts', options: PROGRAM },
  'main.mjs': { from: 'main/index.ts', options: PROGRAM },
  'exporters.mjs': { from: 'main/export/registry.ts', options: ESM },
  'installed.mjs': { from: 'main/installed.ts', options: { ...ESM, external: ['electron'] } },
  'history-worker.mjs': { from: 'main/history/worker.ts', options: ESM },
  'metrics-worker.mjs': { from: 'main/export/push/worker.ts', options: ESM },
  'demo.mjs': { from: 'test/lab/demo.ts', options: ESM },
  'preload.cjs': { from: 'renderer/preload.ts', options: PRELOAD },
  ...Object.fromEntries(['dashboard', 'traceroute', 'settings'].map(page)),
};

/** What the helper's files must be when they are started from a checkout. */
const MANIFEST = 'helper.json';

/** @type {Record<string, string>} */
export const COPIES = {
  'renderer/dashboard.html': 'renderer/dashboard/index.html',
  'renderer/traceroute.html': 'renderer/traceroute/index.html',
  'renderer/settings.html': 'renderer/settings/index.html',
};

/** @param {string} from @param {string} to */
function move(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

const bundles = () => Object.entries(BUNDLES).filter(([, { from }]) => existsSync(join(root, from)));
const copies = () => Object.entries(COPIES).filter(([, from]) => existsSync(join(root, from)));

/** Where what build() makes is, once it is made. */
export const bundlePaths = () => [
  ...[...bundles(), ...copies()].map(([to]) => join(root, 'dist', to)),
  join(root, 'dist', MANIFEST),
  ...iconPaths(),
];

/** @param {string} from @param {string} outfile @param {BuildOptions} options */
async function bundle(from, outfile, options) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [join(root, from)],
    outfile,
    bundle: true,
    logLevel: 'warning',
    ...options,
  });
}

/** After the helper is in its place: hashes of another helper would keep it from being started. @param {string} aside */
async function writeManifest(aside) {
  const manifest = await helperManifest(productOf(root).version, [join(root, 'dist/helper.cjs')]);
  writeFileSync(join(aside, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  move(join(aside, MANIFEST), join(root, 'dist', MANIFEST));
}

/** @param {string} aside */
async function buildInto(aside) {
  // A folder each: a page's styles and images come with its script.
  const built = await Promise.allSettled(
    bundles().map(([to, { from, options }]) => bundle(from, join(aside, to, basename(to)), options)),
  );
  for (const one of built) if (one.status === 'rejected') throw one.reason;
  for (const [to] of bundles()) {
    for (const name of readdirSync(join(aside, to))) {
      move(join(aside, to, name), join(root, 'dist', dirname(to), name));
    }
  }
  for (const [to, from] of copies()) {
    mkdirSync(dirname(join(aside, to)), { recursive: true });
    copyFileSync(join(root, from), join(aside, to));
    move(join(aside, to), join(root, 'dist', to));
  }
  await writeManifest(aside);
}

/**
 * Builds every bundle whose source exists; throws with esbuild's own message, and changes nothing, when one does
 * not compile.
 */
export async function build() {
  // Written aside and renamed: a process that starts meanwhile never reads half a bundle.
  const aside = join(root, 'dist', `.${process.pid}`);
  try {
    await buildInto(aside);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  await buildIcons();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
