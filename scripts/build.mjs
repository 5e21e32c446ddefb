// Bundles the sources into dist/. `node scripts/build.mjs`, or build() from another script.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** @type {Record<string, { from: string, format: 'cjs' | 'esm' }>} */
const BUNDLES = {
  // CommonJS, because a single-executable helper can only start from it.
  'helper.cjs': { from: 'helper/index.ts', format: 'cjs' },
  'faultline.mjs': { from: 'main/cli/index.ts', format: 'esm' },
  'history-worker.mjs': { from: 'main/history/worker.ts', format: 'esm' },
  'demo.mjs': { from: 'test/lab/demo.ts', format: 'esm' },
};

/** Builds every bundle whose source exists; throws with esbuild's own message when one does not compile. */
export async function build() {
  const esbuild = await import('esbuild');
  await Promise.all(
    Object.entries(BUNDLES)
      .filter(([, { from }]) => existsSync(join(root, from)))
      .map(async ([to, { from, format }]) => {
        const outfile = join(root, 'dist', to);
        // Written aside and renamed: a process that starts meanwhile never reads half a bundle.
        const aside = join(root, 'dist', `.${process.pid}`, to);
        await esbuild.build({
          entryPoints: [join(root, from)],
          outfile: aside,
          bundle: true,
          packages: 'external',
          platform: 'node',
          target: 'node20',
          format,
          sourcemap: true,
          logLevel: 'warning',
        });
        renameSync(`${aside}.map`, `${outfile}.map`);
        renameSync(aside, outfile);
      }),
  );
  rmSync(join(root, 'dist', `.${process.pid}`), { recursive: true, force: true });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
