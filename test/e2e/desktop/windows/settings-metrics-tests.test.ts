import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricsTestAsk } from '../../../../main/contract/metrics-view.ts';
import type { Config } from '../../../../main/domain/model/config.ts';
import type { MetricsConfig } from '../../../../main/domain/model/metrics-config.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import {
  button,
  field,
  isRefused,
  isSaved,
  resultOf,
  sentTo,
  showMetrics,
  testButton,
  write,
} from '../../../support/renderer/metrics-form.ts';
import { METRICS_ON, METRICS_TESTS, metricsWorking } from '../../../support/renderer/scenes/metrics.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const shown = (metrics: MetricsConfig, options: ShowOptions = {}): Promise<Page> =>
  showMetrics(harness, metrics, options);
const allOn = (options: ShowOptions = {}): Promise<Page> => shown(METRICS_ON, options);

interface Tested {
  readonly exporter: MetricsTestAsk['exporter'];
  readonly metrics: MetricsConfig;
}

/** What tests were asked for, in their order. */
async function tested(): Promise<readonly Tested[]> {
  return (await harness.asked())
    .filter(({ name }) => name === 'testMetrics')
    .map(({ ask }) => ask as MetricsTestAsk)
    .map(({ exporter, config }) => ({ exporter, metrics: (config as Config).metrics }));
}

const NOT_KEPT = { what: 'The settings could not be kept.', wayOut: '' } as const;

describe('sending a test', () => {
  test.each([
    ['statsd', 'Sent', 'shape-unknown'],
    ['prometheus', 'Arrived', 'shape-good'],
    ['push', 'Failed', 'shape-down'],
  ] as const)('%s tells what came of it', async (name, word, shape) => {
    const page = await allOn();
    await testButton(page, name).click();
    await expect.poll(() => resultOf(page, name).innerText()).toBe(`${word}. ${METRICS_TESTS[name].text}`);
    expect(await resultOf(page, name).locator('svg').getAttribute('class')).toContain(shape);
    expect(await resultOf(page, name).getAttribute('role')).toBe('status');
    expect(await tested()).toEqual([{ exporter: name, metrics: METRICS_ON }]);
    expect(await sentTo(harness)).toEqual([]);
  });

  test('can be done before anything is switched on', async () => {
    const page = await shown(DEFAULT_CONFIG.metrics);
    await button(page, 'Set up StatsD').click();
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Sent.').waitFor();
    expect((await tested()).map(({ metrics }) => metrics.statsd.enabled)).toEqual([false]);
  });

  test('goes by what is written, though it could not be saved', async () => {
    const page = await allOn();
    await harness.refuse('changeSettings', NOT_KEPT);
    await write(page, 'This machine’s name', 'cellar');
    await write(page, 'Server address', 'http://192.0.2.77:8428/api/v1/write');
    await write(page, 'Let wait on disk', '7');
    await write(page, 'StatsD server', '192.0.2.78');
    await field(page, 'Value of site').fill('cabin');
    await testButton(page, 'push').click();
    await resultOf(page, 'push').getByText('Failed.').waitFor();
    expect((await tested()).at(-1)).toEqual({
      exporter: 'push',
      metrics: {
        ...METRICS_ON,
        machine: 'cellar',
        labels: { provider: 'example', site: 'cabin' },
        push: { ...METRICS_ON.push, url: 'http://192.0.2.77:8428/api/v1/write', queueMegabytes: 7 },
      },
    });
  });

  test('says beside the field what keeps it from being tried, and again when it is mended', async () => {
    const page = await allOn();
    await write(page, 'StatsD port', '0');
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('This is too small; the least is 1.').waitFor();
    await isRefused(page, 'StatsD port', 'the least is 1');
    await write(page, 'StatsD port', '8126');
    await isSaved(page);
    expect(await resultOf(page, 'statsd').innerText()).toBe('');
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Sent.').waitFor();
    expect((await tested()).at(-1)?.metrics.statsd.port).toBe(8126);
  });

  test('is not held up by what is half written elsewhere', async () => {
    const page = await allOn();
    await write(page, 'Server address', 'nowhere');
    await isRefused(page, 'Server address', 'no whole address');
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Sent.').waitFor();
    await isRefused(page, 'Server address', 'no whole address');
  });

  test('waits in peace: asked once however often it is pressed', async () => {
    const page = await allOn();
    await harness.change({ pending: ['testMetrics'] });
    await testButton(page, 'prometheus').click();
    await resultOf(page, 'prometheus').getByText('Trying, for ten seconds at most …').waitFor();
    await testButton(page, 'prometheus').click({ force: true });
    await harness.change({ pending: [] });
    await resultOf(page, 'prometheus').getByText('Arrived.').waitFor();
    expect(await tested()).toHaveLength(1);
  });

  test('says nothing of a form that has changed since', async () => {
    const page = await allOn();
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Sent.').waitFor();
    await field(page, 'StatsD server').fill('192.0.2.2');
    await expect.poll(() => resultOf(page, 'statsd').innerText()).toBe('');
    await harness.change({ pending: ['testMetrics'] });
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Trying').waitFor();
    await page.getByLabel('Sent over').selectOption('tcp');
    await isSaved(page);
    await harness.change({ pending: [] });
    await testButton(page, 'prometheus').click();
    await resultOf(page, 'prometheus').getByText('Arrived.').waitFor();
    expect(await resultOf(page, 'statsd').innerText()).toBe('');
  });

  test('that main can’t do failed, and says why', async () => {
    const page = await allOn();
    await harness.refuse('testMetrics', { what: 'Something went wrong.', wayOut: 'Try again.' });
    await testButton(page, 'push').click();
    await resultOf(page, 'push').getByText('Failed. Something went wrong. Try again.').waitFor();
  });

  test('works by keyboard alone', async () => {
    const page = await shown(DEFAULT_CONFIG.metrics);
    await button(page, 'Set up Prometheus').focus();
    await page.keyboard.press('Enter');
    await field(page, 'Private key file').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await resultOf(page, 'prometheus').getByText('Arrived.').waitFor();
  });
});

