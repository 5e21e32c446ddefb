import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import { hop, silentHop, TRACED_MS, view } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES, tracing } from '../../../support/renderer/scenes/traces.ts';
import { askedFor, showTraceroute } from '../../../support/renderer/traceroute.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const HOPS = 16;

/** A long way after so many rounds, names coming in one after the other. */
function told(rounds: number, more: Partial<TraceView> = {}): TraceView {
  const hops = Array.from({ length: HOPS }, (_, at) =>
    at === 6
      ? silentHop(7, rounds)
      : hop(
          {
            ttl: at + 1,
            usual: 2 + at,
            nodes: [
              {
                address: `203.0.113.${at + 1}`,
                note: at === 0 ? 'private' : null,
                name: rounds > at + 2 ? `router${at + 1}.with-a-rather-long-name.provider.example` : null,
              },
            ],
          },
          rounds,
        ),
  );
  return view({
    id: 'long',
    hops,
    rounds,
    durationMs: rounds * 1000,
    sentence: { state: 'good', text: `Packets reach example.net in ${HOPS} hops, ${rounds} ms away.` },
    ...more,
  });
}

async function showLong(rounds = 1): Promise<Page> {
  const first = told(rounds);
  const but = { ...tracing('good'), keptTraces: [first], destination: shows('long') };
  const page = await showTraceroute(harness, { but, height: 480 });
  await page.locator(`[data-ttl="${HOPS}"]`).waitFor();
  return page;
}

const shows = (id: string) => ({ incident: null, tab: null, trace: { kind: 'show', id } }) as const;
const round = (page: Page, rounds: number): Promise<void> => page.getByText(`${rounds} rounds`).waitFor();

describe('while answers come in', () => {
  test('focus, scroll and what is being read stay', async () => {
    const page = await showLong();
    await page.evaluate('window.scrollTo(0, 300)');
    const badge = page.getByRole('button', { name: 'private' });
    await badge.evaluate((button: { focus(options: object): void }) => button.focus({ preventScroll: true }));
    await page.evaluate(
      'window.before = { row: document.querySelector(".hop"), active: document.activeElement }',
    );
    for (let rounds = 2; rounds <= 30; rounds++) await harness.push('trace', told(rounds));
    await round(page, 30);
    const now = await page.evaluate(`({
      scroll: window.scrollY,
      sameRow: window.before.row === document.querySelector('.hop'),
      sameFocus: window.before.active === document.activeElement,
    })`);
    expect(now).toEqual({ scroll: 300, sameRow: true, sameFocus: true });
    expect(await page.getByRole('tooltip').filter({ visible: true }).count()).toBe(1);
  });

  test('columns and rows stay where they are, whatever arrives', async () => {
    const page = await showLong();
    const places = (): Promise<unknown> =>
      page.evaluate(`[...document.querySelectorAll('[data-ttl="12"] > *')].map((cell) => {
        const { left, width, height } = cell.getBoundingClientRect();
        return [left, width, height];
      })`);
    const before = await places();
    await harness.push('trace', told(40));
    await round(page, 40);
    expect(await places()).toEqual(before);
  });

  test('a screen reader is told once, not figure by figure', async () => {
    const page = await showLong(2);
    await expect.poll(() => page.getByTestId('announcement').textContent()).toBe('');
    await page.evaluate(`{
      window.said = [];
      const region = document.querySelector('[data-testid="announcement"]');
      new MutationObserver(() => window.said.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });
    }`);
    for (let rounds = 3; rounds <= 12; rounds++) await harness.push('trace', told(rounds));
    await round(page, 12);
    expect(await page.evaluate('window.said')).toEqual([]);
    const worse = {
      state: 'degraded',
      text: 'Packets reach hop 4; everything after it loses 20 %.',
    } as const;
    await harness.push('trace', told(13, { sentence: worse }));
    await harness.push('trace', told(14, { sentence: { ...worse, text: worse.text.replace('20', '21') } }));
    await round(page, 14);
    // Gone before it can be older than the headline: who browses the page reads that alone.
    await expect.poll(() => page.evaluate('window.said')).toEqual([worse.text, '']);
    const live = await page.locator('[aria-live], [role="status"], [role="alert"]').count();
    expect(live).toBe(2);
  });

  test('strips are drawn, in the colours of the theme, and the silent hop has none', async () => {
    const page = await showLong(60);
    expect(await page.locator('canvas.strip').count()).toBe(HOPS - 1);
    expect(await page.locator('[data-ttl="7"] canvas').count()).toBe(0);
    const drawn = (): Promise<string> =>
      page.evaluate('document.querySelector(\'[data-ttl="12"] canvas\').toDataURL()');
    const empty: string = await page.evaluate(`(() => {
      const { width, height } = document.querySelector('[data-ttl="12"] canvas');
      return Object.assign(document.createElement('canvas'), { width, height }).toDataURL();
    })()`);
    await expect.poll(drawn).not.toBe(empty);
    const light = await drawn();
    await harness.push('trace', told(110));
    await expect.poll(drawn).not.toBe(light);
    const before = await drawn();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(drawn).not.toBe(before);
  });

  test('more is kept than a view carries, and can be looked at', async () => {
    const page = await showLong(100);
    expect(await page.getByLabel('Time shown').count()).toBe(0);
    for (const rounds of [150, 220, 300]) await harness.push('trace', told(rounds, later(rounds)));
    await page.getByLabel('Time shown').selectOption('10 min');
    await page.getByText('14:13:00').waitFor();
  });
});

