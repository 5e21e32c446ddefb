import { SUBJECTS } from '../../domain/model/health.ts';
import { SUBJECT_NAMES } from '../../domain/words/names.ts';
import { millisecondsText, percentText } from '../../domain/words/numbers.ts';
import { type VerdictInput, verdict } from '../../domain/words/verdict.ts';
import { clip } from '../terminal/clip.ts';
import { paint, shape, type Terminal } from '../terminal/terminal.ts';
import type { RecentSamples } from './recent.ts';

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

/** The verdict, then the lights with their figures of the last minute: two lines that fit the terminal. */
export function liveLines(terminal: Terminal, input: VerdictInput, recent: RecentSamples): string[] {
  const { state, headline, detail } = verdict(input);
  const sentence = `${shape(terminal, state)} ${paint(terminal, 'bold', headline)} ${detail}`;
  const lights = SUBJECTS.map((subject) => light(terminal, subject, input, recent)).join('   ');
  return [clip(sentence.trimEnd(), terminal.columns - 1), clip(lights, terminal.columns - 1)];
}
