import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a built file (`helper.cjs`, `history-worker.mjs`): beside the running bundle, or in `dist/` of the
 * checkout when the code runs from its sources, as under the test runner.
 */
export function artifact(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [join(folder, name), join(folder, 'dist', name)]) {
      if (existsSync(candidate)) return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`${name} is not built: run "npm run build"`);
    folder = parent;
  }
}
