import { resolve } from 'node:path';
import { type ConfigLoad, loadConfig } from '../settings/load-config.ts';
import { defaultConfigFile } from '../settings/paths.ts';
import type { Cli } from './cli.ts';
import { asInvoker, invokerOf } from './invoker.ts';

/** `--config`, or the file of the person who runs the command; behind sudo it is read with that person's rights. */
export function configOf(cli: Cli, given: string | undefined): ConfigLoad {
  const file = given === undefined ? defaultConfigFile(cli.home) : resolve(given);
  return asInvoker(invokerOf(process.env, process.geteuid?.()), () => loadConfig(file, given !== undefined));
}

export const CONFIG_OPTION = [
  '--config <file>',
  'configuration (default: in your home, if it is there)',
] as const;
