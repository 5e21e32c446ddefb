import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import { TRACES, type TraceName, tracing } from '../../../support/renderer/scenes/traces.ts';
import { askedFor, showTraceroute } from '../../../support/renderer/traceroute.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const isTrace = (name: string): name is TraceName => Object.hasOwn(TRACES, name);
const NAMES = Object.keys(TRACES).filter(isTrace);

/** What each state has to say beside its sentence. */
const SAID: Readonly<Record<TraceName, readonly string[]>> = {
  good: [
    'router.home',
    'private',
    'CGN',
    'MPLS 24015',
    'if et-0/0/1',
    '120/120',
    'running for 2 min',
    'no answer',
  ],
  lossy: [
    'differs from here',
    'slow to answer',
    'MTU 1492',
    'UDP did not reach the destination, so ICMP is used.',
    'Packets of up to 1,492 bytes',
    'core2.provider.example instead of 203.0.113.65',
    'instead of core1.provider.example (203.0.113.65)',
    'Compared with the trace of',
    '12:31:00.',
  ],
  unreached: [
    '!X refused',
    'NAT',
    '5–9',
    'no answer from any of these 5 hops',
    'differs from here',
    'done in 4 s',
  ],
  once: ['done in 312 ms', 'Packets of up to 1,500 bytes'],
  begun: ['Waiting for the first answer'],
  running: ['waiting …', 'running for'],
  failed: ['The helper did not run then; now it does', 'Start again'],
  stopped: ['stopped after 41 s', '41 rounds'],
  multipath: ['4 routers', 'All paths', 'lag34.provider.example'],
  ipv6: ['2001:db8:ffff:aaaa:1234:5678:9abc:def0', 'link-local'],
};

describe.each(NAMES)('%s', (trace) => {
  test('says what it has to say', async () => {
    const page = await showTraceroute(harness, { trace });
    const headline = trace === 'failed' ? 'The trace could not begin.' : TRACES[trace].sentence.text;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(headline);
    const text = await page.locator('body').innerText();
    expect(SAID[trace].filter((part) => !text.includes(part))).toEqual([]);
  });

  test.each([
    [1040, false],
    [900, true],
    [420, true],
  ])('is without fault for axe and fits at %i px, dark: %s', async (width, dark) => {
    const page = await showTraceroute(harness, { trace, width, dark });
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

describe('before the first trace', () => {
  test.each([
    [1040, false],
    [420, true],
  ])('it says what a trace is, and is without fault at %i px', async (width, dark) => {
    const page = await showTraceroute(harness, { width, dark });
    await page.getByText('A trace lists every router').waitFor();
    await page.getByRole('list', { name: 'Kept traces, newest first' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('whom one could trace is one click away', async () => {
    const page = await showTraceroute(harness);
    await page.getByRole('button', { name: 'Trace 192.0.2.1' }).click();
    const ask = { host: '192.0.2.1', method: 'auto', family: null, mode: 'continuous' };
    await expect.poll(() => askedFor(harness, 'startTrace')).toEqual([ask]);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe('192.0.2.1');
    expect(await page.title()).toBe('192.0.2.1 - Traceroute - Faultline');
  });
});

describe('the table', () => {
  test('is one for screen readers: a row a hop, a head for each figure', async () => {
    const page = await showTraceroute(harness, { trace: 'lossy' });
    const table = page.getByRole('table', { name: 'Hops on the way to example.net' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
    ]);
    const heads = (await table.getByRole('columnheader').allInnerTexts()).join(' ');
    for (const head of [
      'Hop',
      'Router',
      'Loss',
      'Answered',
      'Last',
      'Mean',
      'Best',
      'Worst',
      'p95',
      'Jitter',
    ]) {
      expect(heads).toContain(head);
    }
  });

  test('loss is told with its interval; own answers and silence are not loss', async () => {
    const page = await showTraceroute(harness, { trace: 'lossy' });
    const loss = async (ttl: number): Promise<string> =>
      (await page.locator(`[data-ttl="${ttl}"] .hop-loss`).innerText()).replaceAll(/\s+/g, ' ');
    expect(await loss(4)).toMatch(/^\d+ % ?, traffic is lost [\d.]+-[\d.]+ %$/);
    expect(await loss(2)).toMatch(/only its own answers/);
    expect(await loss(5)).toBe('–');
    expect(await page.locator('[data-ttl="5"]').innerText()).not.toContain('100 %');
  });

  test('the first hop that differs is marked, and only that', async () => {
    const page = await showTraceroute(harness, { trace: 'lossy' });
    expect(await page.locator('.hop-differs').count()).toBe(1);
    expect(await page.locator('.hop-differs').getAttribute('data-ttl')).toBe('4');
  });

  test('a badge explains itself on focus, and Escape takes that away without stopping the trace', async () => {
    const page = await showTraceroute(harness, { trace: 'good' });
    await page.getByRole('button', { name: 'CGN' }).focus();
    await page.getByText('Carrier-grade NAT').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Carrier-grade NAT').waitFor({ state: 'hidden' });
    expect(await askedFor(harness, 'stopTrace')).toEqual([]);
    await page.getByRole('button', { name: 'MPLS 24015' }).hover();
    await page.getByText('carries packets through its network by labels').waitFor();
  });
});

describe('without the helper', () => {
  test('it is started from here, and the trace begins by itself', async () => {
    const page = await showTraceroute(harness, { trace: 'failed', scene: 'no-helper' });
    const { state } = await harness.scene('good');
    await page.getByRole('button', { name: 'Start the helper' }).waitFor();
    await harness.change({ state });
    await page.getByRole('button', { name: 'Start the helper' }).click();
    await expect.poll(() => askedFor(harness, 'fixHelper')).toEqual([null]);
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ host: 'example.net' }]);
  });

  test('one that does not come starts nothing, and can be asked for again', async () => {
    const page = await showTraceroute(harness, { trace: 'failed', scene: 'no-helper' });
    const button = page.getByRole('button', { name: 'Start the helper' });
    await page.getByText('No right to open raw sockets').waitFor();
    await button.click();
    await expect.poll(() => askedFor(harness, 'fixHelper')).toHaveLength(1);
    await expect.poll(() => button.getAttribute('aria-disabled')).toBeNull();
    expect(await askedFor(harness, 'startTrace')).toEqual([]);
    await harness.refuse('fixHelper', { what: 'The password was not given.', wayOut: 'Try again.' });
    await button.click();
    await page.getByText('The password was not given. Try again.').waitFor();
    await expect.poll(() => button.getAttribute('aria-disabled')).toBeNull();
  });

  test('that has come back, it is not called missing any longer, and the trace can be started again', async () => {
    const page = await showTraceroute(harness, { trace: 'failed', scene: 'no-helper' });
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('A traceroute needs the helper, which does not run').waitFor();
    const { state } = await harness.scene('good');
    await harness.push('state', state);
    await result.getByText('The helper did not run then; now it does: start the trace again.').waitFor();
    expect(await result.getByText('which does not run').count()).toBe(0);
    await result.getByRole('button', { name: 'Start again' }).click();
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ host: 'example.net' }]);
  });

  test('with one, a failure of another kind offers only to try again', async () => {
    const unknown = { ...TRACES.failed, trouble: 'Nobody is called example.net.' };
    const but = { ...tracing('failed'), keptTraces: [unknown] };
    const page = await showTraceroute(harness, { but });
    await page.getByRole('region', { name: 'Result' }).getByText('Nobody is called example.net.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => askedFor(harness, 'startTrace')).toHaveLength(1);
    expect(await page.getByRole('button', { name: 'Start the helper' }).count()).toBe(0);
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
