import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricsConfig } from '../../../../main/domain/model/metrics-config.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import {
  describedBy,
  field,
  isRefused,
  isSaved,
  sentTo,
  showMetrics,
  write,
} from '../../../support/renderer/metrics-form.ts';
import { GOOD_SCENE } from '../../../support/renderer/scenes/base.ts';
import { METRICS_ON, withMetrics } from '../../../support/renderer/scenes/metrics.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const shown = (metrics: MetricsConfig, options: ShowOptions = {}): Promise<Page> =>
  showMetrics(harness, metrics, options);
/** All exporters on, so that all fields are there. */
const allOn = (options: ShowOptions = {}): Promise<Page> => shown(METRICS_ON, options);
const sent = () => sentTo(harness);

describe('a field', () => {
  const { statsd, prometheus, push } = METRICS_ON;
  test.each<[string, string, Partial<MetricsConfig>]>([
    ['This machine’s name', ' nas ', { machine: 'nas' }],
    ['StatsD server', 'graphite.example', { statsd: { ...statsd, host: 'graphite.example' } }],
    ['StatsD port', '8126', { statsd: { ...statsd, port: 8126 } }],
    ['Before every name', 'home.', { statsd: { ...statsd, prefix: 'home.' } }],
    ['Listen at', '::1', { prometheus: { ...prometheus, address: '::1' } }],
    ['Page port', '9999', { prometheus: { ...prometheus, port: 9999 } }],
    ['Page token', 'hush-hush', { prometheus: { ...prometheus, token: 'hush-hush' } }],
    ['Server address', 'https://192.0.2.9/w', { push: { ...push, url: 'https://192.0.2.9/w' } }],
    ['Push token', 'hush-hush', { push: { ...push, token: 'hush-hush' } }],
    ['User', 'kitchen', { push: { ...push, user: 'kitchen' } }],
    ['Let wait on disk', '250', { push: { ...push, queueMegabytes: 250 } }],
    ['Send again the last', '60', { push: { ...push, resendSeconds: 60 } }],
  ])('%s is saved when it is finished', async (label, text, change) => {
    const page = await allOn();
    await write(page, label, text);
    await isSaved(page);
    expect(await sent()).toEqual([{ ...METRICS_ON, ...change }]);
    expect(await field(page, label).inputValue()).toBe(text.trim());
  });

  test.each([
    ['This machine’s name', 'x'.repeat(65), 'name is too long'],
    ['StatsD server', 'no host!', 'names no host'],
    ['StatsD port', '70000', 'the most is 65535'],
    ['StatsD port', 'http', 'whole number'],
    ['Before every name', 'home', 'each end with a dot'],
    ['Listen at', 'kitchen', 'no IP address'],
    ['Listen at', '0.0.0.0', 'reached by other machines'],
    ['Page token', 'two words', 'without spaces'],
    ['Page token', 'hush', 'at least 8 characters'],
    ['Certificate file', 'own.pem', 'no whole path'],
    ['Server address', 'kitchen:8428', 'is no whole address'],
    ['Server address', 'http://me:secret@192.0.2.9/', 'holds a user or a password'],
    ['User', 'a:b', 'cannot hold a colon'],
    ['Let wait on disk', '0', 'the least is 1'],
    ['Send again the last', '', 'whole number'],
  ])('%s refuses "%s" beside it, and keeps what was written', async (label, text, reason) => {
    const page = await allOn();
    await write(page, label, text);
    await isRefused(page, label, reason);
    expect(await field(page, label).inputValue()).toBe(text);
    await page.getByText('could not be taken; all else is in force.').waitFor();
  });

  test('that is refused does not keep the others of its exporter from being saved', async () => {
    const page = await allOn();
    await write(page, 'StatsD port', '0');
    await isRefused(page, 'StatsD port', 'the least is 1');
    await write(page, 'StatsD server', '192.0.2.21');
    await page.getByLabel('Sent over').selectOption('tcp');
    await expect
      .poll(async () => (await sent()).at(-1)?.statsd)
      .toMatchObject({ host: '192.0.2.21', protocol: 'tcp', port: 8125 });
    expect(await field(page, 'StatsD port').inputValue()).toBe('0');
    await isRefused(page, 'StatsD port', 'the least is 1');
    await write(page, 'StatsD port', '8127');
    await isSaved(page);
    expect((await sent()).at(-1)?.statsd).toMatchObject({ host: '192.0.2.21', protocol: 'tcp', port: 8127 });
    expect(await page.getByText('the least is 1').count()).toBe(0);
  });

  test('keeps what was written when main can’t take anything, and says why', async () => {
    const page = await allOn();
    await harness.refuse('changeSettings', { what: 'The settings could not be kept.', wayOut: 'No space.' });
    await write(page, 'StatsD server', '192.0.2.21');
    await isRefused(page, 'StatsD server', 'The settings could not be kept. No space.');
    await harness.refuse('changeSettings', null);
    await write(page, 'StatsD server', '192.0.2.22');
    await isSaved(page);
  });

  test('shows what came from elsewhere, but not over what is being written', async () => {
    const page = await allOn();
    await field(page, 'StatsD server').fill('half');
    const statsd = { ...METRICS_ON.statsd, host: '192.0.2.99', port: 1234 };
    const config = withMetrics({ ...METRICS_ON, statsd });
    await harness.push('settings', { ...GOOD_SCENE.settings, config });
    await expect.poll(() => field(page, 'StatsD port').inputValue()).toBe('1234');
    expect(await field(page, 'StatsD server').inputValue()).toBe('half');
  });

  test('choices say what each means', async () => {
    const page = await allOn();
    expect(await describedBy(page, 'Names of figures')).toContain('faultline.kitchen.icmp4');
    await page.getByLabel('Names of figures').selectOption('scripts');
    await isSaved(page);
    expect(await describedBy(page, 'Names of figures')).toContain('ping2.latency.8_8_8_8');
    expect((await sent()).at(-1)?.statsd.names).toBe('scripts');
    await page.getByLabel('Format').selectOption('influx');
    await expect.poll(() => describedBy(page, 'Server address')).toContain(':8428/write');
  });
});

