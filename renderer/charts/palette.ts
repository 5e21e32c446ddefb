import { INCIDENT_CLASSES, type IncidentClass } from '../../main/domain/model/incident.ts';

const VARIABLES = {
  mean: '--chart-mean',
  p95: '--chart-p95',
  p99: '--chart-p99',
  max: '--chart-max',
  loss: '--chart-loss',
  grid: '--chart-grid',
  text: '--chart-axis',
  gap: '--chart-hatch',
  surface: '--surface',
  accent: '--accent',
} as const;

/** Colours of a chart, from the theme's custom properties: one place decides for windows and canvas. */
export interface Palette extends Readonly<Record<keyof typeof VARIABLES, string>> {
  readonly classes: Readonly<Record<IncidentClass, string>>;
}

/** Values as a canvas takes them: variables within variables and the system's colours are looked up by the page. */
export function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  (element.parentElement ?? document.body).append(probe);
  const color = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const all = <Key extends string>(entries: readonly (readonly [Key, string])[]) =>
    Object.fromEntries(entries.map(([key, variable]) => [key, color(variable)])) as Record<Key, string>;
  const keys = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];
  const palette = {
    ...all(keys.map((key) => [key, VARIABLES[key]] as const)),
    classes: all(INCIDENT_CLASSES.map((one) => [one, `--class-${one}`] as const)),
  };
  probe.remove();
  return palette;
}

export const faint = (color: string, percent: number): string =>
  `color-mix(in srgb, ${color} ${percent}%, transparent)`;
