/**
 * A text stream that may be closed by its reader (`| head`) or may fail (a full disk): what is written after that
 * goes nowhere, quietly.
 */
export interface Output {
  write(text: string): void;
  line(text: string): void;
  /** One JSON value on one line. */
  json(value: unknown): void;
  /** Aborted when nothing more can be written, for whichever reason. */
  readonly closed: AbortSignal;
}

/** What a reader that has gone looks like; EOF is Windows' word for it. */
const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** `onFault` is called at most once, with the system's code, when the output is lost though its reader is there. */
export function createOutput(
  stream: NodeJS.WritableStream,
  onFault: (code: string) => void = () => {},
): Output {
  const closing = new AbortController();
  const failed = (error: unknown): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    const code = codeOf(error);
    if (!READER_GONE.has(code)) onFault(code);
  };
  stream.on('error', failed);
  const write = (text: string): void => {
    if (closing.signal.aborted) return;
    try {
      stream.write(text);
    } catch (error) {
      // Standard output that is a file is written at once, and some versions of Node throw from there.
      failed(error);
    }
  };
  return {
    write,
    line: (text) => write(`${text}\n`),
    json: (value) => write(`${JSON.stringify(value)}\n`),
    closed: closing.signal,
  };
}
