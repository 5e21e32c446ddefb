import type { Silence } from '../meet-helper.ts';
import { failedStart, type StartFailure } from '../start-failure.ts';
import { startHelper } from '../start-helper.ts';
import type { HelperCommand, HelperStart } from '../types.ts';
import { ANSWER_MS, askingObstacle, givenInVain, notGiven, notLet, unanswered } from './asking.ts';
import type { HelperWay, Surroundings, WayStart } from './way.ts';

/** Where it is installed. Never looked for in PATH, which any program of the user may have changed. */
const PKEXEC_FILES = ['/usr/bin/pkexec', '/bin/pkexec', '/run/wrappers/bin/pkexec'] as const;

/** pkexec(1), "Return value": the dialog was dismissed; not authorized, or nobody could be asked. */
const DISMISSED = 126;
const NOT_AUTHORIZED = 127;

const pkexecOf = ({ exists }: Surroundings): string | undefined => PKEXEC_FILES.find((file) => exists(file));

function explain({ exitCode, timedOut }: Silence): StartFailure | null {
  if (timedOut === true) return unanswered();
  if (exitCode === DISMISSED) return notGiven();
  return exitCode === NOT_AUTHORIZED ? notLet() : null;
}

/** Starts the helper by a command that first asks a person for the right, and waits for the answer. */
export async function startByAsking(
  command: HelperCommand,
  { here, signal }: Pick<WayStart, 'here' | 'signal'>,
  timeoutMs = ANSWER_MS,
): Promise<HelperStart> {
  const start = await startHelper({ command, environment: here.env, signal, explain, timeoutMs });
  if (start.ok || start.code !== 'no-privilege') return start;
  return givenInVain();
}

/**
 * polkit asks for the action whose `org.freedesktop.policykit.exec.path` is the program's, in the words that came with
 * the package; without such an action, in pkexec's own.
 */
export const PKEXEC: HelperWay = {
  name: 'pkexec',
  asks: true,
  obstacle(_site, here) {
    if (here.platform !== 'linux') return 'only Linux has pkexec';
    return askingObstacle(here, PKEXEC_FILES);
  },
  start(options) {
    const pkexec = pkexecOf(options.here);
    if (pkexec === undefined) return Promise.resolve(failedStart('pkexec is missing'));
    // Its own agent would ask at a terminal, and a helper in between would not be reached through the pipes.
    return startByAsking([pkexec, '--disable-internal-agent', ...options.site.command], options);
  },
};
