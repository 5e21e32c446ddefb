import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import { AT, HOUR } from '../../../support/renderer/scenes/base.ts';
import { PAST_INCIDENTS, PAST_NOTICES } from '../../../support/renderer/scenes/past.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

/** The dashboard with six hours of the past. */
async function sixHours(options: ShowOptions = {}): Promise<Page> {
  const page = await harness.show('dashboard', 'good', { height: 1000, ...options });
  await page.getByRole('button', { name: '6 hours' }).click();
  await page.getByRole('row', { name: /IPv4 down/ }).waitFor();
  return page;
}

const rowsOf = (page: Page): Promise<readonly string[]> => page.locator('.incident-select').allInnerTexts();

const select = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

describe('the list of incidents', () => {
  test('says what, since when, how long and why', async () => {
    const page = await sixHours();
    expect(await rowsOf(page)).toEqual(['Packet loss', 'IPv4 down']);
    const row = await page.getByRole('row', { name: /IPv4 down/ }).innerText();
    expect(row).toContain('10:47');
    expect(row).toContain('18 min');
    expect(row).toContain('30 of 30 probes lost: TCP over IPv4 and ping over IPv4 failed');
    expect(row).toContain('Called the provider');
  });

  test('follows the range', async () => {
    const page = await sixHours();
    await page.getByRole('button', { name: '7 days' }).click();
    await expect.poll(() => rowsOf(page)).toHaveLength(PAST_INCIDENTS.length);
    await page.getByRole('button', { name: '15 minutes' }).click();
    await page.getByText('No incident in the last 15 min').waitFor();
    expect(await rowsOf(page)).toEqual([]);
  });

  test('can be reduced to a class, and widened again when that leaves nothing', async () => {
    const page = await sixHours();
    await page.getByLabel('Show', { exact: true }).selectOption({ label: 'IPv4 down (1)' });
    expect(await rowsOf(page)).toEqual(['IPv4 down']);
    await page.getByRole('button', { name: '1 hour' }).click();
    await page.getByText('None of this kind').waitFor();
    await page.getByRole('button', { name: 'Show all kinds' }).click();
    await expect.poll(() => rowsOf(page)).toEqual(['Packet loss']);
  });

  test('leads the charts to an incident, and stays as it is', async () => {
    const page = await sixHours();
    await select(page, 'IPv4 down');
    await page.getByText('Lights then').waitFor();
    const zoomed = { sinceMs: AT - 3 * HOUR - 18 * 60_000, untilMs: AT - 3 * HOUR };
    const asked = await expect
      .poll(async () => (await harness.asked()).filter(({ name }) => name === 'gaps').at(-1)?.ask)
      .toMatchObject({ toMs: expect.any(Number) })
      .then(async () => (await harness.asked()).filter(({ name }) => name === 'gaps').at(-1)?.ask);
    const { fromMs, toMs } = asked as { fromMs: number; toMs: number };
    expect(fromMs).toBeLessThan(zoomed.sinceMs);
    expect(toMs).toBeGreaterThan(zoomed.untilMs);
    expect(toMs - fromMs).toBeLessThan(2 * HOUR);
    expect(await rowsOf(page)).toEqual(['Packet loss', 'IPv4 down']);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    expect(await page.getByRole('button', { name: '6 hours' }).getAttribute('aria-pressed')).toBe('true');
    expect(await rowsOf(page)).toEqual(['Packet loss', 'IPv4 down']);
  });

  test('keeps a note, shows it, and takes it away again', async () => {
    const page = await sixHours();
    await select(page, 'Packet loss');
    const note = page.getByLabel('Your note');
    expect(await page.getByRole('button', { name: 'Keep the note' }).count()).toBe(0);
    await note.fill('  Rain again.  ');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('The note was kept.').waitFor();
    const { id } = PAST_INCIDENTS[0];
    expect(await harness.asked()).toContainEqual({ name: 'noteIncident', ask: { id, note: 'Rain again.' } });
    await page.getByText('“Rain again.”').waitFor();
    expect(await note.inputValue()).toBe('Rain again.');
    await note.fill('');
    await note.press('Control+Enter');
    await page.getByText('“Rain again.”').waitFor({ state: 'detached' });
    expect(await page.getByRole('row', { name: /Packet loss/ }).innerText()).not.toContain('Rain');
  });

  test('keeps what was typed when a note is refused', async () => {
    const page = await sixHours();
    await harness.refuse('noteIncident', {
      what: 'The note could not be kept.',
      wayOut: 'The disk is full.',
    });
    await select(page, 'Packet loss');
    await page.getByLabel('Your note').fill('Rain again.');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.getByText('The note could not be kept. The disk is full.').waitFor();
    expect(await page.getByLabel('Your note').inputValue()).toBe('Rain again.');
  });

  test('tells when the room for a note gets short', async () => {
    const page = await sixHours();
    await select(page, 'Packet loss');
    await page.getByLabel('Your note').fill('x'.repeat(1900));
    expect(await page.getByText('Room for 100 more characters.').count()).toBe(1);
  });

  test('takes a new incident in when main tells of one', async () => {
    const page = await harness.show('dashboard', 'ipv4-down', { but: { incidents: [] } });
    await page.getByText('No incident in the last 15 min').waitFor();
    await harness.show('dashboard', 'ipv4-down');
    const again = await harness.show('dashboard', 'ipv4-down');
    await again.getByRole('row', { name: /IPv4 down/ }).waitFor();
    expect(await again.getByRole('row', { name: /IPv4 down/ }).innerText()).toMatch(/3 min 1\d s so far/);
  });

  test.each([
    [900, false],
    [420, true],
  ])('is without fault for axe with an incident open at %i px, dark: %s', async (width, dark) => {
    const page = await sixHours({ width, dark });
    await select(page, 'IPv4 down');
    await page.getByText('Lights then').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

describe('the list of notices', () => {
  async function notices(options: ShowOptions = {}): Promise<Page> {
    const page = await harness.show('dashboard', 'good', options);
    await page.getByRole('tab', { name: /Notices/ }).click();
    return page;
  }

  test('has every notice, and says why one was not shown', async () => {
    const page = await notices();
    const items = page.getByRole('list', { name: /^Notices/ }).getByRole('listitem');
    await expect.poll(() => items.count()).toBe(PAST_NOTICES.length);
    expect(await items.nth(2).innerText()).toContain('Only listed: the desktop did not show it');
    expect(await items.nth(4).innerText()).toContain('Only listed: quiet hours');
    expect(await items.nth(0).innerText()).toContain('Shown on the desktop');
  });

  test('leads to the incident, whatever the range is', async () => {
    const page = await notices();
    await page.getByRole('button', { name: 'Show the incident: The internet was down for 27 min' }).click();
    await page.getByRole('row', { name: /Everything down/ }).waitFor();
    const button = page.getByRole('button', { name: 'Everything down', exact: true }).last();
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
    await page.locator('[data-class="total"] button:focus').waitFor();
  });

  test('takes a new notice in, and the same one told again once', async () => {
    const page = await notices();
    const items = page.getByRole('list', { name: /^Notices/ }).getByRole('listitem');
    const [first] = PAST_NOTICES;
    if (first === undefined) throw new Error('no notice');
    const fresh = { ...first, id: 'new', title: 'Something new' };
    await harness.push('notice', fresh);
    await page.getByText('Something new').waitFor();
    await harness.push('notice', { ...fresh, delivery: 'failed' });
    await expect.poll(() => items.first().innerText()).toContain('did not show');
    expect(await items.count()).toBe(PAST_NOTICES.length + 1);
  });

  test('says when it can’t be read, and tries again', async () => {
    const trouble = { what: 'The history can not be read.', wayOut: 'Nothing is being measured.' };
    const page = await notices({ but: { refused: { notices: trouble } } });
    await page.getByText('The notices could not be read').waitFor();
    await harness.refuse('notices', null);
    await page.getByRole('tabpanel').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: /^Notices/ }).waitFor();
    expect(await page.getByText('The notices could not be read').count()).toBe(0);
  });

  test('says that there is none, and how a test went', async () => {
    const page = await notices({ but: { notices: [], testDelivery: 'failed' } });
    await page.getByText('No notice so far').waitFor();
    await page.getByRole('button', { name: 'Send a test notice' }).click();
    await page.getByText('The desktop did not show the test notice.').waitFor();
    const shown = await notices();
    await shown.getByRole('button', { name: 'Send a test notice' }).click();
    await shown.getByText('The desktop took the test notice.').waitFor();
    expect((await harness.asked()).filter(({ name }) => name === 'testNotice')).toHaveLength(1);
  });

  test.each([
    [900, true],
    [420, false],
  ])('is without fault for axe at %i px, dark: %s', async (width, dark) => {
    const page = await notices({ width, dark });
    await page.getByText('IPv4 is down').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});

describe('where a window was meant to go', () => {
  test('is where it goes when it opens', async () => {
    const { id } = PAST_INCIDENTS[3];
    const page = await harness.show('dashboard', 'good', {
      but: { destination: { incident: id, tab: 'incidents', trace: null } },
    });
    await page.getByText('Lights then').waitFor();
    expect(await page.getByLabel('Your note').inputValue()).toBe('The road works next door hit the cable.');
  });

  test('is where it goes when it is open already', async () => {
    const page = await harness.show('dashboard', 'good');
    await page.getByRole('tabpanel').waitFor();
    await harness.push('go', { incident: null, tab: 'notices', trace: null });
    await page.getByRole('list', { name: /^Notices/ }).waitFor();
    expect(await page.getByRole('tab', { name: /Notices/ }).getAttribute('aria-selected')).toBe('true');
  });

  test('is told when it is no longer there', async () => {
    const page = await harness.show('dashboard', 'good');
    await page.getByRole('tabpanel').waitFor();
    await harness.push('go', { incident: 'total-1', tab: 'incidents', trace: null });
    await page.getByText('This incident is no longer in the history.').waitFor();
    expect(await page.getByText('Lights then').count()).toBe(0);
  });
});

describe('the export', () => {
  test.each([
    ['CSV', 'csv'],
    ['JSON', 'json'],
  ] as const)('writes the chosen range as %s and says where', async (item, format) => {
    const page = await sixHours();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByText('The range was written to /home/you/faultline-2026-11-21.csv.').waitFor();
    const asked = (await harness.asked()).find(({ name }) => name === 'export')?.ask;
    const { fromMs, toMs, ...rest } = asked as { fromMs: number; toMs: number };
    expect(rest).toEqual({ format });
    expect(toMs - fromMs).toBe(6 * HOUR);
  });

  test('says nothing when the dialog was closed, and why when it failed', async () => {
    const page = await harness.show('dashboard', 'good', { but: { exportFile: null } });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await expect.poll(async () => (await harness.asked()).map(({ name }) => name)).toContain('export');
    expect(await page.locator('.toast').count()).toBe(0);
    await harness.refuse('export', { what: 'The file could not be written.', wayOut: 'The disk is full.' });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await page.getByText('The file could not be written. The disk is full.').waitFor();
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
