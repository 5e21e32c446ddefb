import type { Silence } from '../meet-helper.ts';
import { failedStart, type StartFailure, startFailure } from '../start-failure.ts';
import { startHelper } from '../start-helper.ts';
import type { HelperCommand, HelperStart } from '../types.ts';
import type { HelperWay, Surroundings, WayStart } from './way.ts';

/** Where it is installed. Never looked for in PATH, which any program of the user may have changed. */
const PKEXEC_FILES = ['/usr/bin/pkexec', '/bin/pkexec', '/run/wrappers/bin/pkexec'] as const;

/** A person thinks, and types a password: five minutes, then nobody is there. */
const ANSWER_TIMEOUT_MS = 300_000;

/** pkexec(1), "Return value": the dialog was dismissed; not authorized, or nobody could be asked. */
const DISMISSED = 126;
const NOT_AUTHORIZED = 127;

const ON_DEMAND = 'it is tried again when you ask for it';

const pkexecOf = ({ exists }: Surroundings): string | undefined => PKEXEC_FILES.find((file) => exists(file));

function explain({ exitCode, timedOut }: Silence): StartFailure | null {
  if (timedOut === true) {
    return startFailure(
      'declined',
      `nobody answered the question for the right to open raw sockets; ${ON_DEMAND}`,
    );
  }
  if (exitCode === DISMISSED) {
    return startFailure('declined', `the right to open raw sockets was not given; ${ON_DEMAND}`);
  }
  if (exitCode !== NOT_AUTHORIZED) return null;
  return startFailure(
    'declined',
    `this system did not let the right to open raw sockets be given, or could not ask you; ${ON_DEMAND}`,
  );
}

/** Starts the helper by a command that first asks a person for the right, and waits for the answer. */
export async function startByAsking(
  command: HelperCommand,
  { here, signal }: Pick<WayStart, 'here' | 'signal'>,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<HelperStart> {
  const start = await startHelper({ command, environment: here.env, signal, explain, timeoutMs });
  if (start.ok || start.code !== 'no-privilege') return start;
  return failedStart('it was given no right to open raw sockets although the question was answered with yes');
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
    if (here.euid === 0) return 'Faultline runs as root, which needs to ask nobody';
    if (pkexecOf(here) === undefined) {
      return 'the program pkexec is missing; the package "pkexec" or "polkit" brings it';
    }
    if (here.env['DISPLAY'] || here.env['WAYLAND_DISPLAY']) return '';
    return 'there is no desktop here whose password window could ask for it';
  },
  start(options) {
    const pkexec = pkexecOf(options.here);
    if (pkexec === undefined) return Promise.resolve(failedStart('pkexec is missing'));
    // Its own agent would ask at a terminal, and a helper in between would not be reached through the pipes.
    return startByAsking([pkexec, '--disable-internal-agent', ...options.site.command], options);
  },
};
