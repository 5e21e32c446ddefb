import { resolve } from 'node:path';
import { defaultDataDirectory } from '../settings/paths.ts';
import type { Cli } from './cli.ts';
import { folder } from './option-values.ts';

/** `--data`, or the folder of the person who runs the command. */
export function dataDirectory(cli: Cli, given: string | undefined): string {
  return given === undefined ? defaultDataDirectory(cli.home) : resolve(given);
}

export const DATA_OPTION = ['--data <dir>', 'folder of the history (default: in your home)', folder] as const;
