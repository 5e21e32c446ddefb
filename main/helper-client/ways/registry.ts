import { FILE_CAPABILITY } from './file-capability.ts';
import { INHERITED } from './inherited.ts';
import { PKEXEC } from './pkexec.ts';
import { SUDO_PROMPT } from './sudo-prompt.ts';
import type { HelperWay } from './way.ts';

/** In the order of HELPER_WAYS, in which they are tried. */
export const WAYS: readonly HelperWay[] = [INHERITED, FILE_CAPABILITY, PKEXEC, SUDO_PROMPT];
