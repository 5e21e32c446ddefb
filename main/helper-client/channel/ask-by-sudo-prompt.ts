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

function endOf(error: Error | undefined, stdout: string, stderr: string): PromptEnd {
  if (error?.message === DECLINED) return { kind: 'declined' };
  if (error?.message === NOBODY_ASKED) return { kind: 'nobody-asked' };
  const code =
    error === undefined ? 0 : 'code' in error && typeof error.code === 'number' ? error.code : null;
  // Its message would repeat the whole command line.
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
