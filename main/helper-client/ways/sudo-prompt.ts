import { tmpdir } from 'node:os';
import { askBySudoPrompt } from '../channel/ask-by-sudo-prompt.ts';
import { isSafePath } from '../channel/command-line.ts';
import { type PromptParts, startByPrompt } from '../channel/start-by-prompt.ts';
import type { HelperWay, Surroundings } from './way.ts';

/** What this way takes from its process; passed in, so that tests bring their own. */
export interface SudoPromptParts extends PromptParts {
  /** Throws where the folder is gone. */
  readonly workingFolder: () => string;
}

/** The programs that the package runs on Linux. */
const ASKERS = ['/usr/bin/kdesudo', '/usr/bin/pkexec'] as const;

function systemObstacle(here: Surroundings): string {
  if (here.platform === 'win32') return 'on Windows the helper does not run: it could not give its rights up';
  if (here.platform !== 'linux' && here.platform !== 'darwin')
    return 'this system has no question for a password';
  if (here.euid === 0) return 'Faultline runs as root, which needs to ask nobody';
  if (here.platform === 'darwin') return '';
  if (!ASKERS.some((file) => here.exists(file))) {
    return 'the program pkexec is missing; the package "pkexec" or "polkit" brings it';
  }
  if (here.env['DISPLAY'] || here.env['WAYLAND_DISPLAY']) return '';
  return 'there is no desktop here whose password window could ask for it';
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
 * The system's own question for a password, by the package `sudo-prompt`: macOS, and a Linux whose polkit has no window for
 * pipes. It gives no pipes to the helper, which connects to a socket instead.
 */
export const createSudoPrompt = (parts: SudoPromptParts): HelperWay => ({
  name: 'sudo-prompt',
  asks: true,
  obstacle(site, here) {
    const system = systemObstacle(here);
    if (system !== '') return system;
    const identity = parts.identity();
    if (identity === null || identity.uid === 0 || identity.gid === 0) {
      return 'your account is of the group of root, which the helper may not become';
    }
    if (!site.command.every(isSafePath)) {
      return `the path "${site.command.at(-1)}" holds characters that a shell might act on: install Faultline elsewhere`;
    }
    if (isSafeToStandIn(parts)) return '';
    return 'Faultline was started in a folder whose path a shell might act on: start it from another one';
  },
  start: (options) => startByPrompt(parts, options),
});

function ownIdentity(): { uid: number; gid: number } | null {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

export const SUDO_PROMPT = createSudoPrompt({
  prompt: askBySudoPrompt,
  identity: ownIdentity,
  workingFolder: () => process.cwd(),
  temporary: tmpdir,
  answerMs: 300_000,
});
