import { failedStart, type StartFailure, startFailure } from '../start-failure.ts';
import type { Surroundings } from './way.ts';

/** A person thinks, and types a password: after this many milliseconds nobody is there. */
export const ANSWER_MS = 300_000;

const RIGHT = 'the right to open raw sockets';

const declined = (what: string): StartFailure =>
  startFailure('declined', `${what}; it is tried again when you ask for it`);

export const notGiven = (): StartFailure => declined(`${RIGHT} was not given`);

export const unanswered = (): StartFailure => declined(`nobody answered the question for ${RIGHT}`);

/** Where it is known that there was nobody to ask. */
export const nobodyAsked = (): StartFailure => declined(`nothing on this desktop could ask you for ${RIGHT}`);

/** Where a refusal by the system can't be told from having nobody to ask. */
export const notLet = (): StartFailure =>
  declined(`this system did not let ${RIGHT} be given, or could not ask you`);

export const givenInVain = (): StartFailure =>
  failedStart('it was given no right to open raw sockets although the question was answered with yes');

export const ROOT_NEEDS_NONE = 'Faultline runs as root, which needs to ask nobody';

/** Why nobody can be asked on this Linux by any of `programs`; empty: somebody can. */
export function askingObstacle({ euid, env, exists }: Surroundings, programs: readonly string[]): string {
  if (euid === 0) return ROOT_NEEDS_NONE;
  if (!programs.some((file) => exists(file)))
    return 'the program pkexec is missing; the package "pkexec" or "polkit" brings it';
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return '';
  return 'there is no desktop here whose password window could ask for it';
}
