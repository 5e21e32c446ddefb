import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricsConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { ExporterName } from '../../../../main/domain/model/metrics-state.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import {
  button,
  field,
  isRefused,
  isSaved,
  part,
  sentTo,
  showMetrics,
  write,
} from '../../../support/renderer/metrics-form.ts';
import { METRICS_ON, metricsBut, metricsWorking } from '../../../support/renderer/scenes/metrics.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const DEFAULTS = DEFAULT_CONFIG.metrics;
const MINUTE = 60_000;

const shown = (metrics: MetricsConfig, options: ShowOptions = {}): Promise<Page> =>
  showMetrics(harness, metrics, options);
/** All exporters on, so that all fields are there. */
const allOn = (options: ShowOptions = {}): Promise<Page> => shown(METRICS_ON, options);
const sent = () => sentTo(harness);

describe('what is shown', () => {
  test('of exporters that are off is that, and a way to set them up', async () => {
    const page = await shown(DEFAULTS);
    for (const name of ['statsd', 'prometheus', 'push'] as const) {
      await expect.poll(() => page.getByTestId(`${name}-phase`).innerText()).toBe('Off');
      expect(await part(page, name).getByRole('textbox').count()).toBe(0);
      expect(await page.getByTestId(`${name}-figures`).count()).toBe(0);
    }
    const setUp = button(page, 'Set up StatsD');
    expect(await setUp.getAttribute('aria-expanded')).toBe('false');
    await setUp.click();
    expect(await field(page, 'StatsD server').inputValue()).toBe('127.0.0.1');
    await button(page, 'Close StatsD').click();
    expect(await field(page, 'StatsD server').count()).toBe(0);
    expect(await sent()).toEqual([]);
  });

  test('is how each stands, its sentence, its figures and when it last worked', async () => {
    const page = await allOn();
    await harness.push('metrics', metricsWorking(12.5 * MINUTE));
    await page.getByText('1,284,310').waitFor();
    const words = async (name: ExporterName) => ({
      phase: await page.getByTestId(`${name}-phase`).innerText(),
      shape: await page.getByTestId(`${name}-phase`).locator('svg').getAttribute('class'),
      text: await page.getByTestId(`${name}-state`).innerText(),
      figures: (await page.getByTestId(`${name}-figures`).innerText()).replace(/\s+/g, ' '),
    });
    expect(await words('statsd')).toEqual({
      phase: 'Working',
      shape: 'shape shape-good',
      text: 'Figures go to 192.0.2.20:8125 by UDP, which does not tell whether they arrive.',
      figures: 'Sent 1,284,310 Dropped 0 Last sent 12 min ago',
    });
    expect(await words('prometheus')).toMatchObject({
      phase: 'Waiting',
      shape: 'shape shape-unknown',
      figures: 'Times fetched 0 Last fetched never',
    });
    expect(await words('push')).toMatchObject({
      phase: 'Trouble',
      shape: 'shape shape-degraded',
      figures: 'Sent 902,114 Waiting on disk 48,120 Dropped 12 Last arrived 43 min ago',
    });
  });

  test('changes at once, and its time goes on', async () => {
    const page = await allOn();
    const statsd = { phase: 'working', text: 'Figures go out.', sent: 1 } as const;
    await harness.push('metrics', metricsWorking(0));
    await page.getByText('Last sent').waitFor();
    const last = () => page.getByTestId('statsd-figures').innerText();
    await expect.poll(last).toMatch(/just now/);
    await expect.poll(last, { timeout: 20_000 }).toMatch(/\d s ago/);
    await harness.push('metrics', metricsBut({ statsd: { ...statsd, lastMs: null } }));
    await expect.poll(last).toMatch(/never/);
    await expect.poll(() => page.getByTestId('push-phase').innerText()).toBe('Off');
  });

  test('is nothing made up while main has not answered', async () => {
    const page = await shown(METRICS_ON, { but: { pending: ['metrics'] } });
    expect(await page.getByTestId('statsd-phase').count()).toBe(0);
    expect(await page.getByTestId('statsd-figures').count()).toBe(0);
    await harness.push('metrics', metricsWorking(0));
    await page.getByTestId('statsd-phase').waitFor();
  });

  test('is where the page of Prometheus is, once that is in force', async () => {
    const page = await allOn();
    const address = () => page.getByTestId('prometheus-page').innerText();
    expect(await address()).toBe('http://127.0.0.1:9824/metrics');
    await write(page, 'Page port', '9999');
    await expect.poll(address).toBe('http://127.0.0.1:9999/metrics');
  });
});

describe('switching', () => {
  test('on takes what stands in the fields along', async () => {
    const page = await shown(DEFAULTS);
    await button(page, 'Set up Push').click();
    await harness.refuse('changeSettings', { what: 'Not now.', wayOut: '' });
    await write(page, 'Server address', 'http://192.0.2.10:8428/api/v1/write');
    await isRefused(page, 'Server address', 'Not now.');
    await harness.refuse('changeSettings', null);
    await page.getByLabel('Push figures to a server').click();
    await isSaved(page);
    expect((await sent()).at(-1)?.push).toMatchObject({
      enabled: true,
      url: 'http://192.0.2.10:8428/api/v1/write',
    });
    expect(await page.getByLabel('Push figures to a server').isChecked()).toBe(true);
    expect(await page.getByText('Not now.').count()).toBe(0);
  });

  test('off leaves the fields where they are', async () => {
    const page = await allOn();
    await page.getByLabel('Send figures to a StatsD server').click();
    await isSaved(page);
    expect((await sent()).at(-1)?.statsd.enabled).toBe(false);
    expect(await field(page, 'StatsD server').inputValue()).toBe('192.0.2.20');
    await button(page, 'Close StatsD').click();
    expect(await field(page, 'StatsD server').count()).toBe(0);
  });

  test('springs back when it is refused, and says why', async () => {
    const page = await shown(DEFAULTS);
    await harness.refuse('changeSettings', { what: 'The settings could not be kept.', wayOut: '' });
    await page.getByLabel('Offer a page for Prometheus').click();
    await part(page, 'prometheus').getByText('The settings could not be kept.').waitFor();
    expect(await page.getByLabel('Offer a page for Prometheus').isChecked()).toBe(false);
  });

  test('what was refused can’t be closed away', async () => {
    const page = await shown(DEFAULTS);
    await button(page, 'Set up StatsD').click();
    await write(page, 'StatsD port', '0');
    await isRefused(page, 'StatsD port', 'the least is 1');
    expect(await button(page, 'Close StatsD').count()).toBe(0);
    await write(page, 'StatsD port', '1');
    await button(page, 'Close StatsD').waitFor();
  });
});

describe('secrets', () => {
  test.each(['Page token', 'Push token', 'Password'])('%s is hidden until it is asked for', async (label) => {
    const page = await allOn();
    const type = () => field(page, label).getAttribute('type');
    expect(await type()).toBe('password');
    await field(page, label).fill('hush');
    await button(page, `Show ${label.toLowerCase()}`).click();
    await expect.poll(type).toBe('text');
    expect(await field(page, label).inputValue()).toBe('hush');
    await button(page, `Hide ${label.toLowerCase()}`).click();
    await expect.poll(type).toBe('password');
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
