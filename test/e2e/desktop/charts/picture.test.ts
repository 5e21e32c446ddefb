import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawn, eventually, fresh, painted, pixels, placeOf } from '../../../support/charts/look.ts';
import { type ChartsApp, openCharts } from '../../../support/charts/open.ts';
import { STORY, STORY_NOW } from '../../../support/charts/story.ts';

let app: ChartsApp;
let page: Page;
beforeAll(async () => {
  app = await openCharts();
  ({ page } = app);
});
afterAll(() => app.stop());
beforeEach(() => fresh(page));

const HOUR = 3_600_000;

async function showDay(): Promise<void> {
  await page.getByRole('button', { name: '24 hours' }).click();
  await eventually(async () => (await drawn(page))[0]?.lines['meanMs']?.length).toBeGreaterThan(100);
  await eventually(async () => (await drawn(page))[0]?.lines['meanMs']?.at(-1)?.x).toBeGreaterThan(0);
  await page.waitForFunction(
    () => (window.underTest.store.range.value.current as { spanMs?: number }).spanMs === 86_400_000,
  );
  await painted(page);
}

const sleep = STORY.gaps.find(({ reason, toMs }) => reason === 'sleep' && toMs > STORY_NOW - 24 * HOUR);
if (sleep === undefined) throw new Error('the story has no sleep in its last day');

describe('what was not measured', () => {
  test('has no value in any line of any chart', async () => {
    await showDay();
    for (const { lines } of await drawn(page)) {
      for (const spots of Object.values(lines)) {
        const inside = spots.filter(({ x }) => x > sleep.fromMs + 600_000 && x < sleep.toMs - 600_000);
        expect(inside.length).toBeGreaterThan(20);
        expect(inside.every(({ y }) => y === null)).toBe(true);
      }
    }
  });

  test('is hatched, and no line leads through it, not even where it is narrower than two buckets', async () => {
    await showDay();
    const mean = [0, 103, 163];
    const isMean = ([r, g, b, a]: number[]): boolean =>
      a === 255 && r === mean[0] && g === mean[1] && b === mean[2];
    const pause = STORY.gaps.find(({ reason }) => reason === 'pause');
    if (pause === undefined) throw new Error('no pause');
    for (const [index, chart] of (await drawn(page)).entries()) {
      for (const gap of [sleep, pause]) {
        const [from, to] = [placeOf(chart, gap.fromMs), placeOf(chart, gap.toMs)];
        const inside = await pixels(page, index, {
          x: Math.ceil(from) + 1,
          y: Math.ceil(chart.top),
          width: Math.max(1, Math.floor(to - from) - 2),
          height: Math.floor(chart.bottom - chart.top),
        });
        expect(inside.filter(isMean)).toEqual([]);
        expect(inside.some(([, , , a]) => (a ?? 0) > 0)).toBe(true);
      }
      const before = await pixels(page, index, {
        x: placeOf(chart, sleep.fromMs) - 20,
        y: Math.ceil(chart.top),
        width: 10,
        height: Math.floor(chart.bottom - chart.top),
      });
      expect(before.filter(isMean).length).toBeGreaterThan(5);
    }
  });

  test('says why, where the pointer is', async () => {
    await showDay();
    const [chart] = await drawn(page);
    if (chart === undefined) throw new Error('no chart');
    await page.mouse.move(placeOf(chart, (sleep.fromMs + sleep.toMs) / 2), chart.top + 20);
    await page.getByText('not measured: the machine slept').waitFor();
  });
});

