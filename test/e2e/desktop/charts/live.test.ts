import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Drawn, drawn, eventually, fresh, painted, seriesAsked } from '../../../support/charts/look.ts';
import { type ChartsApp, openCharts } from '../../../support/charts/open.ts';

let app: ChartsApp;
let page: Page;
beforeAll(async () => {
  app = await openCharts();
  ({ page } = app);
});
afterAll(() => app.stop());
beforeEach(() => fresh(page));

const chart = async (): Promise<Drawn> => {
  const [found] = await drawn(page);
  if (found === undefined) throw new Error('no chart');
  return found;
};

const advance = async (ms: number): Promise<void> => {
  await page.evaluate((by) => window.double.advance(by), ms);
  await painted(page);
};

/** Of the last bucket with an answer. */
const newest = async (): Promise<number> =>
  (await chart()).lines['meanMs']?.filter(({ y }) => y !== null).at(-1)?.x ?? 0;

describe('live', () => {
  test('only the end is asked, and buckets are added by whole buckets', async () => {
    const asked = (await seriesAsked(page)).length;
    const [before, last] = [await chart(), await newest()];
    const bucketMs = (before.lines['meanMs']?.[1]?.x ?? 0) - (before.lines['meanMs']?.[0]?.x ?? 0);
    for (let second = 0; second < 20; second += 1) await advance(1000);
    const questions = (await seriesAsked(page)).slice(asked);
    expect(questions.length).toBeGreaterThan(4);
    expect(questions.every(({ spanMs }) => spanMs <= 40_000)).toBe(true);
    expect(await newest()).toBe(last + Math.round(20_000 / bucketMs) * bucketMs);
    const after = await chart();
    expect(after.toMs - after.fromMs).toBe(900_000);
    expect((after.fromMs - before.fromMs) % bucketMs).toBe(0);
    expect([after.left, after.right, after.top, after.bottom]).toEqual([
      before.left,
      before.right,
      before.top,
      before.bottom,
    ]);
  });

  test('nothing is asked while the window is hidden; the end is asked when it is seen again', async () => {
    // Whoever drives a page keeps it visible, so it is told what a hidden one is told.
    const toggle = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    await toggle(true);
    const asked = (await seriesAsked(page)).length;
    for (let second = 0; second < 30; second += 1) await page.evaluate(() => window.double.advance(1000));
    expect((await seriesAsked(page)).length).toBe(asked);
    await toggle(false);
    await eventually(async () => (await seriesAsked(page)).length).toBe(asked + 1);
    expect((await seriesAsked(page)).at(-1)?.spanMs).toBeLessThan(60_000);
  });

  test('a range that was zoomed to stays where it is and asks nothing', async () => {
    await page.getByRole('group', { name: /^Charts\./ }).focus();
    await page.keyboard.press('ArrowLeft');
    await painted(page);
    const [before, asked] = [await chart(), (await seriesAsked(page)).length];
    for (let second = 0; second < 5; second += 1) await advance(1000);
    expect((await seriesAsked(page)).length).toBe(asked);
    expect(await chart()).toEqual(before);
  });

  test('Live follows again with the length that was zoomed to', async () => {
    await page.getByRole('group', { name: /^Charts\./ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Live' }).click();
    await advance(5000);
    const now = await page.evaluate(() => window.double.nowMs);
    await eventually(async () => (await chart()).toMs).toBeGreaterThanOrEqual(now);
    expect((await chart()).toMs - (await chart()).fromMs).toBe(900_000);
  });

  test('the folded chart asks for its own figures once it is opened, and no longer when it is closed', async () => {
    const listening = () => page.evaluate(() => window.double.listeners());
    const before = await listening();
    await page.getByText('DNS and router').click();
    await eventually(() => page.locator('canvas').count()).toBe(4);
    await eventually(async () => (await seriesAsked(page)).at(-1)?.kinds).toBe(2);
    await page.getByText('DNS and router').first().click();
    await eventually(() => page.locator('canvas').count()).toBe(3);
    await eventually(listening).toBe(before);
    const asked = (await seriesAsked(page)).length;
    await advance(5000);
    expect((await seriesAsked(page)).slice(asked).every(({ kinds }) => kinds === 4)).toBe(true);
  });
});

describe('failures', () => {
  test('are said in words above the picture that was there, and end when the history answers', async () => {
    const before = await chart();
    await page.evaluate(() => window.double.failWith('The history file is locked.'));
    await advance(5000);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('The history file is locked.');
    const during = await chart();
    expect(during.lines['meanMs']?.length).toBe(before.lines['meanMs']?.length);
    expect([during.top, during.bottom]).toEqual([before.top, before.bottom]);
    await page.evaluate(() => window.double.failWith(null));
    await advance(5000);
    await eventually(() => alert.count()).toBe(0);
  });

  test('of a range that stands still are tried again by the button', async () => {
    await page.evaluate(() => window.double.failWith('The history file is locked.'));
    await page.getByRole('group', { name: /^Charts\./ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('alert').waitFor();
    await page.evaluate(() => window.double.failWith(null));
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually(() => page.getByRole('alert').count()).toBe(0);
    expect((await chart()).lines['meanMs']?.some(({ y }) => y !== null)).toBe(true);
  });

  test('an answer that is overtaken by another range is dropped', async () => {
    await page.evaluate(() => window.double.hold());
    await page.getByRole('button', { name: '90 days' }).click();
    await page.getByRole('button', { name: '1 hour' }).click();
    await page.evaluate(() => window.double.release());
    await painted(page);
    const { lines, fromMs, toMs } = await chart();
    expect(toMs - fromMs).toBe(3_600_000);
    expect(lines['meanMs']?.every(({ x }) => x >= fromMs - 60_000 && x <= toMs)).toBe(true);
  });
});
