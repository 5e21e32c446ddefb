import type { Command } from 'commander';
import { CONFIG_OPTION } from '../config-file.ts';
import { DATA_OPTION } from '../data-folder.ts';

/** Of commands that may send packets in IP-in-IP. */
export interface EncapsulationOptions {
  readonly allowEncapsulation?: true;
  readonly config?: string;
  readonly data?: string;
}

export const withEncapsulationOptions = (command: Command): Command =>
  command
    .option('--allow-encapsulation', 'send packets in IP-in-IP, if the configuration does not allow it')
    .option(...CONFIG_OPTION)
    .option(...DATA_OPTION);
