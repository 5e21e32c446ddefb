// A script and a Node as one executable file (https://nodejs.org/api/single-executable-applications.html).
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from '../../electron/run.mjs';
import { SetupError } from '../../setup.mjs';

const DEADLINE_MS = 2 * 60_000;
const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js');
/** By this mark Node's build knows itself to be without a script, until postject flips it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** What the helper never does is refused by Node as well: to write a file, run a program or text as code. */
const HARDENING = [
  // A debugger that any process of the same user could open, from the first moment on.
  '--disable-sigusr1',
  '--permission',
  '--allow-addons',
  '--allow-fs-read=*',
  // Of allow-addons, at each start.
  '--disable-warning=PERM0001',
  '--disallow-code-generation-from-strings',
  '--disable-proto=delete',
];

/**
 * Nobody adds options by the environment or the command line. Neither snapshot nor code cache: both differ from run
 * to run.
 */
export const SINGLE_EXECUTABLE = {
  main: 'helper.cjs',
  output: 'helper.blob',
  disableExperimentalSEAWarning: true,
  useSnapshot: false,
  useCodeCache: false,
  execArgv: HARDENING,
  execArgvExtension: 'none',
};

/** @param {string} what @param {string} command @param {string[]} args @param {string} cwd */
async function step(what, command, args, cwd) {
  const { code, stdout, stderr } = await run(command, args, { deadlineMs: DEADLINE_MS, cwd });
  if (code !== 0) throw new SetupError(`${what} failed: ${(stderr.trim() || stdout.trim()).slice(-2000)}`);
}

/**
 * `work` holds the script, under the name in the configuration: its path gets into the executable, so it is a
 * relative one.
 * @param {{ node: string, work: string, into: string }} options `into`: the file to write
 */
export async function makeSingleExecutable({ node, work, into }) {
  writeFileSync(join(work, 'sea.json'), JSON.stringify(SINGLE_EXECUTABLE));
  await step("preparing the helper's script", node, ['--experimental-sea-config', 'sea.json'], work);
  copyFileSync(node, into);
  chmodSync(into, 0o755);
  // Before the script gets in: strip does not understand the file afterwards.
  await step("stripping the helper's Node", 'strip', [into], work);
  const args = [postject, into, 'NODE_SEA_BLOB', SINGLE_EXECUTABLE.output, '--sentinel-fuse', FUSE];
  await step("putting the helper's script into its Node", process.execPath, args, work);
}
