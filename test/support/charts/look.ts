import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 45_000;

/** Expects of what is looked at again and again until it is so. */
export const eventually: typeof expect.poll = (look) => expect.poll(look, { timeout: DEADLINE_MS });

/** What a chart has drawn, read from Chart.js itself. */
export interface Drawn {
  readonly fromMs: number;
  readonly toMs: number;
  readonly topMs: number;
  /** CSS pixels of the page where its plot begins and ends. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly lines: Readonly<Record<string, readonly { readonly x: number; readonly y: number | null }[]>>;
  readonly hidden: readonly string[];
}

/** The charts from top to bottom. */
export const drawn = (page: Page): Promise<Drawn[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const chart = window.underTest.Chart.getChart(canvas);
      const [x, y] = [chart?.scales['x'], chart?.scales['y']];
      if (chart === undefined || x === undefined || y === undefined) throw new Error('no chart');
      const box = canvas.getBoundingClientRect();
      const { left, right, top, bottom } = chart.chartArea;
      const sets = chart.data.datasets;
      return {
        fromMs: x.min,
        toMs: x.max,
        topMs: y.max,
        left: box.left + left,
        right: box.left + right,
        top: box.top + top,
        bottom: box.top + bottom,
        lines: Object.fromEntries(
          sets.map(({ label, data }) => [
            label ?? '',
            (data as { x: number; y: number | null }[]).map(({ x, y }) => ({ x, y })),
          ]),
        ),
        hidden: sets.filter((_, at) => !chart.isDatasetVisible(at)).map(({ label }) => label ?? ''),
      };
    }),
  );

/** Where a moment lies in a chart, CSS pixels of the page. */
export const placeOf = ({ left, right, fromMs, toMs }: Drawn, atMs: number): number =>
  left + ((right - left) * (atMs - fromMs)) / (toMs - fromMs);

/** Red, green, blue and alpha of every pixel in a rectangle of a chart, in the pixels of its canvas. */
export const pixels = (
  page: Page,
  index: number,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<number[][]> =>
  page.evaluate(
    ([index, area]) => {
      const canvas = document.querySelectorAll('canvas')[index];
      const box = canvas?.getBoundingClientRect();
      const context = canvas?.getContext('2d');
      if (box === undefined || !context) throw new Error('no canvas');
      const { x, y, width, height } = area;
      const { data } = context.getImageData(Math.round(x - box.left), Math.round(y - box.top), width, height);
      return Array.from({ length: width * height }, (_, at) => [...data.slice(4 * at, 4 * at + 4)]);
    },
    [index, area] as const,
  );

/** How often the figures were asked for, and how long each question was, ms. */
export const seriesAsked = (page: Page): Promise<{ spanMs: number; kinds: number }[]> =>
  page.evaluate(() =>
    window.double.asked
      .filter(({ name }) => name === 'series')
      .map(({ ask }) => {
        const { fromMs, toMs, kinds } = ask as { fromMs: number; toMs: number; kinds: string[] };
        return { spanMs: toMs - fromMs, kinds: kinds.length };
      }),
  );

/** Two frames: what was changed has been laid out and painted. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

/** The page from its beginning, with its figures. */
export async function fresh(page: Page, hash = ''): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.reload();
  await page.waitForFunction(() => window.double?.asked.some(({ name }) => name === 'gaps'));
  await painted(page);
}
