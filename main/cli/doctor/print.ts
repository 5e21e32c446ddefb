import type { Shown } from '../../domain/words/shapes.ts';
import { table } from '../terminal/table.ts';
import { printable, shape, type Terminal } from '../terminal/terminal.ts';
import type { CheckState } from './check.ts';
import type { DoctorResult } from './result.ts';

const SHOWN: Readonly<Record<CheckState, Shown>> = { ok: 'good', limited: 'degraded', no: 'down' };

const ICMP_TEXTS = {
  helper: 'ICMP through the helper',
  ping: "ICMP through the system's ping",
  none: 'no ICMP',
} as const;

export function doctorLines(terminal: Terminal, result: DoctorResult): string[] {
  const rows = result.checks.flatMap(({ state, title, text, wayOut }) => [
    [shape(terminal, SHOWN[state]), title, state, printable(text)],
    ...(wayOut === '' ? [] : [['', '', '', `-> ${printable(wayOut)}`]]),
  ]);
  const columns = [1, 2, 3, 4].map(() => ({ head: '', align: 'left' as const }));
  const conclusion = result.canMonitor
    ? `${shape(terminal, 'good')} Monitoring can run here, with ${ICMP_TEXTS[result.icmp]}.`
    : `${shape(terminal, 'down')} Nothing can be measured here.`;
  return [...table(columns, rows), '', conclusion];
}
