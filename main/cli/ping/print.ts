import {
  countOf,
  millisecondsFigure,
  millisecondsText,
  percentRangeText,
  percentText,
} from '../../domain/words/numbers.ts';
import { table } from '../terminal/table.ts';
import { paint, printable, type Terminal } from '../terminal/terminal.ts';
import { codeWords } from './code-words.ts';
import type { ProbeAnswer } from './prober.ts';
import { lossInterval, type PingResult } from './result.ts';
import type { Target } from './target.ts';

export function headLine(target: Target, count: number, mode: PingResult['mode']): string {
  const name = target.resolved ? `${printable(target.name)} = ${target.address}` : target.address;
  const through = mode === 'helper' ? 'the helper' : "the system's ping";
  return `Ping ${name} (IPv${target.family}), ${countOf(count, 'probe')} through ${through}`;
}

/** Which family was taken for a name that has both; empty when there was no choice. */
export function familyNote(target: Target): string {
  if (target.others === 0) return '';
  const other = target.family === 4 ? 6 : 4;
  return `${printable(target.name)} has IPv4 and IPv6 addresses; IPv${target.family} is used, --family ${other} takes the other`;
}

function answerText(answer: ProbeAnswer): readonly [figure: string, words: string] {
  switch (answer.type) {
    case 'reply':
      return [millisecondsText(answer.rttMs), ''];
    case 'late':
      return [millisecondsText(answer.rttMs), 'late: takes its loss back'];
    case 'duplicate':
      return [millisecondsText(answer.rttMs), 'a second answer'];
    case 'lost':
      return ['-', 'no answer yet'];
    case 'unreachable': {
      const from = answer.from === null ? '' : `, says ${answer.from}`;
      return ['-', `unreachable${answer.code === null ? '' : `: ${codeWords(answer.code)}`}${from}`];
    }
    case 'not-sent':
      return ['-', `not sent: ${codeWords(answer.code)}`];
  }
}

const STYLE_OF: Readonly<Record<ProbeAnswer['type'], Parameters<typeof paint>[1]>> = {
  reply: 'good',
  late: 'degraded',
  duplicate: 'degraded',
  lost: 'down',
  unreachable: 'down',
  'not-sent': 'down',
};

/** ` 3   21.4 ms  words`: numbers and figures in columns of fixed width, since lines come one by one. */
export function answerLine(terminal: Terminal, number: number, count: number, answer: ProbeAnswer): string {
  const [figure, words] = answerText(answer);
  const line = `${String(number).padStart(String(count).length)}  ${figure.padStart(9)}`;
  return words === '' ? line : `${line}  ${paint(terminal, STYLE_OF[answer.type], words)}`;
}

export function summaryLines(terminal: Terminal, result: PingResult): string[] {
  const { sent, received, late, duplicates, rttMs } = result;
  const extra = [
    ...(late > 0 ? [`${late} of them late`] : []),
    ...(duplicates > 0 ? [countOf(duplicates, 'duplicate')] : []),
  ];
  const share = sent === 0 ? 0 : (sent - received) / sent;
  const style = received === 0 ? 'down' : received < sent ? 'degraded' : 'good';
  const loss =
    sent === 0
      ? 'nothing sent'
      : `${paint(terminal, style, `${percentText(share)} lost`)} (95 % interval ${percentRangeText(lossInterval(result))})`;
  const counts = [`${sent} sent`, `${received} received`, ...extra, loss].join(', ');
  if (rttMs === null) return [counts];
  const columns = (['min', 'mean', 'p50', 'p95', 'p99', 'max', 'stddev'] as const).map((name) => ({
    head: name,
    align: 'right' as const,
    figure: millisecondsFigure(rttMs[name]),
  }));
  const lines = table(
    [{ head: 'round trip', align: 'left' }, ...columns],
    [['ms', ...columns.map(({ figure }) => figure)]],
  );
  return [counts, ...lines];
}
