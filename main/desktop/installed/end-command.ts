type Stream = Pick<NodeJS.WritableStream, 'write'>;

/** Settles when all that was written has been read, or nobody is there to read it. */
const written = (stream: Stream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

/**
 * Ends the process with the exit code that the command has set. A plain Node ends by itself once nothing is left to
 * do; Electron would open a display instead.
 */
export async function endCommand(streams: readonly Stream[]): Promise<never> {
  for (const stream of streams) await written(stream);
  process.exit(Number(process.exitCode ?? 0));
}

/** Exit code of a fault of ours, as the commands have it. */
const INTERNAL = 4;

/** For a start that goes no further: Electron would show a window, and there may be none to show it in. */
export function failed(reason: unknown): void {
  process.stderr.write(`faultline: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = INTERNAL;
}
