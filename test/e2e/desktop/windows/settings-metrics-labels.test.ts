import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MetricsConfig } from '../../../../main/domain/model/metrics-config.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import {
  button,
  field,
  isRefused,
  isSaved,
  sentTo,
  showMetrics,
  write,
} from '../../../support/renderer/metrics-form.ts';
import { METRICS_ON } from '../../../support/renderer/scenes/metrics.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const shown = (labels: MetricsConfig['labels'] = METRICS_ON.labels): Promise<Page> =>
  showMetrics(harness, { ...METRICS_ON, labels });

const sent = async () => (await sentTo(harness)).map(({ labels }) => labels);

async function addLabel(page: Page): Promise<void> {
  await button(page, 'Add a label').click();
  await page.locator('[data-label="new"] input:focus').waitFor();
}

const names = async (page: Page): Promise<readonly string[]> => {
  const inputs = await page.getByLabel(/^Name of /).all();
  return Promise.all(inputs.map((input) => input.inputValue()));
};

test('one is added when it has a name and a value', async () => {
  const page = await shown({});
  expect(await page.getByRole('table', { name: 'Labels' }).count()).toBe(0);
  await addLabel(page);
  await page.keyboard.type('rack');
  await page.keyboard.press('Tab');
  await page.getByText('A new one is in force when it has a name and a value.').waitFor();
  expect(await sent()).toEqual([]);
  await page.keyboard.type('4 b');
  await page.keyboard.press('Tab');
  await isSaved(page);
  expect(await sent()).toEqual([{ rack: '4 b' }]);
  expect(await page.getByText('A new one is in force').count()).toBe(0);
});

test('one is changed in its place', async () => {
  const page = await shown();
  await write(page, 'Name of provider', 'isp');
  await isSaved(page);
  await write(page, 'Value of isp', 'other');
  await expect.poll(sent).toHaveLength(2);
  expect((await sent()).map((labels) => Object.entries(labels))).toEqual([
    [
      ['isp', 'example'],
      ['site', 'home'],
    ],
    [
      ['isp', 'other'],
      ['site', 'home'],
    ],
  ]);
  expect(await names(page)).toEqual(['isp', 'site']);
});

test('one is removed; an unfinished one just goes', async () => {
  const page = await shown();
  await button(page, 'Add a label').click();
  await button(page, 'Remove new label').click();
  expect(await sent()).toEqual([]);
  await button(page, 'Remove provider').click();
  await isSaved(page);
  expect(await sent()).toEqual([{ site: 'home' }]);
  expect(await names(page)).toEqual(['site']);
});

test.each([
  ['Name of site', 'provider', 'Name of provider', 'There is a label "provider" already.'],
  ['Name of site', '', 'Name of new label', 'Write a name, or remove the label.'],
  ['Value of site', ' ', 'Value of site', 'Write a value, or remove the label.'],
])('%s as "%s" is refused beside it, and not even asked for', async (label, text, after, reason) => {
  const page = await shown();
  await field(page, label).fill(text);
  await page.locator('[data-label="site"] :focus').blur();
  await page.locator('[data-label="site"]').getByText(reason).waitFor();
  expect(await page.locator('[data-label="site"] [aria-invalid="true"]').getAttribute('aria-label')).toBe(
    after,
  );
  expect(await sent()).toEqual([]);
  await page.getByText('1 field could not be taken').waitFor();
});

test.each([
  ['4th', 'no digit first'],
  ['machine', "one of Faultline's own"],
  ['__name__', 'are reserved'],
])('a name such as %s is refused by main, and can be mended or taken away', async (name, reason) => {
  const page = await shown({});
  await addLabel(page);
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  await isRefused(page, `Name of ${name}`, reason);
  await page.getByText('1 field could not be taken').waitFor();
  await write(page, 'StatsD server', '192.0.2.33');
  await expect.poll(async () => (await sentTo(harness)).at(-1)).toMatchObject({ labels: {} });
  await button(page, `Remove ${name}`).click();
  await isSaved(page);
  expect(await names(page)).toEqual([]);
});

test('no more can be added than there may be', async () => {
  const page = await shown(Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`label_${at}`, 'x'])));
  await button(page, 'Add a label').click();
  expect(await button(page, 'Add a label').isDisabled()).toBe(true);
  await button(page, 'Remove new label').click();
  expect(await button(page, 'Add a label').isDisabled()).toBe(false);
});

test('one that can’t be taken away stays, and says why', async () => {
  const page = await shown();
  await harness.refuse('changeSettings', { what: 'The settings could not be kept.', wayOut: '' });
  await button(page, 'Remove site').click();
  await isRefused(page, 'Name of site', 'The settings could not be kept.');
  expect(await names(page)).toEqual(['provider', 'site']);
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
