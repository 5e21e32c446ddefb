import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import type { Gap } from '../../main/domain/model/gap.ts';
import type { Incident } from '../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../main/domain/words/class-words.ts';
import { hatch } from './hatch.ts';
import type { Palette } from './palette.ts';

/** Behind the lines: incidents as tints in the colour of their class, gaps as hatching. */
export function bandsOf(
  incidents: readonly Incident[],
  gaps: readonly Gap[],
  toMs: number,
  palette: Palette,
  context: CanvasRenderingContext2D,
): AnnotationOptions<'box'>[] {
  const band = (xMin: number, xMax: number, fill: string | CanvasPattern): AnnotationOptions<'box'> => ({
    type: 'box',
    xMin,
    xMax,
    backgroundColor: fill,
    borderWidth: 0,
    drawTime: 'beforeDatasetsDraw',
  });
  const tint = (incident: Incident): string =>
    `color-mix(in srgb, ${palette[CLASS_WORDS[incident.class].state]} 16%, transparent)`;
  return [
    ...gaps.map((gap) => band(gap.fromMs, gap.toMs, hatch(context, palette.gap))),
    ...incidents
      .filter(({ end }) => end !== 'absorbed')
      .map((incident) => band(incident.sinceMs, incident.untilMs ?? toMs, tint(incident))),
  ];
}