describe('fields that are only right together', () => {
  test('a certificate waits for its key, and both are taken at once', async () => {
    const page = await allOn();
    await write(page, 'Certificate file', '/etc/ssl/own.pem');
    await isRefused(page, 'Private key file', 'TLS needs both files');
    expect(await field(page, 'Certificate file').getAttribute('aria-invalid')).toBeNull();
    expect((await sent()).at(-1)?.prometheus.keyFile).toBe('');
    await write(page, 'Private key file', '/etc/ssl/own.key');
    await isSaved(page);
    expect((await sent()).at(-1)?.prometheus).toMatchObject({
      certFile: '/etc/ssl/own.pem',
      keyFile: '/etc/ssl/own.key',
    });
    expect(await page.getByTestId('prometheus-page').innerText()).toBe('https://127.0.0.1:9824/metrics');
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
  });

  test('an address for others waits for a token', async () => {
    const page = await allOn();
    await write(page, 'Listen at', '0.0.0.0');
    await isRefused(page, 'Listen at', 'set a token');
    await write(page, 'Page token', 'hush-hush');
    await isSaved(page);
    expect((await sent()).at(-1)?.prometheus).toMatchObject({ address: '0.0.0.0', token: 'hush-hush' });
    expect(await page.getByTestId('prometheus-page').innerText()).toBe('http://MACHINE:9824/metrics');
  });

  test('a token gives way to a user and a password', async () => {
    const page = await shown({ ...METRICS_ON, push: { ...METRICS_ON.push, token: 'old-token' } });
    await write(page, 'User', 'kitchen');
    await isRefused(page, 'Push token', 'use one of the two');
    await write(page, 'Push token', '');
    await isSaved(page);
    await write(page, 'Password', ' with spaces ');
    await expect
      .poll(async () => (await sent()).at(-1)?.push)
      .toMatchObject({ token: '', user: 'kitchen', password: ' with spaces ' });
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
