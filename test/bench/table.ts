import type { BenchResult } from './result.ts';

const HEADINGS = ['what', 'figure', 'peer', 'ratio', 'budget'] as const;

const round = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(Math.abs(value) >= 100 ? 4 : 3);

function cells(result: BenchResult): readonly string[] {
  const { name, figure, unit, peer, peerFigure, ratio, budget, note } = result;
  const beside =
    peer === undefined ? '' : `${peer}${peerFigure === undefined ? '' : ` ${round(peerFigure)} ${unit}`}`;
  return [
    note === undefined ? name : `${name} (${note})`,
    `${round(figure)} ${unit}`,
    beside,
    ratio === undefined ? '' : `${round(ratio)} x`,
    budget ?? '',
  ];
}

/** Aligned columns, a block for each suite. */
export function table(results: Readonly<Record<string, readonly BenchResult[]>>): string {
  const rows = Object.values(results).flatMap((suite) => suite.map(cells));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const blocks = Object.entries(results).map(([suite, list]) =>
    [`-- ${suite}`, line(HEADINGS), ...list.map((result) => line(cells(result)))].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}
