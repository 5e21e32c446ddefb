import type { Output } from '../../../main/cli/terminal/output.ts';
import type { Terminal } from '../../../main/cli/terminal/terminal.ts';

/** A terminal without colours whose signs are Unicode. */
export const PLAIN: Terminal = { live: false, colour: false, unicode: true, columns: 80, rows: 50 };
export const ASCII: Terminal = { ...PLAIN, unicode: false };
export const COLOURED: Terminal = { ...PLAIN, live: true, colour: true };

/** An output that keeps what is written. */
export function capture(): Output & { readonly text: () => string } {
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  return {
    write,
    line: (text) => write(`${text}\n`),
    json: (value) => write(`${JSON.stringify(value)}\n`),
    closed: new AbortController().signal,
    text: () => written,
  };
}
