// The command line, the worker of its history and that of its metrics, each with every package inside but the one that is binary.
import { join } from 'node:path';
import { REQUIRE } from '../bundles.mjs';
import { stampedAs } from '../helper/stamped.mjs';

/** Its binary part is a file, which it looks for from its own place. */
const BINARY_PACKAGE = '@photostructure/sqlite';

const ENTRIES = {
  faultline: 'main/cli/index.ts',
  'history-worker': 'main/history/worker.ts',
  'metrics-worker': 'main/export/push/worker.ts',
};

/**
 * @param {string} root the checkout
 * @param {string} folder to write them to
 * @param {string} version
 * @returns {Promise<import('esbuild').Metafile>}
 */
export async function bundleHeadless(root, folder, version) {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: Object.entries(ENTRIES).map(([out, entry]) => ({ in: join(root, entry), out })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: [BINARY_PACKAGE],
    banner: { js: REQUIRE },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [stampedAs(root, version)],
  });
  return metafile;
}
