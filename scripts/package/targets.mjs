// What can be built: a line each.
import { SetupError } from '../setup.mjs';

/**
 * @typedef {'linux' | 'windows' | 'macos'} System
 * @typedef {object} Target
 * @property {System} system
 * @property {boolean} tested whether it is built and tried by the tests; the others are configured and no more
 * @property {string} [ending] of its file's name, where that is not the target's own
 * @property {string} [lack] why it can't be made anywhere yet
 */

/** @type {Readonly<Record<string, Target>>} */
export const TARGETS = {
  dir: { system: 'linux', tested: true },
  'tar.gz': { system: 'linux', tested: true },
  deb: { system: 'linux', tested: true },
  rpm: { system: 'linux', tested: false },
  AppImage: { system: 'linux', tested: false },
  nsis: { system: 'windows', tested: false, ending: 'exe' },
  dmg: { system: 'macos', tested: false, lack: 'there is no helper executable for macOS' },
};

/** Without windows, for a server: built without Electron. */
export const HEADLESS = 'headless';

export const DEFAULT_TARGETS = ['tar.gz', 'deb', HEADLESS];

/** @param {string[]} names @returns {string[]} each once */
export function checkTargets(names) {
  const known = [...Object.keys(TARGETS), HEADLESS];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new SetupError(`there is no target ${unknown}; there are ${known.join(', ')}`);
  }
  for (const name of names) {
    const lack = TARGETS[name]?.lack;
    if (lack !== undefined) throw new SetupError(`${name} can't be made yet: ${lack}`);
  }
  return [...new Set(names)];
}

/** The file of a target among those that were made. @param {string} target @param {string[]} files */
export const fileOf = (target, files) =>
  files.find((file) => file.endsWith(`.${TARGETS[target]?.ending ?? target}`));

/** @param {string[]} names of targets that Electron is part of @returns {System | undefined} */
export function systemOf(names) {
  const systems = new Set(names.flatMap((name) => TARGETS[name]?.system ?? []));
  if (systems.size > 1) throw new SetupError(`one system at a time, not ${[...systems].join(' and ')}`);
  return [...systems][0];
}
