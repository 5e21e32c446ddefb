import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backgroundColor } from '../../../../main/desktop/windows/window-colors.ts';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../../../main/domain/words/class-words.ts';

const text = readFileSync(new URL('../../../../renderer/theme/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = text.split('@media (prefers-color-scheme: dark)');

const tokensOf = (css: string): Map<string, string> =>
  new Map([...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));

const LIGHT = tokensOf(light);
const DARK = new Map([...LIGHT, ...tokensOf(dark.split('@media')[0] ?? '')]);

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  expect(color).toMatch(/^#[0-9a-f]{6}$/);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = [
  '--surface',
  '--surface-raised',
  '--surface-pressed',
  '--tint-down',
  '--tint-degraded',
  '--tint-accent',
];
const TEXTS = ['--text', '--text-muted', '--accent', '--good', '--degraded', '--down', '--unavailable'];

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('%s', (scheme, tokens) => {
  const color = (name: string): string => tokens.get(name) ?? '';

  test.each(SURFACES)('everything written is legible on %s', (surface) => {
    const weak = TEXTS.filter((name) => contrast(color(name), color(surface)) < 4.5);
    expect(weak).toEqual([]);
  });

  test('the text of a primary button is legible', () => {
    expect(contrast(color('--on-accent'), color('--accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['--edge', '--chart-mean', '--chart-loss'])('%s stands out from the surface', (name) => {
    expect(contrast(color(name), color('--surface'))).toBeGreaterThanOrEqual(3);
  });

  test('the window has the colour of the page before the page is painted', () => {
    expect(color('--surface')).toBe(backgroundColor(scheme === 'dark'));
  });
});

test('each class of incident has the colour of what it does to the line', () => {
  const colors = INCIDENT_CLASSES.map((name) => [name, LIGHT.get(`--class-${name}`)]);
  expect(colors).toEqual(INCIDENT_CLASSES.map((name) => [name, `var(--${CLASS_WORDS[name].state})`]));
});
