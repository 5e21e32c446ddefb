import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/**
 * Made for its owner's eyes, parent by parent: Node's own recursive mkdir never ends where the system says ENOENT for
 * what can't be made (/proc). Throws the system's error.
 */
export function makeOwnerFolder(folder: string): void {
  const make = (): void => {
    mkdirSync(folder, { mode: 0o700 });
  };
  try {
    make();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeOwnerFolder(dirname(folder));
    make();
  }
}
