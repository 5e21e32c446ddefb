// The words of `npm run package -- ...`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '../setup.mjs';
import { checkTargets, DEFAULT_TARGETS } from './targets.mjs';

/**
 * @typedef {'small' | 'fast'} Compression small takes minutes; fast is for trying things out
 * @typedef {object} PackageOptions
 * @property {string[]} targets
 * @property {string} [version] another one than package.json's
 * @property {Compression} compression
 * @property {string} [output] a folder
 */

export const USAGE = `npm run package -- [TARGET ...] [--fast] [--version X.Y.Z] [--output FOLDER]
  TARGET  dir, tar.gz, deb, headless (built and tested); rpm, AppImage, and on Windows nsis (configured,
          never tried). dmg can't be made yet: there is no helper executable for macOS.
          Left out: ${DEFAULT_TARGETS.join(', ')}.
  --fast  larger files, made in seconds
  Packages go into release/ unless --output names a folder.`;

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** @param {string[]} words @returns {PackageOptions} throws a SetupError that says what is wrong */
export function readOptions(words) {
  const { values, positionals } = parse(words);
  const { version, output } = values;
  if (version !== undefined && !VERSION.test(version)) {
    throw new SetupError(`--version can't be "${version}"; write something like 1.2.3`);
  }
  return {
    targets: checkTargets(positionals.length > 0 ? positionals : DEFAULT_TARGETS),
    compression: values.fast ? 'fast' : 'small',
    ...(version === undefined ? {} : { version }),
    ...(output === undefined ? {} : { output: resolve(output) }),
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        fast: { type: 'boolean', default: false },
        version: { type: 'string' },
        output: { type: 'string' },
      },
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