describe('what is seen', () => {
  test('an outage of one family is told in its chart alone', async () => {
    await showDay();
    const outage = STORY.incidents.find((one) => one.class === 'ipv4-only');
    const during = ({ x }: { x: number }): boolean =>
      x > (outage?.sinceMs ?? 0) + 300_000 && x < (outage?.untilMs ?? 0) - 300_000;
    const [icmp, ipv4, ipv6] = await drawn(page);
    expect(new Set(ipv4?.lines['loss']?.filter(during).map(({ y }) => y))).toEqual(new Set([100]));
    expect(new Set(ipv4?.lines['meanMs']?.filter(during).map(({ y }) => y))).toEqual(new Set([null]));
    for (const other of [icmp, ipv6]) {
      expect(other?.lines['meanMs']?.filter(during).every(({ y }) => y !== null)).toBe(true);
    }
  });

  test('an incident that a larger one took over has its mark and its band, as any other', async () => {
    await showDay();
    const loss = STORY.incidents.find(({ end }) => end === 'absorbed');
    if (loss?.untilMs === undefined || loss.untilMs === null) throw new Error('no such incident');
    const strip = page.locator('.timeline-strip');
    await strip.focus();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.ariaLabel ?? '');
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown');
        return focused();
      })
      .toMatch(/^Packet loss, /);
    for (const [index, chart] of (await drawn(page)).entries()) {
      const [from, to] = [placeOf(chart, loss.sinceMs), placeOf(chart, loss.untilMs)];
      const place = { x: Math.ceil(from) + 1, y: Math.ceil(chart.top) + 2, height: 2 };
      const band = await pixels(page, index, { ...place, width: Math.floor(to - from) - 2 });
      expect(band.every(([, , , alpha]) => (alpha ?? 0) > 0)).toBe(true);
      const before = await pixels(page, index, { ...place, x: Math.floor(from) - 6, width: 4 });
      expect(before.some(([, , , alpha]) => alpha === 0)).toBe(true);
    }
  });

  test('peaks beyond the top are cut off, from 0 on', async () => {
    await showDay();
    const [icmp] = await drawn(page);
    const highest = Math.max(...(icmp?.lines['maxMs'] ?? []).map(({ y }) => y ?? 0));
    expect(icmp?.topMs).toBeLessThan(highest);
    const usual = (icmp?.lines['p99Ms'] ?? []).map(({ y }) => y ?? 0).sort((a, b) => a - b);
    expect(icmp?.topMs).toBeGreaterThan(usual[Math.floor(usual.length * 0.9)] ?? Number.POSITIVE_INFINITY);
  });

  test('a line is hidden in every chart, and shown again', async () => {
    await page.getByRole('button', { name: 'p95', exact: true }).first().click();
    await expect
      .poll(async () => (await drawn(page)).map(({ hidden }) => hidden))
      .toEqual(Array(3).fill(['p95Ms']));
    await page.getByRole('button', { name: 'p95', exact: true }).last().click();
    await eventually(async () => (await drawn(page)).map(({ hidden }) => hidden)).toEqual(Array(3).fill([]));
  });

  test('charts and timeline begin and end at the same place', async () => {
    const charts = await drawn(page);
    const strip = await page.locator('.timeline-strip').boundingBox();
    for (const chart of charts) {
      expect(Math.abs(chart.left - (strip?.x ?? 0))).toBeLessThan(1);
      expect(Math.abs(chart.right - (strip?.x ?? 0) - (strip?.width ?? 0))).toBeLessThan(1);
    }
  });

  test('nothing measured is said in words', async () => {
    await fresh(page, '#empty');
    expect(await page.getByText('Nothing was measured in this time.').count()).toBe(3);
  });

  test('each chart has a name and its figures in words', async () => {
    for (const title of ['ICMP', 'IPv4', 'IPv6']) {
      await page
        .getByRole('img', { name: new RegExp(`^${title}: mean between .* of the probes were lost`) })
        .waitFor();
    }
  });
});

describe('surroundings', () => {
  test('dark, light and forced colours repaint at once', async () => {
    const line = async (): Promise<unknown> => {
      const color = await page.evaluate(() => {
        const canvas = document.querySelector('canvas');
        const chart = canvas === null ? undefined : window.underTest.Chart.getChart(canvas);
        return chart?.data.datasets.find(({ label }) => label === 'meanMs')?.borderColor;
      });
      return color;
    };
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually(line).toBe('rgb(100, 185, 238)');
    await page.emulateMedia({ colorScheme: 'light' });
    await eventually(line).toBe('rgb(0, 103, 163)');
    await page.emulateMedia({ forcedColors: 'active' });
    await eventually(line).toBe('rgb(0, 0, 0)');
    await page.emulateMedia({ forcedColors: 'none' });
    await eventually(line).toBe('rgb(0, 103, 163)');
  });

  test('a narrow window stacks and nothing is cut off', async () => {
    const size = (width: number) =>
      app.electron.evaluate(
        ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 640),
        width,
      );
    await size(420);
    await eventually(async () => (await drawn(page))[0]?.right ?? 900).toBeLessThan(420);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
    await size(900);
    await eventually(async () => (await drawn(page))[0]?.right).toBeGreaterThan(500);
  });

  test('a hundred mounts leave no chart and no listener behind', async () => {
    const listening = await page.evaluate(() => window.double.listeners());
    await page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      for (let round = 0; round < 100; round += 1) {
        window.underTest.unmount();
        await frame();
        window.underTest.mount();
        await frame();
        await frame();
      }
    });
    // What is taken away is cleaned up a moment later.
    const left = () =>
      page.evaluate(() => ({
        charts: Object.keys(window.underTest.Chart.instances).length,
        listeners: window.double.listeners(),
      }));
    await eventually(left).toEqual({ charts: 3, listeners: listening });
    await page.evaluate(() => window.underTest.unmount());
    await eventually(async () => (await left()).charts).toBe(0);
  });
});
