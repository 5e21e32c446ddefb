import { tmpdir } from 'node:os';
import { askBySudoPrompt } from '../channel/ask-by-sudo-prompt.ts';
import { isSafePath } from '../channel/command-line.ts';
import { type PromptParts, startByPrompt } from '../channel/start-by-prompt.ts';
import { ANSWER_MS, askingObstacle, ROOT_NEEDS_NONE } from './asking.ts';
import type { HelperWay, Surroundings } from './way.ts';

/** What this way takes from its process; passed in, so that tests bring their own. */
export interface SudoPromptParts extends PromptParts {
  /** Throws where the folder is gone. */
  readonly workingFolder: () => string;
}

/** The programs that the package runs on Linux; without either it can not ask. */
const ASKERS = ['/usr/bin/kdesudo', '/usr/bin/pkexec'] as const;

function systemObstacle(here: Surroundings): string {
  if (here.platform === 'win32') return 'on Windows the helper does not run: it could not give its rights up';
  if (here.platform === 'linux') return askingObstacle(here, ASKERS);
  if (here.platform !== 'darwin') return 'this system has no question for a password';
  return here.euid === 0 ? ROOT_NEEDS_NONE : '';
}

/** The package writes the working folder into its script as it stands: what it may not hold must not be there. */
function isSafeToStandIn(parts: SudoPromptParts): boolean {
  try {
    return isSafePath(parts.workingFolder());
  } catch {
    return false;
  }
}

/**
 * The system's own question for a password, by the package `sudo-prompt`: the way of macOS. On Linux the package runs
 * pkexec, which needs the same window as the way before it, or kdesudo. It gives no pipes to the helper, which connects to a
 * socket instead.
 */
export const createSudoPrompt = (parts: SudoPromptParts): HelperWay => ({
  name: 'sudo-prompt',
  asks: true,
  obstacle(site, here) {
    const system = systemObstacle(here);
    if (system !== '') return system;
    const uid = parts.uid();
    if (uid === null) return 'this system has no user ids';
    if (uid === 0) return 'Faultline was started by root, whom the helper may not become';
    if (!site.command.every(isSafePath)) {
      return `the path "${site.command.at(-1)}" holds characters that a shell might act on: install Faultline elsewhere`;
    }
    if (isSafeToStandIn(parts)) return '';
    return 'Faultline was started in a folder whose path a shell might act on: start it from another one';
  },
  start: (options) => startByPrompt(parts, options),
});

export const SUDO_PROMPT = createSudoPrompt({
  prompt: askBySudoPrompt,
  uid: () => process.getuid?.() ?? null,
  workingFolder: () => process.cwd(),
  temporary: tmpdir,
  answerMs: ANSWER_MS,
});
