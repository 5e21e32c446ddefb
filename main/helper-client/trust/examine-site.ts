import { readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { shellWord } from '../shell-word.ts';
import type { HelperSite } from '../site.ts';
import type { Surroundings } from '../ways/way.ts';
import { readAccounts } from './accounts.ts';
import { FileHashes } from './file-hashes.ts';
import { judge, type Trusted, type Weakness } from './judge.ts';
import { lookAtPath } from './look-at-path.ts';

/** `admin` on macOS: its members may use sudo, and /Applications is theirs to write. */
const MACOS_ADMIN = 80;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** sudo tells root who called it; anybody else may have set the variable. */
function behindSudo({ euid, env }: Surroundings): readonly number[] {
  const text = env['SUDO_UID'];
  return euid === 0 && text !== undefined && /^\d{1,10}$/.test(text) ? [Number(text)] : [];
}

/** Whose this very program is; null: that can't be told. */
function ownerOfProgram(): number | null {
  try {
    return statSync(fileURLToPath(import.meta.url)).uid;
  } catch {
    return null;
  }
}

/**
 * Root that runs somebody's program is in that one's hands already, as in a container on a folder of its host: there
 * its owner gains nothing by the helper. For anybody else the helper would be a way to become root.
 */
function masterOfRoot({ euid }: Surroundings, programOwner: number | null): readonly number[] {
  return euid === 0 && programOwner !== null ? [programOwner] : [];
}

/** Whose writing is no weakness. */
export function trustedHere(
  here: Surroundings,
  programOwner: number | null = null,
): Omit<Trusted, 'allowsPrivateGroups'> {
  const own = here.euid === undefined ? [] : [here.euid];
  return {
    uids: new Set([0, ...own, ...behindSudo(here), ...masterOfRoot(here, programOwner)]),
    gids: new Set(here.platform === 'darwin' ? [MACOS_ADMIN] : []),
    accounts: readAccounts(textOf('/etc/passwd'), textOf('/etc/group')),
  };
}

const weaknessText = ({ path, who, mend }: Weakness, here: Surroundings): string =>
  `${who} could change ${path}: run "${[...(here.euid === 0 ? [] : ['sudo']), ...mend.map(shellWord)].join(' ')}"`;

const REBUILD = 'run "npm run build"';
const REINSTALL = 'install Faultline again';
const RESTART = 'start Faultline again';

function wayOutOf({ isExecutable }: HelperSite): string {
  return isExecutable ? `${RESTART} if it was just updated, else ${REINSTALL}` : REBUILD;
}

/** Judges what would be run as the helper; remembers what it has hashed. */
export class SiteExaminer {
  readonly #hashes = new FileHashes();
  readonly #programOwner: () => number | null;
  readonly #startedMs: number;

  /** `startedMs`: when this program was started, on the clock of the files. */
  constructor(programOwner = ownerOfProgram, startedMs = performance.timeOrigin) {
    this.#programOwner = programOwner;
    this.#startedMs = startedMs;
  }

  /**
   * Empty: nobody but root and the user can change what would be run, and it is what was built with this program. Else
   * a clause that names who can, or what differs, and how to mend it. Reads about 0.1 GB the first time. Never rejects.
   */
  async examine(site: HelperSite, here: Surroundings): Promise<string> {
    // Windows has no such owners and bits, and no way starts anything there.
    if (here.platform === 'win32') return '';
    const trusted = {
      ...trustedHere(here, this.#programOwner()),
      // A checkout is worked on, often with the umask 002, which leaves everything to its owner's group as well.
      allowsPrivateGroups: !site.isExecutable,
    };
    for (const file of site.files) {
      const look = await lookAtPath(file);
      if (!look.ok) return `${look.path} ${look.reason}: ${wayOutOf(site)}`;
      for (const fact of look.facts) {
        const weakness = judge(fact, trusted);
        if (weakness !== null) return weaknessText(weakness, here);
      }
    }
    return this.#compare(site);
  }

  async #compare(site: HelperSite): Promise<string> {
    for (const [file, wanted] of site.hashes) {
      try {
        if ((await this.#hashes.of(file)) === wanted) continue;
        return `${file} is not the file that belongs to this program: ${await this.#wayToThatFile(file, site)}`;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return `${file} can't be read (${why}): ${wayOutOf(site)}`;
      }
    }
    return '';
  }

  /** An update exchanges the file under a program that runs, which then knows only the old one. */
  async #wayToThatFile(file: string, { isExecutable }: HelperSite): Promise<string> {
    if (!isExecutable) return REBUILD;
    const { ctimeMs } = await stat(file);
    return ctimeMs > this.#startedMs
      ? `${RESTART}, since it was exchanged, as by an update, after this one was started`
      : REINSTALL;
  }
}
