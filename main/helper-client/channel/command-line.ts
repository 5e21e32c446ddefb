import type { HelperCommand } from '../types.ts';

/**
 * The only characters that a path in a command line may have: none of them means anything to a shell inside quotes of
 * either kind. Letters of every alphabet are among them: a home folder is often named after a person.
 */
const SAFE_PATH = /^\/[\p{L}\p{M}\p{N}_/.,:+@=~ -]*$/u;

export const isSafePath = (path: string): boolean => SAFE_PATH.test(path);

export interface ChannelArguments {
  readonly folder: string;
  readonly uid: number;
}

/** The helper with its channel, for a shell; null: a path holds what a shell might act on. */
export function commandLine(helper: HelperCommand, { folder, uid }: ChannelArguments): string | null {
  if (![...helper, folder].every(isSafePath)) return null;
  const words = [...helper, '--channel', folder].map((word) => `'${word}'`);
  // `exec`: no shell of root's stays behind as long as the helper runs.
  return ['exec', ...words, "'--uid'", `'${uid}'`].join(' ');
}
