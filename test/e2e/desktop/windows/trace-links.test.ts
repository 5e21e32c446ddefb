import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import { askedFor } from '../../../support/renderer/traceroute.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const opens = (trace: object) => ({
  window: 'traceroute',
  destination: { incident: null, tab: null, trace },
});
const runs = (ask: object) => opens({ kind: 'run', ask });

/** The menu beside the verdict. */
async function openMenu(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Verdict' }).getByRole('button', { name: 'Trace now' }).click();
}

test('from a notice a trace of whom one chooses is one click away', async () => {
  const page = await harness.show('dashboard', 'good');
  await page.getByRole('tab', { name: /Notices/ }).click();
  await page
    .getByRole('button', { name: /^Trace now: / })
    .first()
    .click();
  await page.getByRole('menuitem', { name: '192.0.2.1' }).click();
  await expect
    .poll(() => askedFor(harness, 'openWindow'))
    .toEqual([runs({ host: '192.0.2.1', mode: 'continuous', method: 'auto', family: null })]);
  expect(await violationsOf(page)).toEqual([]);
});

describe('beside the verdict', () => {
  test('a trace of whom one chooses is one click away', async () => {
    const page = await harness.show('dashboard', 'good');
    await openMenu(page);
    await page.getByRole('menuitem', { name: '192.0.2.1' }).click();
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Another address' }).click();
    await expect
      .poll(() => askedFor(harness, 'openWindow'))
      .toEqual([
        runs({ host: '192.0.2.1', mode: 'continuous', method: 'auto', family: null }),
        opens({ kind: 'ask' }),
      ]);
  });

  test('a refusal is said', async () => {
    const page = await harness.show('dashboard', 'good');
    await harness.refuse('openWindow', { what: 'No window can be opened.', wayOut: 'Try again.' });
    await openMenu(page);
    await page.getByRole('menuitem', { name: '1.1.1.1' }).click();
    await page.getByText('No window can be opened. Try again.').waitFor();
  });

  test('is not offered while nothing runs', async () => {
    const page = await harness.show('dashboard', 'failed');
    await page.getByRole('heading', { name: 'Nothing is being measured.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Trace now' }).count()).toBe(0);
  });

  test.each([
    [900, false],
    [420, true],
  ])('is without fault for axe at %i px, dark: %s', async (width, dark) => {
    const page = await harness.show('dashboard', 'good', { width, dark });
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Another address' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

describe('beside a chart', () => {
  test('its anchors are traced by the packets that it measures with', async () => {
    const page = await harness.show('dashboard', 'good');
    await page.getByRole('button', { name: 'Trace an anchor of IPv6' }).click();
    await page.getByRole('menuitem').first().click();
    await page.getByRole('button', { name: 'Trace an anchor of ICMP' }).click();
    await page.getByRole('menuitem', { name: '9.9.9.9' }).click();
    await expect
      .poll(() => askedFor(harness, 'openWindow'))
      .toEqual([
        runs({ host: '2606:4700:4700::1111', mode: 'continuous', method: 'tcp', family: 6, port: 443 }),
        runs({ host: '9.9.9.9', mode: 'continuous', method: 'icmp', family: 4 }),
      ]);
  });
});

describe('the list of traces', () => {
  async function showList(but = {}): Promise<Page> {
    const page = await harness.show('dashboard', 'good', { height: 1000, but });
    await page.getByRole('tab', { name: /Traces/ }).click();
    return page;
  }

  test('opens each of them', async () => {
    const page = await showList();
    const list = page.getByRole('list', { name: 'Traces, newest first' });
    expect(await list.getByRole('listitem').count()).toBe(4);
    // The whole row can be clicked.
    const row = await list.getByRole('listitem').nth(1).boundingBox();
    await page.mouse.click((row?.x ?? 0) + (row?.width ?? 0) / 2, (row?.y ?? 0) + (row?.height ?? 0) / 2);
    await expect
      .poll(() => askedFor(harness, 'openWindow'))
      .toEqual([opens({ kind: 'show', id: 'unreached' })]);
    expect(await violationsOf(page)).toEqual([]);
  });

  test('says what a trace is while there is none, and follows what is kept', async () => {
    const page = await showList({ traces: [] });
    await page.getByText('No trace so far').waitFor();
    const { traces } = await harness.scene('good');
    await harness.change({ traces });
    await harness.push('tracesChanged', null);
    await page.getByRole('list', { name: 'Traces, newest first' }).waitFor();
  });

  test('is read when monitoring has started, and names whom one could trace in another network', async () => {
    const { state, traces, traceTargets } = await harness.scene('good');
    const starting = { ...state, phase: 'starting' } as const;
    const page = await showList({ traces: [], state: starting });
    await page.getByText('No trace so far').waitFor();
    await harness.change({ traces, state, traceTargets: { ...traceTargets, gateways: ['192.0.2.254'] } });
    await harness.push('state', state);
    await page.getByRole('list', { name: 'Traces, newest first' }).waitFor();
    await openMenu(page);
    await page.getByRole('menuitem', { name: '192.0.2.254' }).waitFor();
  });

  test('that could not be read can be asked for again', async () => {
    const page = await showList({
      refused: { traces: { what: 'The history can not be read.', wayOut: '' } },
    });
    await page.getByText('The traces could not be read').waitFor();
    await harness.refuse('traces', null);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: 'Traces, newest first' }).waitFor();
  });

  test('is where a window goes that is meant to', async () => {
    const page = await harness.show('dashboard', 'good');
    await page.getByRole('tabpanel').waitFor();
    await harness.push('go', { incident: null, tab: 'traces', trace: null });
    await page.getByRole('list', { name: 'Traces, newest first' }).waitFor();
  });
});

describe('an incident', () => {
  async function showIncident(but = {}): Promise<Page> {
    const page = await harness.show('dashboard', 'good', { height: 1000, but });
    await page.getByRole('button', { name: '6 hours' }).click();
    await page.getByRole('button', { name: 'IPv4 down' }).first().click();
    await page.getByRole('region', { name: 'Traces of this incident' }).waitFor();
    return page;
  }

  test('has the traces of its onset and the healthy one, each to be opened', async () => {
    const page = await showIncident();
    await page.getByRole('button', { name: 'Open the trace: example.net, as it began' }).click();
    await page.getByRole('button', { name: 'Open the trace: example.net, while all was well' }).click();
    await expect
      .poll(() => askedFor(harness, 'openWindow'))
      .toEqual([opens({ kind: 'show', id: 'unreached' }), opens({ kind: 'show', id: 'healthy' })]);
    expect(await violationsOf(page)).toEqual([]);
  });

  test('can be traced now', async () => {
    const page = await showIncident();
    const traces = page.getByRole('region', { name: 'Traces of this incident' });
    await traces.getByRole('button', { name: 'Trace now' }).click();
    await page.getByRole('menuitem', { name: '1.1.1.1' }).click();
    await expect.poll(() => askedFor(harness, 'openWindow')).toHaveLength(1);
  });

  test('that has none of its own says why, where that is known', async () => {
    const known = await showIncident({ traces: [], untraced: 'spared' });
    await known.getByText(/^None was taken by itself: when incidents follow each other/).waitFor();
    expect(await violationsOf(known)).toEqual([]);
    const page = await showIncident({ traces: [] });
    expect(await page.getByText(/None was taken/).count()).toBe(0);
  });

  test('tells of traces that come later, and when they can not be read', async () => {
    const page = await showIncident({ traces: [] });
    const traces = page.getByRole('region', { name: 'Traces of this incident' });
    expect(await traces.getByRole('listitem').count()).toBe(0);
    const { traces: all } = await harness.scene('good');
    await harness.change({ traces: all });
    await harness.push('tracesChanged', null);
    await expect.poll(() => traces.getByRole('listitem').count()).toBe(3);
    await harness.refuse('traces', { what: 'The history can not be read.', wayOut: '' });
    await harness.push('tracesChanged', null);
    await traces.getByText('The history can not be read.').waitFor();
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
