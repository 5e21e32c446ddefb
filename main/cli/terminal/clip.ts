// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI colour sequence begins with ESC.
const PIECES = /\u001b\[[0-9;]*m|[^\u001b]/gu;

/** The text cut to that many columns; colour sequences take none, and what they began is ended. */
export function clip(text: string, columns: number): string {
  const kept: string[] = [];
  let used = 0;
  let coloured = false;
  for (const [piece] of text.matchAll(PIECES)) {
    if (piece.startsWith('\u001b')) coloured = true;
    else if (++used > columns) break;
    kept.push(piece);
  }
  return used > columns && coloured ? `${kept.join('')}\u001b[0m` : kept.join('');
}
