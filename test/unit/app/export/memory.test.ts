import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Less than the file: a worker that held all of it would die of it. */
const HEAP_MB = 24;
const RECORDS = 90 * 24 * 60 * 3;

test.each(['csv', 'json'] as const)(
  'ninety days as %s take little memory',
  { timeout: 120_000 },
  async (format) => {
    const folder = temporaryFolder();
    const script = join(folder, 'long-export.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'long-export.ts')],
      ...{ bundle: true, platform: 'node', format: 'esm', outfile: script },
    });
    const file = join(folder, `out.${format}`);
    const worker = new Worker(script, {
      workerData: { file, format },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
    });
    const result = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(result).toMatchObject({ type: 'written', records: RECORDS });
    expect(statSync(file).size).toBeGreaterThan(1.5 * HEAP_MB * 1e6);
  },
);
