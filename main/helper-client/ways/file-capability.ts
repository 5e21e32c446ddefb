import type { Silence } from '../meet-helper.ts';
import { type StartFailure, startFailure } from '../start-failure.ts';
import { startHelper } from '../start-helper.ts';
import type { HelperWay } from './way.ts';

/** execve(2): the file has a capability that this process may never get, as in a container without it. */
function explain({ reason }: Silence): StartFailure | null {
  if (!/\bEPERM\b/.test(reason)) return null;
  return startFailure('no-privilege', 'this system keeps the capability of the helper from being used');
}

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
    return `the file of the helper has no capability; the package gives it one when it is installed, and so does "sudo setcap cap_net_raw+ep ${program}"`;
  },
  start: ({ site, here, signal }) =>
    startHelper({ command: site.command, environment: here.env, signal, explain }),
};
