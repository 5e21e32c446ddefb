// `npm run bench`: the budgets as figures and ratios against a peer in the same run. Never a pass or a fail.
import { join } from 'node:path';
import { ensureReady, root, runScript } from './setup.mjs';

await runScript(async () => {
  await ensureReady();
  const esbuild = await import('esbuild');
  const outfile = join(root, 'dist/bench.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'test/bench/main.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  await import(outfile);
  return typeof process.exitCode === 'number' ? process.exitCode : undefined;
});
