import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a built file (`helper.cjs`, `history-worker.mjs`): beside the running bundle, or in `dist/` of the
 * checkout when the code runs from its sources, as under the test runner. Looked for from the folder `from` upwards.
 */
export function artifact(name: string, from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, name), join(folder, 'dist', name)]) {
      if (existsSync(candidate)) return candidate;
    }
    // Not beyond the package: the folders above it may be anybody's to write, and what is found may be run as root.
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) {
      throw new Error(`${name} is not built: run "npm run build"`);
    }
  }
}
