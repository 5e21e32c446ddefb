import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

/** What has the focus: its name as a screen reader says it, near enough. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    return name.trim();
  })()`);

/** Whether the focus can be seen: an outline of its own. */
const isMarked = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
  })()`);

/** Every stop of the Tab key, until it leaves the page. */
async function walk(page: Page): Promise<readonly string[]> {
  const stops: string[] = [];
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate('document.activeElement === document.body')) break;
    expect(await isMarked(page), await focused(page)).toBe(true);
    stops.push(await focused(page));
    if (stops.length > 2 && stops.at(-1) === stops[0] && stops.at(-2) !== stops[0]) break;
  }
  return stops;
}

test('everything of the dashboard can be reached, in the order it is read, with the focus to be seen', async () => {
  const page = await harness.show('dashboard', 'no-helper');
  await page.getByRole('button', { name: '24 hours' }).click();
  await page.getByRole('row', { name: /IPv4 down/ }).waitFor();
  await page.evaluate('document.activeElement.blur()');
  await page.evaluate('window.getSelection().removeAllRanges(), document.body.focus()');
  const stops = await walk(page);
  const expected = [
    'Pause',
    'Settings',
    'Start the helper',
    'ICMP',
    'IPv4',
    'IPv6',
    'Router',
    'DNS',
    '15m, 15 minutes',
    'Export',
    'Packet loss',
    'IPv4 down',
  ];
  const missing = expected.filter((name) => !stops.some((stop) => stop.startsWith(name)));
  expect(missing).toEqual([]);
  const tab = stops.findIndex((stop) => stop.startsWith('Incidents'));
  expect(tab).toBeGreaterThan(stops.indexOf('Export'));
  expect(stops.some((stop) => stop.startsWith('Notices'))).toBe(false);
});

test('tabs go by arrows, Home and End, and show what they choose', async () => {
  const page = await harness.show('dashboard', 'good');
  await page.getByRole('tab', { name: /Incidents/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('list', { name: /^Notices/ }).waitFor();
  expect(await focused(page)).toMatch(/^Notices/);
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toMatch(/^Traces/);
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toMatch(/^Incidents/);
  await page.keyboard.press('End');
  expect(await focused(page)).toMatch(/^Traces/);
  await page.keyboard.press('Home');
  expect(await page.getByRole('tab', { name: /Incidents/ }).getAttribute('aria-selected')).toBe('true');
});

test('a menu opens by keys, goes by arrows, and Escape gives the focus back', async () => {
  const page = await harness.show('dashboard', 'good');
  const button = page.getByRole('button', { name: 'Pause' });
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('For 15 minutes');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('Until I resume');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menu').count()).toBe(0);
  expect(await focused(page)).toBe('Pause');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('For 15 minutes');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => harness.asked()).toContainEqual({ name: 'pause', ask: { forMs: null } });
  expect(await focused(page)).toBe('Pause');
});

test('a menu closes when the focus goes on', async () => {
  const page = await harness.show('dashboard', 'good');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => focused(page)).toBe('For 15 minutes');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  expect(await focused(page)).toBe('Settings');
});

test('an explanation comes with the focus and with the pointer, and goes with Escape', async () => {
  const page = await harness.show('dashboard', 'good');
  const word = page.getByRole('button', { name: 'ICMP', exact: true });
  const tip = page.getByRole('tooltip');
  await word.focus();
  await tip.waitFor();
  expect(await tip.innerText()).toBe('Ping: the small echo packets that most machines answer.');
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'DNS', exact: true }).hover();
  await expect.poll(() => tip.innerText()).toContain('example.com');
  const place = await tip.boundingBox();
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(900);
});

test('an incident opens by Enter and closes by Escape', async () => {
  const page = await harness.show('dashboard', 'good');
  await page.getByRole('button', { name: '24 hours' }).click();
  const button = page.locator('[data-class="ipv4-only"] button');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Lights then').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Lights then').waitFor({ state: 'detached' });
  expect(await button.getAttribute('aria-expanded')).toBe('false');
});

test('Escape in a changed note gives the change up, not the incident', async () => {
  const page = await harness.show('dashboard', 'good');
  await page.getByRole('button', { name: '24 hours' }).click();
  await page.locator('[data-class="ipv4-only"] button').click();
  const note = page.getByLabel('Your note');
  const before = await note.inputValue();
  await note.fill('other');
  await note.press('Escape');
  expect(await note.inputValue()).toBe(before);
  expect(await page.getByText('Lights then').count()).toBe(1);
});

test('all settings can be reached, with the focus to be seen', async () => {
  const page = await harness.show('settings', 'good', { height: 720 });
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  const stops = await walk(page);
  const expected = [
    'Kind of ping over IPv4, 1.1.1.1',
    'Port of TCP over IPv6, 2620:fe::fe',
    'Add an anchor',
    'When an outage has lasted',
    'Slow answers',
    'Quiet hours',
    'Name asked of DNS',
    'Slower than usual',
    'Keep at most',
    'Open',
    'Start when I log in',
    'Reset all settings',
  ];
  expect(expected.filter((name) => !stops.includes(name))).toEqual([]);
});

test('a question holds the focus, Escape answers no, and the focus goes back', async () => {
  const page = await harness.show('settings', 'good', { height: 720 });
  const button = page.getByRole('button', { name: 'Reset all settings' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await focused(page)).toBe('Cancel');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Reset all settings');
  expect((await harness.asked()).map(({ name }) => name)).not.toContain('resetSettings');
});
