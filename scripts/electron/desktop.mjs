// Starts the tray app of the checkout in Electron and stands in for it: its output, its signals, its exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { HEADLESS_WAY_OUT } from '../electron.mjs';
import { SetupError } from '../setup.mjs';
import { judgeLibraries, judgeSandbox, libraryFacts, sandboxFacts } from './obstacles.mjs';

/** @typedef {{ platform: NodeJS.Platform, uid: number | undefined, env: NodeJS.ProcessEnv }} Machine */

/**
 * @param {string} app its folder
 * @param {string[]} args for the app
 * @param {Machine} machine
 * @returns {string[]}
 */
export function electronArguments(app, args, { platform, uid, env }) {
  const switches = [];
  if (platform === 'linux' && uid === 0 && !args.includes('--no-sandbox')) switches.push('--no-sandbox');
  // An older Electron wants an X server unless it is told that there is none.
  if (platform === 'linux' && env['WAYLAND_DISPLAY'] && !env['DISPLAY']) {
    switches.push('--ozone-platform-hint=auto');
  }
  return [...switches, app, ...args];
}

/**
 * The app's environment: it runs the helper under this Node, since raw-socket is built for it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnvironment(env) {
  // Editors' terminals set this; with it Electron would be a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return { ...rest, FAULTLINE_NODE: process.execPath };
}

/** Throws a SetupError when it can't start here. @param {string} executable @param {(line: string) => void} say */
export function checkCanStart(executable, say) {
  if (process.platform !== 'linux') return;
  for (const { obstacle, remark } of [
    judgeLibraries(libraryFacts(executable)),
    judgeSandbox(sandboxFacts(executable)),
  ]) {
    if (obstacle !== undefined) throw new SetupError(`${obstacle}\n  Or ${HEADLESS_WAY_OUT}`);
    if (remark !== undefined) say(remark);
  }
}

/** By then Chromium has complained of what this machine lacks, a tray icon is up, and a second copy has left. */
const SETTLED_MS = 3000;

/** Where it is, for the end of what was told. @param {string[]} args @returns {string} */
export const runningLine = (args) =>
  args.includes('--hidden')
    ? 'Faultline runs, with its icon in the tray where there is one. "npm start" once more opens its dashboard; Ctrl-C ends it.'
    : 'Faultline runs, with its icon in the tray where there is one and its dashboard open. Ctrl-C ends it; "npm start -- --hidden" opens no window.';

/** @type {NodeJS.Signals[]} */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {string} executable
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ tell?: () => void, afterMs?: number }} [settled] told once it has run for so long
 * @returns {Promise<number>} the app's exit code; 128 and the signal's number when one ended it
 */
export function runApp(executable, args, env, { tell = () => {}, afterMs = SETTLED_MS } = {}) {
  return new Promise((settle, fail) => {
    const child = spawn(executable, args, { stdio: 'inherit', env });
    const settled = setTimeout(tell, afterMs);
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      // A terminal sends Ctrl-C to the app as well: a second one would cut its orderly end short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const end = () => {
      clearTimeout(settled);
      for (const signal of PASSED_ON) process.off(signal, passOn);
    };
    child.on('error', (error) => {
      end();
      fail(new SetupError(`Electron could not be started: ${error.message}; ${HEADLESS_WAY_OUT}`));
    });
    child.on('exit', (code, signal) => {
      end();
      settle(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
