import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';
import { askedFor, showTraceroute } from '../../../support/renderer/traceroute.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const field = (page: Page) => page.getByRole('combobox', { name: 'Address' });
/** What the field suggests; the choices beside it have options as well. */
const options = (page: Page) => page.getByRole('listbox', { name: 'Addresses to trace' });
const ask = (host: string) => ({ host, method: 'auto', family: null, mode: 'continuous' });

describe('the address', () => {
  test('has the cursor, Enter starts and Escape stops', async () => {
    const page = await showTraceroute(harness);
    await page.keyboard.type('example.org');
    await page.keyboard.press('Enter');
    await expect.poll(() => askedFor(harness, 'startTrace')).toEqual([ask('example.org')]);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => askedFor(harness, 'stopTrace')).toEqual([{ id: 'begun' }]);
  });

  test('suggests what was traced before, by arrows; Enter takes one and starts', async () => {
    const page = await showTraceroute(harness);
    await page.keyboard.press('ArrowDown');
    await options(page).getByRole('option').first().waitFor();
    expect(await options(page).getByRole('option').allInnerTexts()).toHaveLength(6);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await options(page).getByRole('option', { selected: true }).innerText()).toContain(
      'www.example.org',
    );
    const active = await field(page).getAttribute('aria-activedescendant');
    expect(await options(page).getByRole('option', { selected: true }).getAttribute('id')).toBe(active);
    await page.keyboard.press('Enter');
    await expect.poll(() => askedFor(harness, 'startTrace')).toEqual([ask('www.example.org')]);
    expect(await page.getByRole('listbox').count()).toBe(0);
  });

  test('narrows what it suggests, by the pointer too; Escape closes that alone', async () => {
    const page = await showTraceroute(harness, { trace: 'good' });
    await field(page).fill('192');
    await options(page).getByRole('option', { name: '192.0.2.1' }).waitFor();
    expect(await options(page).getByRole('option').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('listbox').count()).toBe(0);
    expect(await askedFor(harness, 'stopTrace')).toEqual([]);
    await field(page).fill('192.0');
    await options(page).getByRole('option', { name: '192.0.2.1' }).click();
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ host: '192.0.2.1' }]);
  });

  test('what is wrong is said beside it, until it is changed', async () => {
    const page = await showTraceroute(harness);
    await field(page).fill('192.0.2.256');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('192.0.2.256 is not an IPv4 address');
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    expect(await violationsOf(page)).toEqual([]);
    expect(await askedFor(harness, 'startTrace')).toEqual([]);
    await field(page).fill('192.0.2.25');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a family that does not fit is said to be the family', async () => {
    const page = await showTraceroute(harness);
    await field(page).fill('2001:db8::1');
    await page.getByLabel('Family').selectOption('IPv4');
    await page.getByRole('button', { name: 'Start' }).click();
    expect(await page.getByRole('alert').innerText()).toBe(
      '2001:db8::1 is an IPv6 address, but Family is IPv4: choose Auto or IPv6.',
    );
    expect(await page.getByLabel('Family').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Family').selectOption('IPv6');
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ family: 6 }]);
  });

  test('what main refuses is said there as well, with its way out, and the cursor goes back', async () => {
    const page = await showTraceroute(harness);
    await harness.refuse('startTrace', {
      what: 'Three traces run already.',
      wayOut: 'Stop one of them first.',
    });
    await field(page).fill('example.org');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Three traces run already. Stop one of them first.').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('combobox');
    await harness.refuse('startTrace', null);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('method, family and mode are asked for as they were chosen', async () => {
    const page = await showTraceroute(harness);
    await field(page).fill('https://example.org/page');
    await page.getByLabel('Method').selectOption('TCP');
    await page.getByLabel('Family').selectOption('IPv6');
    await page.getByLabel('Mode').selectOption('Once, with path MTU');
    await page.getByRole('button', { name: 'Start' }).click();
    await expect
      .poll(() => askedFor(harness, 'startTrace'))
      .toEqual([{ host: 'example.org', method: 'tcp', family: 6, mode: 'once', findMtu: true }]);
    expect(await field(page).inputValue()).toBe('example.org');
  });
});

test('a port behind the address is asked for and shown, and goes with its host', async () => {
  const page = await showTraceroute(harness);
  await field(page).fill('198.51.100.2:80');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect
    .poll(() => askedFor(harness, 'startTrace'))
    .toEqual([{ ...ask('198.51.100.2'), method: 'tcp', port: 80 }]);
  expect(await field(page).inputValue()).toBe('198.51.100.2');
  expect(await page.getByLabel('Method').inputValue()).toBe('tcp');
  await page.getByRole('button', { name: 'More options, 1 set' }).waitFor();
  await field(page).fill('2001:db8::1');
  expect(await page.getByLabel('Method').inputValue()).toBe('auto');
  await page.getByRole('button', { name: 'More options', exact: true }).waitFor();
});

describe('more options', () => {
  test('are out of the way, and go along when they are set', async () => {
    const page = await showTraceroute(harness);
    expect(await page.getByLabel('Hops at most').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByLabel('Hops at most').fill('12');
    await page.getByRole('button', { name: 'More options, 1 set' }).click();
    expect(await page.getByLabel('Hops at most').isVisible()).toBe(false);
    await field(page).fill('example.org');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => askedFor(harness, 'startTrace'))
      .toEqual([{ ...ask('example.org'), maxHops: 12 }]);
  });

  test.each([
    [1040, false],
    [420, true],
  ])('what is wrong is shown and said, at %i px', async (width, dark) => {
    const page = await showTraceroute(harness, { width, dark });
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByLabel('Packet, bytes').fill('9000');
    await page.getByRole('button', { name: 'More options' }).click();
    await field(page).fill('example.org');
    await page.keyboard.press('Enter');
    await page.getByText('Packet takes a whole number from 64 to 1,500 bytes.').waitFor();
    expect(await page.getByLabel('Packet, bytes').getAttribute('aria-invalid')).toBe('true');
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.getByLabel('Packet, bytes').fill('900');
    await page.getByLabel('Packet, bytes').press('Enter');
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ size: 900 }]);
  });
});

