/** A text stream that may be closed by its reader (`| head`): what is written after that goes nowhere, quietly. */
export interface Output {
  write(text: string): void;
  line(text: string): void;
  /** One JSON value on one line. */
  json(value: unknown): void;
  /** Aborted when the reader has gone. */
  readonly closed: AbortSignal;
}

export function createOutput(stream: NodeJS.WritableStream): Output {
  const closing = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED' && error.code !== 'EOF') throw error;
    closing.abort();
  });
  const write = (text: string): void => {
    if (!closing.signal.aborted) stream.write(text);
  };
  return {
    write,
    line: (text) => write(`${text}\n`),
    json: (value) => write(`${JSON.stringify(value)}\n`),
    closed: closing.signal,
  };
}