/** Samples as a view carries them after many rounds: the last two minutes. */
function later(rounds: number): Partial<TraceView> {
  const hops = told(rounds).hops.map((one) => ({
    ...one,
    samples: one.samples.map((sample, at) => ({
      ...sample,
      atMs: wallMs(TRACED_MS + (rounds - one.samples.length + at) * 1000),
    })),
  }));
  return { hops };
}

describe('whose trace it is', () => {
  test('what is told of others is not shown', async () => {
    const page = await showLong(3);
    await harness.push('trace', told(9, { id: 'other', host: 'other.example' }));
    await harness.push('trace', told(4));
    await round(page, 4);
    expect(await page.locator('body').innerText()).not.toContain('other.example');
  });

  test('a new one takes its place, and the one before is stopped', async () => {
    const page = await showLong(3);
    await harness.push('go', {
      incident: null,
      tab: null,
      trace: { kind: 'run', ask: { host: '192.0.2.9', mode: 'once', method: 'tcp', family: 4, port: 8443 } },
    });
    const ask = { host: '192.0.2.9', mode: 'once', method: 'tcp', family: 4, port: 8443 };
    await expect.poll(() => askedFor(harness, 'startTrace')).toEqual([ask]);
    expect(await askedFor(harness, 'stopTrace')).toEqual([{ id: 'long' }]);
    expect(await page.getByLabel('Method').inputValue()).toBe('tcp');
    expect(await page.getByLabel('Mode').inputValue()).toBe('once');
  });

  test('a kept one takes its place too, and the one before is stopped; the same one goes on', async () => {
    const page = await showLong(3);
    await harness.change({ keptTraces: [told(3), TRACES.stopped] });
    await harness.push('go', shows('long'));
    await expect.poll(() => askedFor(harness, 'trace')).toHaveLength(2);
    expect(await askedFor(harness, 'stopTrace')).toEqual([]);
    await harness.push('go', shows('stopped'));
    await expect.poll(() => askedFor(harness, 'stopTrace')).toEqual([{ id: 'long' }]);
    await page.getByText('stopped after 41 s').waitFor();
  });

  test('it opens with the target already running', async () => {
    const ask = { host: 'example.net', mode: 'continuous', method: 'auto', family: null } as const;
    const but = { destination: { incident: null, tab: null, trace: { kind: 'run', ask } } } as const;
    const page = await showTraceroute(harness, { but });
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await askedFor(harness, 'startTrace')).toEqual([ask]);
  });

  test('one that is no longer there is told, and the fields are there for another', async () => {
    const page = await showTraceroute(harness, { but: { destination: shows('gone') } });
    await page.getByText('This trace is no longer in the history. Start it again.').waitFor();
    await page.getByText('A trace lists every router').waitFor();
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