test('a reset takes away what was written, refused and found', async () => {
  const page = await allOn();
  await write(page, 'StatsD port', '0');
  await isRefused(page, 'StatsD port', 'the least is 1');
  await testButton(page, 'push').click();
  await resultOf(page, 'push').getByText('Failed.').waitFor();
  await button(page, 'Add a label').click();
  await button(page, 'Reset all settings').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset all settings' }).click();
  await page.getByText('All settings are as they were on the first day.').waitFor();
  await isSaved(page);
  expect(await page.getByRole('table', { name: 'Labels' }).count()).toBe(0);
  await button(page, 'Set up StatsD').click();
  await button(page, 'Set up Push').click();
  expect(await field(page, 'StatsD port').inputValue()).toBe('8125');
  expect(await resultOf(page, 'push').innerText()).toBe('');
});

test.each([
  [900, false],
  [900, true],
  [420, false],
  [420, true],
])('is without fault for axe at %i px, dark: %s', async (width, dark) => {
  const page = await shown(DEFAULT_CONFIG.metrics, { width, dark });
  expect(await violationsOf(page)).toEqual([]);
  const busy = await allOn({ width, dark });
  await harness.push('metrics', metricsWorking(0));
  for (const name of ['statsd', 'prometheus', 'push'] as const) await testButton(busy, name).click();
  await resultOf(busy, 'push').getByText('Failed.').waitFor();
  await write(busy, 'Certificate file', '/etc/ssl/own.pem');
  await isRefused(busy, 'Private key file', 'TLS needs both files');
  await write(busy, 'Name of site', 'provider');
  await busy.getByText('There is a label "provider" already.').waitFor();
  expect(await violationsOf(busy)).toEqual([]);
  expect(await busy.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
