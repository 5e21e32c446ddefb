import type { Silence } from '../meet-helper.ts';
import { shellWord } from '../shell-word.ts';
import { deprivedStart, type StartFailure, startFailure } from '../start-failure.ts';
import { startHelper } from '../start-helper.ts';
import type { HelperWay } from './way.ts';

/** capabilities(7), "Transformation of capabilities during execve()". */
const KEPT_FROM_USE =
  'the file of the helper has the capability, but this system keeps it from being used: "no_new_privs" is set, the file system is mounted "nosuid", or a container lacks cap_net_raw';

/** execve(2): the file has a capability that this process may never get, as in a container without it. */
function explain({ reason }: Silence): StartFailure | null {
  if (!/\bEPERM\b/.test(reason)) return null;
  return startFailure('no-privilege', KEPT_FROM_USE);
}

const granting = (program: string): string =>
  `the package gives it one when it is installed, and so does "sudo setcap cap_net_raw+ep ${shellWord(program)}"`;

export const FILE_CAPABILITY: HelperWay = {
  name: 'file-capability',
  asks: false,
  obstacle(site, here) {
    if (here.platform !== 'linux') return 'only Linux has capabilities of files';
    const [program] = site.command;
    const hasIt = here.hasRawCapability(program);
    // Not offered for a Node, whose every script would have it; yet used where somebody has given it.
    if (!site.isExecutable && hasIt !== true)
      return 'only an installed helper can have the capability on its file';
    // Where it can't be told, the helper itself says so when it is tried.
    if (hasIt !== false) return '';
    return `the file of the helper has no capability; ${granting(program)}`;
  },
  async start({ site, here, signal }) {
    const [program] = site.command;
    const start = await startHelper({ command: site.command, environment: here.env, signal, explain });
    if (start.ok || start.reason === KEPT_FROM_USE) return start;
    const unknown = `the file of the helper has no capability that could be used; ${granting(program)}`;
    return deprivedStart(start, here.hasRawCapability(program) === true ? KEPT_FROM_USE : unknown);
  },
};
