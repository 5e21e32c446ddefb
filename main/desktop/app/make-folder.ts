import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Node's own recursive mkdir never ends where the system says ENOENT for what can't be made, as in /proc. */
export function makeWithParents(folder: string): void {
  const make = (): void => {
    mkdirSync(folder, { mode: 0o700 });
  };
  try {
    make();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeWithParents(dirname(folder));
    make();
  }
}

/**
 * For its owner's eyes. Electron needs it before anything else, and without it would end without a word.
 * @throws an error whose message is fit for a person.
 */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
    // The slash: a file of that name is no folder.
    accessSync(`${folder}/`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Its folder ${folder} can't be used (${cause}). Check who owns it, then start Faultline again.`,
    );
  }
}
