/** One line without its newline, or the news that a line was longer than allowed (told once for that line). */
export type Line = { readonly kind: 'line'; readonly bytes: Uint8Array } | { readonly kind: 'too-long' };

export interface LineSplitter {
  /** The lines that this chunk completes, in order. The bytes are copies. */
  push(chunk: Uint8Array): readonly Line[];
  /** Bytes of the line that is not complete yet (0 while the rest of a line too long is skipped). */
  readonly partial: number;
}

const NEWLINE = 0x0a;

/**
 * Cuts a byte stream at newlines, so that characters split between chunks stay whole. Never holds more than
 * `maxBytes` (the newline counted): a longer line is reported as soon as it is known to be too long and
 * skipped up to its newline, after which the stream is in step again. A carriage return is left in place:
 * JSON takes it for a blank.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  const held = new Uint8Array(maxBytes - 1);
  let length = 0;
  let skipping = false;

  /** Adds a piece to the held line; false: it no longer fits. */
  const hold = (piece: Uint8Array): boolean => {
    if (length + piece.length > held.length) return false;
    held.set(piece, length);
    length += piece.length;
    return true;
  };

  const take = (piece: Uint8Array, ended: boolean, lines: Line[]): void => {
    if (!skipping && !hold(piece)) {
      skipping = true;
      lines.push({ kind: 'too-long' });
    }
    if (ended && !skipping) lines.push({ kind: 'line', bytes: held.slice(0, length) });
    if (ended || skipping) length = 0;
    if (ended) skipping = false;
  };

  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      while (start < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, start);
        const end = newline < 0 ? chunk.length : newline;
        take(chunk.subarray(start, end), newline >= 0, lines);
        start = end + 1;
      }
      return lines;
    },
    get partial() {
      return length;
    },
  };
}
