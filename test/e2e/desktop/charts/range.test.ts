import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Drawn,
  drawn,
  eventually,
  fresh,
  painted,
  placeOf,
  seriesAsked,
} from '../../../support/charts/look.ts';
import { type ChartsApp, openCharts } from '../../../support/charts/open.ts';

let app: ChartsApp;
let page: Page;
beforeAll(async () => {
  app = await openCharts();
  ({ page } = app);
});
afterAll(() => app.stop());
beforeEach(() => fresh(page));

const chart = async (index = 0): Promise<Drawn> => {
  const found = (await drawn(page))[index];
  if (found === undefined) throw new Error('no chart');
  return found;
};
const spans = async (): Promise<number[][]> => (await drawn(page)).map(({ fromMs, toMs }) => [fromMs, toMs]);

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, to.y);
  await page.mouse.move(to.x, to.y);
}

/** A minute to either side of the pixel that was let go. */
const near = (atMs: number, wantedMs: number): void => expect(Math.abs(atMs - wantedMs)).toBeLessThan(4_000);

describe('a zoom', () => {
  test('by dragging in one chart is one for all charts and the timeline; back leads back to live', async () => {
    const before = await chart(1);
    const [fromMs, toMs] = [before.fromMs + 300_000, before.fromMs + 600_000];
    const y = before.top + 30;
    await drag({ x: placeOf(before, fromMs), y }, { x: placeOf(before, toMs), y });
    // While it is being dragged the timeline shows what it will be.
    await page.locator('.timeline-selection').waitFor();
    await page.mouse.up();
    await eventually(async () => (await chart()).toMs - (await chart()).fromMs).toBeLessThan(400_000);
    const zoomed = await drawn(page);
    expect(new Set(zoomed.map(({ fromMs, toMs }) => `${fromMs} ${toMs}`)).size).toBe(1);
    near(zoomed[0]?.fromMs ?? 0, fromMs);
    near(zoomed[0]?.toMs ?? 0, toMs);
    expect(await page.locator('.timeline-selection').count()).toBe(0);
    await expect
      .poll(async () => (await chart()).lines['meanMs']?.every(({ x }) => x > fromMs - 60_000))
      .toBe(true);

    await page.getByRole('button', { name: 'Back' }).click();
    await eventually(spans).toEqual(Array(3).fill([before.fromMs, before.toMs]));
    expect(await page.getByRole('button', { name: 'Live' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('by dragging in the timeline, from right to left', async () => {
    const before = await chart();
    const strip = await page.locator('.timeline-strip').boundingBox();
    const y = (strip?.y ?? 0) + 8;
    await drag(
      { x: placeOf(before, before.fromMs + 800_000), y },
      { x: placeOf(before, before.fromMs + 700_000), y },
    );
    await page.mouse.up();
    await eventually(async () => (await chart()).toMs - (await chart()).fromMs).toBeLessThan(110_000);
    near((await chart(2)).fromMs, before.fromMs + 700_000);
  });

  test('is given up with Escape, and a mere click is none', async () => {
    const before = await spans();
    const one = await chart();
    await drag({ x: one.left + 50, y: one.top + 30 }, { x: one.left + 200, y: one.top + 30 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.mouse.click(one.left + 100, one.top + 30);
    await painted(page);
    expect(await spans()).toEqual(before);
    expect(await page.locator('.timeline-selection').count()).toBe(0);
  });

  test('to an incident: a click in the timeline', async () => {
    await page.getByRole('button', { name: /^Everything down/ }).click();
    await expect
      .poll(() => page.evaluate(() => window.underTest.store.selectedIncident.value))
      .toMatch(/^total-/);
    const { fromMs, toMs } = await chart();
    expect(toMs - fromMs).toBeLessThan(400_000);
  });
});

describe('the crosshair', () => {
  test('is at one time in all charts and the timeline, read out in every legend, and goes with the pointer', async () => {
    const one = await chart(1);
    const atMs = one.fromMs + 450_000;
    await page.mouse.move(placeOf(one, atMs), one.top + 30);
    await page.locator('.timeline-crosshair').waitFor();
    expect(await page.getByRole('columnheader', { name: 'here' }).count()).toBe(3);
    const marked = await page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const chart = window.underTest.Chart.getChart(canvas);
        const context = canvas.getContext('2d');
        if (chart === undefined || context === null) return null;
        const { left, right, top } = chart.chartArea;
        // The axis' own colour, from the top on: only the crosshair is.
        const { data } = context.getImageData(left, top + 2, right - left, 1);
        const at = Array.from({ length: right - left }, (_, x) => [...data.slice(4 * x, 4 * x + 4)].join());
        return at.indexOf('84,91,102,255');
      }),
    );
    expect(new Set(marked).size).toBe(1);
    expect(Math.abs((marked[0] ?? -1) - (placeOf(one, atMs) - one.left))).toBeLessThan(2);
    await page.mouse.move(5, 5);
    await eventually(() => page.locator('.timeline-crosshair').count()).toBe(0);
    expect(await page.getByRole('columnheader', { name: 'here' }).count()).toBe(0);
  });
});

describe('keys', () => {
  const focusCharts = () => page.getByRole('group', { name: /^Charts\./ }).focus();

  test('pan, zoom and lead back where the charts have the focus', async () => {
    const before = await chart();
    const span = before.toMs - before.fromMs;
    await focusCharts();
    await page.keyboard.press('ArrowLeft');
    await eventually(async () => (await chart()).fromMs).toBeLessThan(before.fromMs - 0.2 * span);
    await page.keyboard.press('+');
    await eventually(async () => (await chart(2)).toMs - (await chart(2)).fromMs).toBe(span / 2);
    await page.keyboard.press('-');
    await eventually(async () => (await chart(2)).toMs - (await chart(2)).fromMs).toBe(span);
    for (const _ of [1, 2, 3]) await page.keyboard.press('Escape');
    await eventually(spans).toEqual(Array(3).fill([before.fromMs, before.toMs]));
  });

  test('zoom a live range without leaving the present', async () => {
    await focusCharts();
    await page.keyboard.press('+');
    await eventually(async () => (await chart()).toMs - (await chart()).fromMs).toBe(450_000);
    expect(await page.getByRole('button', { name: 'Live' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('read the figures bucket by bucket, and say them', async () => {
    await focusCharts();
    for (const _ of [1, 2, 3]) await page.keyboard.press('Shift+ArrowLeft');
    const spoken = page.locator('[aria-live="polite"]');
    await eventually(() => spoken.textContent()).toMatch(/ICMP .* ms, 0 % lost; IPv4 .* ms, .*; IPv6 .* ms/);
    expect(await page.getByRole('columnheader', { name: 'here' }).count()).toBe(3);
  });

  test('step through what happened in the timeline; Enter shows it', async () => {
    await page.getByRole('button', { name: '24 hours' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.timeline-place').length > 3);
    await page.getByRole('group', { name: /^Incidents and gaps/ }).focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(await focused()).toMatch(/^Not measured: the machine slept, .*, 4 h 36 min$/);
    await page.getByText('· not measured: the machine slept').waitFor();
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^IPv4 down/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => window.underTest.store.selectedIncident.value))
      .toMatch(/^ipv4-only/);
    await page.keyboard.press('Escape');
    await eventually(async () => (await chart()).toMs - (await chart()).fromMs).toBe(86_400_000);
  });

  test('each change of the range is one question', async () => {
    const before = (await seriesAsked(page)).length;
    await focusCharts();
    await page.keyboard.press('ArrowLeft');
    await painted(page);
    expect((await seriesAsked(page)).length).toBe(before + 1);
  });
});
