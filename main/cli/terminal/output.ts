/**
 * A text stream that may be closed by its reader (`| head`) or may fail (a full disk): what is written after that
 * goes nowhere, quietly. While its reader only pauses (`| less`) texts wait, up to a bound.
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

/** Of a terminal whose window was closed; of a file it is a broken disk. */
const TERMINAL_GONE = 'EIO';

/** Beyond so many bytes not read (most of an hour of `monitor --json`) whole texts are left out, till half are read. */
export const UNREAD_BYTES = 8_000_000;

type TextStream = NodeJS.WritableStream & { readonly writableLength?: number; readonly isTTY?: boolean };

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/**
 * `onFault` is called at most once, with the system's code, when the output is lost though its reader is there;
 * `onUnread` each time that texts begin to be left out.
 */
export function createOutput(
  stream: TextStream,
  onFault: (code: string) => void = () => {},
  onUnread: () => void = () => {},
): Output {
  const closing = new AbortController();
  const failed = (error: unknown): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    const code = codeOf(error);
    const isGone = READER_GONE.has(code) || (stream.isTTY === true && code === TERMINAL_GONE);
    if (!isGone) onFault(code);
  };
  stream.on('error', failed);
  let isBehind = false;
  const isTooMuch = (): boolean => {
    const unread = stream.writableLength ?? 0;
    const wasBehind = isBehind;
    isBehind = unread > (wasBehind ? UNREAD_BYTES / 2 : UNREAD_BYTES);
    if (isBehind && !wasBehind) onUnread();
    return isBehind;
  };
  const write = (text: string): void => {
    if (closing.signal.aborted || isTooMuch()) return;
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
