import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import { countOf, countText } from '../../domain/words/numbers.ts';
import { durationText } from '../../domain/words/times.ts';
import type { AuditLine } from '../../encapsulation/audit/read-audit.ts';
import { table } from '../terminal/table.ts';
import { paint, printable, type Terminal } from '../terminal/terminal.ts';
import type { Known } from './known.ts';
import type { Allowance } from './result.ts';

const left = (head: string) => ({ head, align: 'left' as const });
const right = (head: string) => ({ head, align: 'right' as const });

export function allowedLine({ by, since }: Allowance): string {
  if (by === 'config') return 'Packets in IP-in-IP are allowed everywhere, by the configuration.';
  if (by === 'consent')
    return `Packets in IP-in-IP are allowed on this network, as was answered on ${since?.slice(0, 10)}.`;
  return 'Packets in IP-in-IP are not allowed on this network, unless a command is given --allow-encapsulation.';
}

function headed(terminal: Terminal, lines: readonly string[]): string[] {
  const [head = '', ...rows] = lines;
  return [paint(terminal, 'dim', head), ...rows];
}

const calibrationCells = (nowMs: number) => (one: HopCalibration) => [
  printable(one.address),
  one.decapsulates,
  one.reason ?? '',
  one.waysHome.join(', '),
  one.largestBytes === null ? '' : countText(one.largestBytes),
  one.ttlHome === null ? '' : String(one.ttlHome),
  durationText(Math.max(0, nowMs - one.testedMs)),
];

const CALIBRATION = [
  left('address'),
  left('unwraps'),
  left('why not'),
  left('ways home'),
  right('bytes'),
  right('TTL home'),
  right('age'),
];

const LOG = [left('when'), left('what'), right('packets'), right('took'), left('end'), left('along')];

const logCells = ({ at, what, sent, durationMs, end, path }: AuditLine) => [
  at.slice(0, 19).replace('T', ' '),
  what,
  sent === null ? '?' : countText(sent),
  durationMs === null ? '?' : durationText(durationMs),
  printable(end),
  printable(path.length > 3 ? `${path.slice(0, 2).join(' ')} ... ${path.at(-1)}` : path.join(' ')),
];

function logHead({ log, logDamaged, logFile }: Known): string {
  if (log.length > 0) return `The latest runs (times are UTC; all are in ${logFile}):`;
  return logDamaged === 0 ? 'Nothing was sent yet.' : `No run can be read in ${logFile}.`;
}

/** So that nobody takes what is shown for all there is. */
const damagedLines = ({ logDamaged }: Known): string[] =>
  logDamaged === 0
    ? []
    : [
        `${logDamaged === 1 ? 'One line' : `${countText(logDamaged)} lines`} of the log can't be read: more may have been sent than is shown.`,
      ];

export function knownLines(terminal: Terminal, known: Known, allowance: Allowance, nowMs: number): string[] {
  const { calibrations, log } = known;
  const hops = table(CALIBRATION, calibrations.map(calibrationCells(nowMs)));
  const runs = table(LOG, log.map(logCells));
  return [
    allowedLine(allowance),
    '',
    calibrations.length === 0
      ? 'No hop was tested on this network.'
      : `${countOf(calibrations.length, 'hop')} tested on this network:`,
    ...(calibrations.length === 0 ? [] : headed(terminal, hops)),
    '',
    logHead(known),
    ...(log.length === 0 ? [] : headed(terminal, runs)),
    ...damagedLines(known),
  ];
}
