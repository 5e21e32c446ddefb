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
