import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import { HELPERS, type HelperName } from '../../../support/renderer/scenes/helper.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

async function helper(name: HelperName, options: ShowOptions = {}): Promise<Page> {
  const page = await harness.show('settings', 'good', {
    width: 760,
    height: 720,
    but: { helper: HELPERS[name] },
    ...options,
  });
  await page.getByTestId('helper-status').waitFor();
  return page;
}

const status = (page: Page): Promise<string> => page.getByTestId('helper-status').innerText();
const outcome = (page: Page): Promise<string> => page.getByTestId('helper-outcome').innerText();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const way = (page: Page, label: string) => page.getByRole('radio', { name: label, exact: true });

/** The choices that main was asked to take, in their order. */
async function used(): Promise<readonly unknown[]> {
  return (await harness.asked()).filter(({ name }) => name === 'useHelperWay').map(({ ask }) => ask);
}

const DECLINED = {
  what: 'The right to open raw sockets was not given.',
  wayOut: 'It is tried again when you ask for it.',
} as const;

describe('what is shown', () => {
  test.each([
    ['installed', /The helper runs\.\s+The installed helper has the right by itself; nobody is asked\./],
    ['given', /You gave it the right in the desktop’s password window\. It has given its rights up/],
    ['inherited', /Whoever started Faultline had the right.* runs as user 65534/],
    ['unasked', /No helper runs\.[\s\S]*your password may be wanted/],
    ['distrusted', /its files can not be trusted[\s\S]*Group staff \(50\) could change.*chmod g-w/],
  ] as const)('%s', async (name, words) => {
    const page = await helper(name);
    expect(await status(page)).toMatch(words);
    expect(await page.getByText(HELPERS[name].file, { exact: true }).count()).toBe(1);
  });

  test('each way says what it exposes, and one with an obstacle can’t be chosen and says why', async () => {
    const page = await helper('gone');
    expect(await page.getByRole('radio').count()).toBe(4);
    expect(await way(page, 'Desktop password window (polkit)').isChecked()).toBe(true);
    for (const [label, obstacle] of [
      ['Installed with its right', 'has no capability'],
      ['Desktop password window (polkit)', 'pkexec is missing'],
    ] as const) {
      expect(await way(page, label).isDisabled()).toBe(true);
      const id = await way(page, label).getAttribute('aria-describedby');
      expect(await page.locator(`[id="${id}"]`).innerText()).toContain(obstacle);
    }
    expect(await way(page, 'Automatic').isDisabled()).toBe(false);
  });

  test('a change is shown at once', async () => {
    const page = await helper('unasked');
    await harness.push('helper', HELPERS.given);
    await page.getByText('The helper runs.').waitFor();
    expect(await button(page, 'Use this way').isDisabled()).toBe(true);
    expect(await used()).toEqual([]);
  });

  test('what is not known yet is not made up, and comes with the first change', async () => {
    const page = await harness.show('settings', 'good', { but: { pending: ['helper'] } });
    await page.getByText('Nothing is known of the helper yet.').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    await harness.push('helper', HELPERS.installed);
    await page.getByText('The helper runs.').waitFor();
  });
});

