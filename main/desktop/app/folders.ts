import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultConfigFile, defaultDataDirectory, type Home } from '../../settings/paths.ts';

export interface Folders {
  /** Of the history; the headless monitor uses the same one. */
  readonly data: string;
  /** The settings, which the headless monitor reads too. */
  readonly configFile: string;
  /** Of all that Electron and the desktop write themselves. */
  readonly desktop: string;
}

export function foldersOf(home: Home): Folders {
  const configFile = defaultConfigFile(home);
  return {
    data: defaultDataDirectory(home),
    configFile,
    desktop: join(dirname(configFile), 'desktop'),
  };
}

export const thisHome = (): Home => ({ platform: process.platform, home: homedir(), env: process.env });

/**
 * For its owner's eyes. Electron needs it before anything else, and without it would end without a word.
 * @throws an error whose message is fit for a person.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Its folder ${folder} can't be used (${cause}). Check who owns it, then start Faultline again.`,
    );
  }
}
