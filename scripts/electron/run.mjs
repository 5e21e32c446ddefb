// A command with a deadline.
import { spawn } from 'node:child_process';

/** @typedef {{ code: number, stdout: string, stderr: string }} Outcome code -1: not started, killed, or too late */

/**
 * Never throws: what went wrong is in `stderr`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ deadlineMs: number, env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { deadlineMs, env = process.env, cwd }) {
  return new Promise((settle) => {
    // A shell only for npm.cmd, which can't be started without one; its arguments are all constants.
    const shell = process.platform === 'win32' && command.endsWith('.cmd');
    const child = spawn(command, args, {
      env,
      cwd,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr += text;
    });
    child.on('error', (error) => settle({ code: -1, stdout, stderr: error.message }));
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') stderr += `\nstopped after ${Math.round(deadlineMs / 1000)} s at the latest`;
      settle({ code: code ?? -1, stdout, stderr });
    });
  });
}
