import { existsSync } from 'node:fs';
import { failedStart, type StartFailure, startFailure } from './start-failure.ts';
import { type Silence, type StartHelperOptions, startHelper } from './start-helper.ts';
import type { HelperCommand, HelperStart } from './types.ts';

/** What decides which way to more rights there is. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly euid: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

/** `words`: the way out, as the rest of a sentence; `command`: the helper with the rights it lacks. */
export type Elevation =
  /** This process is root already: the helper inherits that. */
  | { readonly way: 'not-needed'; readonly words: '' }
  | { readonly way: 'pkexec'; readonly command: HelperCommand; readonly words: string }
  | { readonly way: 'none'; readonly words: string };

/** Where it is installed. Never looked for in PATH, which any program of the user may have changed. */
const PKEXEC_FILES = ['/usr/bin/pkexec', '/bin/pkexec', '/run/wrappers/bin/pkexec'] as const;

/** A person thinks, and types a password: five minutes, then nobody is there. */
const ANSWER_TIMEOUT_MS = 300_000;

/** pkexec(1), "Return value": the dialog was dismissed; not authorized, or nobody could be asked. */
const DISMISSED = 126;
const NOT_AUTHORIZED = 127;

const ON_DEMAND = 'it is tried again when you ask for it';

export const surroundings = (): Surroundings => ({
  platform: process.platform,
  euid: process.geteuid?.(),
  env: process.env,
  exists: existsSync,
});

const none = (words: string): Elevation => ({ way: 'none', words });

/** Which way there is here to start `helper` with the right to open raw sockets. Asks nobody yet. */
export function elevationHere(helper: HelperCommand, here: Surroundings): Elevation {
  if (here.euid === 0) return { way: 'not-needed', words: '' };
  if (here.platform !== 'linux') return none('on this system Faultline can not ask for it yet');
  const pkexec = PKEXEC_FILES.find((file) => here.exists(file));
  if (pkexec === undefined)
    return none('install pkexec (package "pkexec" or "polkit"), so that it can be asked for');
  if (!here.env['DISPLAY'] && !here.env['WAYLAND_DISPLAY']) {
    return none('there is no desktop here whose password window could ask for it');
  }
  return {
    way: 'pkexec',
    // Its own agent would ask at a terminal, and a helper in between would not be reached through the pipes.
    command: [pkexec, '--disable-internal-agent', ...helper],
    words: 'let Faultline ask for it, your password may be wanted',
  };
}

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
export async function startElevated(
  command: HelperCommand,
  options: Pick<StartHelperOptions, 'signal' | 'timeoutMs'> = {},
): Promise<HelperStart> {
  const start = await startHelper({ timeoutMs: ANSWER_TIMEOUT_MS, explain, ...options, command });
  if (start.ok || start.code !== 'no-privilege') return start;
  return failedStart('it was given no right to open raw sockets although the question was answered with yes');
}

/** The same failure with the way out that there is here. */
export function withWayOut(start: HelperStart, elevation: Elevation): HelperStart {
  if (start.ok || start.code !== 'no-privilege' || elevation.way === 'not-needed') return start;
  return startFailure('no-privilege', `no right to open raw sockets: ${elevation.words}`);
}
