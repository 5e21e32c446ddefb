// What can be built: a line each.
import { SetupError } from '../setup.mjs';

/**
 * @typedef {'linux' | 'windows' | 'macos'} System
 * @typedef {object} Target
 * @property {System} system
 * @property {boolean} tested whether it is built and tried by the tests; the others are configured and no more
 */

/** @type {Readonly<Record<string, Target>>} */
export const TARGETS = {
  dir: { system: 'linux', tested: true },
  'tar.gz': { system: 'linux', tested: true },
  deb: { system: 'linux', tested: true },
  rpm: { system: 'linux', tested: false },
  AppImage: { system: 'linux', tested: false },
  nsis: { system: 'windows', tested: false },
  dmg: { system: 'macos', tested: false },
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
  return [...new Set(names)];
}

/** @param {string[]} names of targets that Electron is part of @returns {System | undefined} */
export function systemOf(names) {
  const systems = new Set(names.flatMap((name) => TARGETS[name]?.system ?? []));
  if (systems.size > 1) throw new SetupError(`one system at a time, not ${[...systems].join(' and ')}`);
  return [...systems][0];
}
