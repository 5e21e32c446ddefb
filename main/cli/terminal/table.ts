export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI colour sequence begins with ESC.
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Columns a text takes: colours take none. All our signs are one column wide. */
export const visibleWidth = (text: string): number => [...text.replace(COLOURS, '')].length;

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'right' ? space + text : text + space;
}

/** Aligned columns, two spaces apart, no trailing space. Rows may be shorter than the heads. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const heads = columns.map((column) => column.head);
  const lines = heads.every((head) => head === '') ? rows : [heads, ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => visibleWidth(line[index] ?? ''))));
  return lines.map((line) =>
    columns
      .map((column, index) => pad(line[index] ?? '', widths[index] ?? 0, column.align))
      .join('  ')
      .trimEnd(),
  );
}
