import { accessSync, constants } from 'node:fs';
import { makeOwnerFolder } from '../../owner-folder.ts';

/**
 * For its owner's eyes. Electron needs it before anything else, and without it would end without a word.
 * @throws an error whose message is fit for a person.
 */
export function makeFolder(folder: string): void {
  try {
    makeOwnerFolder(folder);
    // The slash: a file of that name is no folder.
    accessSync(`${folder}/`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Its folder ${folder} can't be used (${cause}). Check who owns it, then start Faultline again.`,
    );
  }
}
