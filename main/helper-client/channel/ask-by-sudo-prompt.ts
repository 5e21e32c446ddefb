/** How a command ended that a person was asked to give root's rights to. */
export type PromptEnd =
  /** It never ran. `nobody-asked`: there is no window here that could ask. */
  | { readonly kind: 'declined' | 'nobody-asked' }
  /** It ran, and is over. `code`: null where a signal ended it. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  /** The question itself failed. */
  | { readonly kind: 'failed'; readonly message: string };

/** Runs a command line as root, by a shell, once a person has agreed. Never rejects. */
export type Prompt = (commandLine: string) => Promise<PromptEnd>;

/** Stands in the question. Letters, digits and blanks only. */
const NAME = 'Faultline';

/** The package tells a refusal by these words alone. */
const DECLINED = 'User did not grant permission.';
const NOBODY_ASKED = 'No polkit authentication agent found.';

/**
 * Comes before all output of a command that did run. The package looks for it at the very beginning only, yet root's bash
 * may have read root's `.bashrc` before, since its standard input is a socket.
 */
const RAN = 'SUDOPROMPT\n';

/** What the package's callback tells; `stdout` and `stderr` are kept as they are. */
export function endOf(error: Error | undefined, stdout: string, stderr: string): PromptEnd {
  const mayHaveRun = stdout.includes(RAN);
  if (error?.message === DECLINED && !mayHaveRun) return { kind: 'declined' };
  if (error?.message === NOBODY_ASKED && !mayHaveRun) return { kind: 'nobody-asked' };
  const code =
    error === undefined ? 0 : 'code' in error && typeof error.code === 'number' ? error.code : null;
  // The package itself could not go on. Of a command that ran the message would repeat the whole line.
  if (error !== undefined && code === null && !mayHaveRun) return { kind: 'failed', message: error.message };
  return { kind: 'ended', code, stdout, stderr };
}

/** The system's own question for a password. Its output is kept until its end: it is for last words only. */
export const askBySudoPrompt: Prompt = async (commandLine) => {
  try {
    const { exec } = await import('sudo-prompt');
    return await new Promise((resolve) => {
      exec(commandLine, { name: NAME }, (error, stdout, stderr) =>
        resolve(endOf(error ?? undefined, String(stdout ?? ''), String(stderr ?? ''))),
      );
    });
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
};
