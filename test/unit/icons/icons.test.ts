import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TRAY_STATES } from '../../../main/contract/app-state.ts';
import {
  APP_SIZES,
  forPanel,
  forTemplate,
  PANEL_SIZES,
  pictures,
  STATES,
  TEMPLATE_SIZES,
} from '../../../scripts/icons/variants.mjs';
import { buildIcons, renderIcon } from '../../../scripts/icons.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const drawing = (name: string): string =>
  readFileSync(new URL(`../../../assets/${name}.svg`, import.meta.url), 'utf8');

/** What is left of a picture without its colours: how much each pixel covers, and how bright it is. */
async function shape(svg: string): Promise<readonly (readonly [alpha: number, light: number])[]> {
  const { pixels } = await renderIcon(svg, 16);
  return Array.from({ length: pixels.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(index * 4, index * 4 + 4);
    return [alpha / 255, ((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255) * (alpha / 255)];
  });
}

type Shape = Awaited<ReturnType<typeof shape>>;

/** Pixels that are covered in one picture and not in the other. */
const uncovered = (one: Shape, other: Shape): number =>
  one.filter(([alpha], index) => Math.abs(alpha - (other[index]?.[0] ?? 0)) > 0.4).length;

const pairs = STATES.flatMap((one, index) => STATES.slice(index + 1).map((other) => [one, other] as const));

describe('every picture', () => {
  test('the states are those of the contract, and each has its drawing', () => {
    expect([...STATES].sort()).toEqual([...TRAY_STATES].sort());
    for (const state of TRAY_STATES) expect(drawing(`tray/${state}`)).toContain('currentColor');
  });

  test('each state is there for each panel, size and as a template, the app at each size', async () => {
    const folder = join(temporaryFolder(), 'icons');
    await buildIcons(folder);
    const names = readdirSync(folder);
    for (const state of TRAY_STATES) {
      for (const panel of ['light', 'dark']) {
        for (const size of PANEL_SIZES) expect(names).toContain(`tray-${state}-${panel}-${size}.png`);
      }
      for (const size of TEMPLATE_SIZES) {
        expect(names).toContain(`tray-${state}-${size}Template.png`);
        expect(names).toContain(`tray-${state}-${size}Template@2x.png`);
      }
    }
    for (const size of APP_SIZES) expect(names).toContain(`app-${size}.png`);
    expect(names).toHaveLength(TRAY_STATES.length * (2 * PANEL_SIZES.length + 2 * TEMPLATE_SIZES.length) + 9);
  });

  test('has the size that its name says', async () => {
    for (const { svg, size } of pictures(drawing)) {
      const { png, width, height } = await renderIcon(svg, size);
      expect([width, height]).toEqual([size, size]);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
    }
  });

  test('is made again only when it has to be', async () => {
    const folder = join(temporaryFolder(), 'icons');
    mkdirSync(folder);
    await buildIcons(folder);
    const file = join(folder, 'tray-good-dark-22.png');
    const before = statSync(file).ino;
    await buildIcons(folder);
    expect(statSync(file).ino).toBe(before);
    rmSync(file);
    await buildIcons(folder);
    expect(statSync(file).size).toBeGreaterThan(100);
    writeFileSync(join(folder, '.stamp'), 'older drawings');
    const second = statSync(file).ino;
    await buildIcons(folder);
    expect(statSync(file).ino).not.toBe(second);
  });
});

describe('shapes', () => {
  test.each(pairs)('%s and %s differ without their colours', async (one, other) => {
    for (const panel of ['light', 'dark'] as const) {
      const [first, second] = await Promise.all([
        shape(forPanel(drawing(`tray/${one}`), panel)),
        shape(forPanel(drawing(`tray/${other}`), panel)),
      ]);
      expect(uncovered(first, second)).toBeGreaterThanOrEqual(8);
    }
    const [first, second] = await Promise.all([
      shape(forTemplate(drawing(`tray/${one}`))),
      shape(forTemplate(drawing(`tray/${other}`))),
    ]);
    expect(uncovered(first, second)).toBeGreaterThanOrEqual(8);
  });

  test.each(STATES)('%s is black and alpha alone as a template', async (state) => {
    const { pixels } = await renderIcon(forTemplate(drawing(`tray/${state}`)), 36);
    const colours = pixels.filter((_, index) => index % 4 !== 3);
    expect(colours.every((value) => value === 0)).toBe(true);
    expect(pixels.filter((value, index) => index % 4 === 3 && value > 200).length).toBeGreaterThan(60);
  });

  test('the cross of an outage is cut out of its template, and white on its badge elsewhere', async () => {
    const middle = (pixels: Buffer): readonly number[] => [
      ...pixels.subarray(4 * (23 * 32 + 23)).subarray(0, 4),
    ];
    const svg = drawing('tray/outage');
    expect(middle((await renderIcon(forTemplate(svg), 32)).pixels)[3]).toBe(0);
    expect(middle((await renderIcon(forPanel(svg, 'dark'), 32)).pixels)).toEqual([255, 255, 255, 255]);
  });

  test.each([
    ['dark', 0.9, 1],
    ['light', 0, 0.2],
  ] as const)('the line stands out on a %s panel', async (panel, least, most) => {
    const { pixels } = await renderIcon(forPanel(drawing('tray/good'), panel), 16);
    // On the line, left of its first bend.
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(4 * (7 * 16 + 3));
    const light = (red + green + blue) / 3 / 255;
    expect(alpha).toBeGreaterThan(200);
    expect(light).toBeGreaterThanOrEqual(least);
    expect(light).toBeLessThanOrEqual(most);
  });
});
