import type { Output } from './output.ts';

/**
 * Lines at the bottom that are redrawn in place, below lines that scroll. Only for a terminal that can; lines
 * must fit its width, since a wrapped line would not be erased whole.
 */
export class LiveRegion {
  readonly #output: Output;
  #shown: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  show(lines: readonly string[]): void {
    this.#output.write(this.#erase() + lines.map((line) => `${line}\n`).join(''));
    this.#shown = lines;
  }

  /** A line that stays, above the region. */
  print(line: string): void {
    const below = this.#shown.map((shown) => `${shown}\n`).join('');
    this.#output.write(`${this.#erase()}${line}\n${below}`);
  }

  clear(): void {
    this.#output.write(this.#erase());
    this.#shown = [];
  }

  /** Up to the first line of the region, then erase to the end of the screen. */
  #erase(): string {
    return this.#shown.length === 0 ? '' : `\u001b[${this.#shown.length}A\r\u001b[J`;
  }
}