describe('using a way', () => {
  test('picking alone asks nobody', async () => {
    const page = await helper('unasked');
    await way(page, 'Desktop password window (polkit)').check();
    await way(page, 'System password question').check();
    expect(await used()).toEqual([]);
    expect(await outcome(page)).toBe('');
  });

  test('says that it waits for the password, asks once however often it is pressed, then that it runs', async () => {
    const page = await helper('unasked');
    await harness.change({ pending: ['useHelperWay'] });
    await way(page, 'Desktop password window (polkit)').check();
    await button(page, 'Use this way').click();
    await page.getByText('Waiting for your password …').waitFor();
    await button(page, 'Use this way').click({ force: true });
    expect(await way(page, 'Automatic').isDisabled()).toBe(true);
    expect(await way(page, 'Desktop password window (polkit)').isChecked()).toBe(true);
    await harness.change({ pending: [], helper: HELPERS.given });
    await page.getByText('The helper runs.').waitFor();
    expect(await outcome(page)).toBe('');
    expect(await used()).toEqual([{ choice: 'pkexec' }]);
    expect(await button(page, 'Use this way').isDisabled()).toBe(true);
  });

  test('one that asks nobody only says that it starts', async () => {
    const page = await helper('installed', { but: { helper: { ...HELPERS.installed, choice: 'pkexec' } } });
    await harness.change({ pending: ['useHelperWay'] });
    await way(page, 'Installed with its right').check();
    await button(page, 'Use this way').click();
    await page.getByText('Starting the helper …').waitFor();
    expect(await page.getByText('Waiting for your password').count()).toBe(0);
  });

  test('a refusal is said once, calmly, and can be tried again', async () => {
    const page = await helper('unasked');
    await harness.refuse('useHelperWay', DECLINED);
    await button(page, 'Start the helper').click();
    await page.getByText('was not given').waitFor();
    expect(await outcome(page)).toBe(`${DECLINED.what} ${DECLINED.wayOut}`);
    expect(await page.getByText('was not given').count()).toBe(1);
    expect(await status(page)).not.toContain('password may be wanted');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await harness.refuse('useHelperWay', null);
    await harness.change({ helper: HELPERS.given });
    await button(page, 'Start the helper').click();
    await page.getByText('The helper runs.').waitFor();
    expect(await outcome(page)).toBe('');
    expect(await used()).toEqual([{ choice: 'auto' }, { choice: 'auto' }]);
  });

  test('refused while another helper runs: that one stays, and the new way can be tried again', async () => {
    const page = await helper('installed');
    await harness.refuse('useHelperWay', DECLINED);
    await way(page, 'Desktop password window (polkit)').check();
    await button(page, 'Use this way').click();
    await page.getByText('was not given').waitFor();
    expect(await status(page)).toContain('The installed helper has the right by itself');
    expect(await way(page, 'Desktop password window (polkit)').isChecked()).toBe(true);
    expect(await button(page, 'Use this way').isDisabled()).toBe(false);
  });

  test('a helper that comes by itself takes the refusal away', async () => {
    const page = await helper('unasked');
    await harness.refuse('useHelperWay', DECLINED);
    await button(page, 'Start the helper').click();
    await page.getByText('was not given').waitFor();
    await harness.push('helper', HELPERS.installed);
    await page.getByText('The helper runs.').waitFor();
    expect(await page.getByText('was not given').count()).toBe(0);
  });

  test('picking another way takes the refusal away', async () => {
    const page = await helper('unasked');
    await harness.refuse('useHelperWay', DECLINED);
    await button(page, 'Start the helper').click();
    await page.getByText('was not given').waitFor();
    await way(page, 'System password question').check();
    expect(await outcome(page)).toBe('');
    expect(await status(page)).toContain('password may be wanted');
  });

  test('an edit of another field afterwards keeps the choice', async () => {
    const page = await helper('unasked');
    await way(page, 'Desktop password window (polkit)').check();
    await button(page, 'Use this way').click();
    await page.getByText('The helper runs.').waitFor();
    await page.getByLabel('Name asked of DNS').fill('example.net');
    await page.getByLabel('Name asked of DNS').press('Tab');
    await page.getByText('Saved and in force.').waitFor();
    const changes = (await harness.asked()).filter(({ name }) => name === 'changeSettings');
    expect(changes.at(-1)?.ask).toMatchObject({ config: { helperWay: 'pkexec', dnsName: 'example.net' } });
  });

  test('works by keyboard alone', async () => {
    const page = await helper('unasked');
    await way(page, 'Automatic').focus();
    await page.keyboard.press('ArrowDown');
    expect(await way(page, 'Desktop password window (polkit)').isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The helper runs.').waitFor();
    expect(await used()).toEqual([{ choice: 'pkexec' }]);
  });
});

test.each([
  ['installed', 900, false, 'System password question'],
  ['unasked', 900, true, 'System password question'],
  ['gone', 420, false, 'Automatic'],
  ['distrusted', 420, true, 'System password question'],
] as const)('%s is without fault for axe at %i px, dark: %s', async (name, width, dark, other) => {
  const page = await helper(name, { width, dark });
  expect(await violationsOf(page)).toEqual([]);
  await harness.refuse('useHelperWay', DECLINED);
  await way(page, other).check();
  await button(page, 'Use this way').click();
  await page.getByText('was not given').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
