import { EXPORTER_NAMES } from '../../domain/words/names.ts';
import type { Shown } from '../../domain/words/shapes.ts';
import { table } from '../terminal/table.ts';
import { printable, shape, type Terminal } from '../terminal/terminal.ts';
import type { MetricsResult, MetricsTest } from './result.ts';

const SHOWN: Readonly<Record<MetricsTest['outcome'], Shown>> = {
  arrived: 'good',
  sent: 'unknown',
  failed: 'down',
  off: 'unavailable',
};

const WORDS: Readonly<Record<MetricsTest['outcome'], string>> = {
  arrived: 'arrived',
  sent: 'sent',
  failed: 'failed',
  off: 'off',
};

export function metricsLines(terminal: Terminal, { machine, exporters }: MetricsResult): string[] {
  const rows = exporters.map(({ exporter, outcome, text }) => [
    shape(terminal, SHOWN[outcome]),
    EXPORTER_NAMES[exporter],
    WORDS[outcome],
    printable(text),
  ]);
  const columns = [1, 2, 3, 4].map(() => ({ head: '', align: 'left' as const }));
  return [`This machine is called ${printable(machine)} in the figures.`, '', ...table(columns, rows)];
}
