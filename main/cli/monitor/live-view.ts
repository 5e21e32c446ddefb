import { SUBJECTS } from '../../domain/model/health.ts';
import type { RecentSamples } from '../../domain/recent/recent-samples.ts';
import { SUBJECT_NAMES } from '../../domain/words/names.ts';
import { millisecondsText, percentText } from '../../domain/words/numbers.ts';
import { type VerdictInput, verdict } from '../../domain/words/verdict.ts';
import { clip } from '../terminal/clip.ts';
import { visibleWidth } from '../terminal/table.ts';
import { paint, shape, type Terminal } from '../terminal/terminal.ts';

function light(
  terminal: Terminal,
  subject: (typeof SUBJECTS)[number],
  input: VerdictInput,
  recent: RecentSamples,
) {
  const health = input.health[subject];
  const { rttMs, loss } = recent.figures(subject);
  const figures = [
    ...(rttMs === null ? [] : [millisecondsText(rttMs)]),
    ...(loss === null || loss === 0 ? [] : [`${percentText(loss)} lost`]),
  ];
  return [shape(terminal, health), SUBJECT_NAMES[subject], ...figures].join(' ');
}

const BETWEEN_LIGHTS = '   ';

/** As many lights on a line as fit whole. */
function lightLines(lights: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const light of lights) {
    const line = lines.at(-1);
    const longer = line === undefined ? light : `${line}${BETWEEN_LIGHTS}${light}`;
    if (line === undefined || visibleWidth(longer) > columns) lines.push(light);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Headline and detail on one line, or on two where they don't fit. */
function verdictLines(head: string, detail: string, columns: number): string[] {
  if (detail === '') return [head];
  const sentence = `${head} ${detail}`;
  return visibleWidth(sentence) <= columns ? [sentence] : [head, `  ${detail}`];
}

/** The verdict, then the lights with their figures of the last minute; every line fits the terminal. */
export function liveLines(terminal: Terminal, input: VerdictInput, recent: RecentSamples): string[] {
  const { state, headline, detail } = verdict(input);
  const columns = terminal.columns - 1;
  const head = `${shape(terminal, state)} ${paint(terminal, 'bold', headline)}`;
  const lights = SUBJECTS.map((subject) => light(terminal, subject, input, recent));
  return [...verdictLines(head, detail, columns), ...lightLines(lights, columns)].map((line) =>
    clip(line, columns),
  );
}
