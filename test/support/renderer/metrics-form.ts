import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Config } from '../../../main/domain/model/config.ts';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import type { ExporterName } from '../../../main/domain/model/metrics-state.ts';
import type { RendererHarness, ShowOptions } from './launch.ts';
import { GOOD_SCENE } from './scenes/base.ts';
import { withMetrics } from './scenes/metrics.ts';

export const TITLES: Readonly<Record<ExporterName, string>> = {
  statsd: 'StatsD',
  prometheus: 'Prometheus',
  push: 'Push',
};

/** The settings window with these metrics in force. */
export async function showMetrics(
  harness: RendererHarness,
  metrics: MetricsConfig,
  options: ShowOptions = {},
): Promise<Page> {
  const page = await harness.show('settings', 'good', {
    width: 760,
    height: 720,
    ...options,
    but: { settings: { ...GOOD_SCENE.settings, config: withMetrics(metrics) }, ...options.but },
  });
  await page.getByRole('heading', { name: 'Metrics' }).waitFor();
  return page;
}

export const part = (page: Page, name: ExporterName) => page.locator(`[data-exporter="${name}"]`);
export const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const testButton = (page: Page, name: ExporterName) => button(page, `Send a test, ${TITLES[name]}`);
export const resultOf = (page: Page, name: ExporterName) => page.getByTestId(`${name}-result`);
export const isSaved = (page: Page) => page.getByText('Saved and in force.').waitFor();

export async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  // What it is called may have changed with what is written.
  await page.keyboard.press('Tab');
}

/** The metrics' part of what main was asked to take, in their order. */
export async function sentTo(harness: RendererHarness): Promise<readonly MetricsConfig[]> {
  return (await harness.asked())
    .filter(({ name }) => name === 'changeSettings')
    .map(({ ask }) => (ask as { config: Config }).config.metrics);
}

/** What is said beside a control: everything that describes it. */
export async function describedBy(page: Page, label: string): Promise<string> {
  const ids = await field(page, label).getAttribute('aria-describedby');
  const texts = (ids ?? '').split(' ').map((id) => page.locator(`[id="${id}"]`).innerText());
  return (await Promise.all(texts)).join(' ');
}

export async function isRefused(page: Page, label: string, reason: string): Promise<void> {
  await expect.poll(() => field(page, label).getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => describedBy(page, label)).toContain(reason);
}