test('everything can be reached by the Tab key, with the focus to be seen', async () => {
  const page = await showTraceroute(harness, { trace: 'lossy' });
  await page.evaluate('document.activeElement.blur()');
  const stops: string[] = [];
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate('document.activeElement === document.body')) break;
    const stop: { readonly name: string; readonly marked: boolean } = await page.evaluate(`(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
      return { name: name.trim(), marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 };
    })()`);
    expect(stop.marked, stop.name).toBe(true);
    if (stops[0] === stop.name) break;
    stops.push(stop.name);
  }
  const expected = [
    'Address',
    'Method',
    'Family',
    'Mode',
    'Stop',
    'More options',
    'Loss',
    'p95',
    'Jitter',
    'private',
    'MTU 1492',
    'slow to answer',
    'differs from here',
    'if et-0/0/1',
    'Copy as text',
    'Save',
    'Mask private and own addresses',
    'Open a saved trace',
  ];
  expect(stops.filter((name) => expected.includes(name))).toEqual(expected);
});

describe('sharing', () => {
  test('copies and saves, masked when that is ticked', async () => {
    const page = await showTraceroute(harness, { trace: 'stopped' });
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('The text is in the clipboard.').waitFor();
    await page.getByLabel('Mask private and own addresses').check();
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('The masked text is in the clipboard.').waitFor();
    expect(await askedFor(harness, 'copyTrace')).toEqual([
      { id: 'stopped', mask: false },
      { id: 'stopped', mask: true },
    ]);
    for (const [item, format] of [
      ['JSON', 'json'],
      ['Text', 'text'],
    ] as const) {
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect
        .poll(() => askedFor(harness, 'saveTrace'))
        .toContainEqual({ id: 'stopped', mask: true, format });
    }
    await page.getByText('The trace was written to /home/you/').first().waitFor();
  });

  test('says why when it failed, and nothing when the dialog was closed', async () => {
    const page = await showTraceroute(harness, { trace: 'stopped', but: { traceFile: null } });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    await expect.poll(() => askedFor(harness, 'saveTrace')).toHaveLength(1);
    expect(await page.locator('.toast').count()).toBe(0);
    await harness.refuse('copyTrace', { what: 'The clipboard is not there.', wayOut: 'Save it instead.' });
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('The clipboard is not there. Save it instead.').waitFor();
  });

  test('what it says covers nothing at the end of the page, and goes when it is waved away', async () => {
    const page = await showTraceroute(harness, { trace: 'stopped', width: 420, height: 640 });
    await harness.refuse('copyTrace', { what: 'The clipboard is not there.', wayOut: 'Save it instead.' });
    await page.getByRole('button', { name: 'Copy as text' }).click();
    const toast = page.locator('.toast');
    await toast.waitFor();
    const overlap = await page.evaluate(() => {
      window.scrollTo(0, document.documentElement.scrollHeight);
      const end = document.querySelector('main')?.getBoundingClientRect().bottom ?? Number.NaN;
      return end - (document.querySelector('.toast')?.getBoundingClientRect().top ?? Number.NaN);
    });
    expect(overlap).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => toast.count()).toBe(0);
  });

  test('opens a saved one, which says what it is of', async () => {
    const { keptTraces } = await harness.scene('good');
    const opened = keptTraces.find(({ id }) => id === 'multipath') ?? null;
    const page = await showTraceroute(harness, { but: { openedTrace: opened } });
    await page.getByRole('button', { name: 'Open a saved trace' }).click();
    await page.getByRole('heading', { name: 'All paths' }).waitFor();
    expect(await page.getByLabel('Mode').inputValue()).toBe('multipath');
    await harness.change({ openedTrace: null });
    await page.getByRole('button', { name: 'Open a saved trace' }).click();
    await expect.poll(() => askedFor(harness, 'openTrace')).toHaveLength(2);
    expect(await page.getByRole('heading', { name: 'All paths' }).count()).toBe(1);
  });
});

describe('kept traces', () => {
  test('open again, and the list follows what is kept', async () => {
    const page = await showTraceroute(harness);
    const list = page.getByRole('list', { name: 'Kept traces, newest first' });
    await list.getByRole('button').first().waitFor();
    await list.getByRole('button', { name: '2001:db8:feed:42::7' }).click();
    await page.getByRole('heading', { name: TRACES.ipv6.sentence.text }).waitFor();
    await page.getByText('Kept traces').click();
    await harness.change({ traces: [] });
    await harness.push('tracesChanged', null);
    await page.getByText('Traces that have ended are kept here.').waitFor();
  });

  test('that could not be read can be asked for again', async () => {
    const refused = { traces: { what: 'The history can not be read.', wayOut: 'Try again later.' } };
    const page = await showTraceroute(harness, { but: { refused } });
    await page.getByText('The kept traces could not be read').waitFor();
    await harness.refuse('traces', null);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: 'Kept traces, newest first' }).waitFor();
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
