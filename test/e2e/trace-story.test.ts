import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TraceSummary } from '../../main/domain/model/trace.ts';
import { ofProtocol } from '../lab/net/counters.ts';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { HOME } from '../lab/net/topologies.ts';
import { TrayHost } from '../support/dbus/tray-host.ts';
import type { TrayItem } from '../support/dbus/tray-item.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../support/desktop/launch.ts';
import { askIn, stateIn } from '../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../support/desktop/session.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 90_000, interval: 200 };
/** The healthy path is looked at when all has been well for a minute. */
const SETTLED = { timeout: 180_000, interval: 500 };
const STORY_MS = 400_000;
const [ANCHOR4] = HOME.anchors4;
const [ANCHOR6] = HOME.anchors6;

/** The app of somebody who has started it before: the icon in the tray and no window. */
const home = makeDesktopHome();
let lab: HomeLab;
let session: DesktopSession;
let panel: TrayHost;
let desktop: RunningDesktop;
let item: TrayItem;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  panel = await TrayHost.start(session.busAddress);
  mkdirSync(home.desktopDirectory, { recursive: true });
  writeFileSync(join(home.desktopDirectory, 'windows.json'), '{}');
  desktop = await launchDesktop(lab, { session, home, args: ['--hidden'] });
});
afterAll(async () => {
  await desktop?.quit();
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

interface Shown {
  readonly state: string;
  readonly sentence: string;
  /** What each line says of who answered, by its distance. */
  readonly routers: Readonly<Record<string, string>>;
}

/** All that a person sees of the trace. */
const shownIn = (page: Page): Promise<Shown> =>
  page.evaluate(() => ({
    state: document.querySelector<HTMLElement>('.result-sentence')?.dataset['state'] ?? '',
    sentence: document.querySelector('.result-sentence h1')?.textContent ?? '',
    routers: Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('tr.hop')].map((row) => [
        row.dataset['ttl'] ?? '',
        row.querySelector('.hop-router')?.textContent ?? '',
      ]),
    ),
  }));

const kept = (page: Page, reason: TraceSummary['reason'], incident: string | null = null) =>
  askIn(page, 'traces', { incident }).then((all) => all.filter((each) => each.reason === reason));

test('a click in the tray: the window opens, the trace runs, and the sentence names what it reached', async () => {
  const crossed = async (): Promise<number> => {
    const { forward } = await lab.link('core').counters();
    return ofProtocol(forward, 'udp').entered;
  };
  item = await panel.item();
  await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well/);
  const before = await crossed();
  await item.choose(ANCHOR4);
  const page = await desktop.window('traceroute');
  await expect
    .poll(() => shownIn(page), SOON)
    .toEqual({
      state: 'good',
      sentence: expect.stringMatching(/^All is well: 198\.51\.100\.1 answers in .* 3 hops away/),
      routers: {
        1: expect.stringContaining(HOME.router.ipv4),
        2: expect.stringContaining(HOME.provider.ipv4),
        3: expect.stringContaining(ANCHOR4),
      },
    });
  // Real packets: three probes of the third hop at least, over the link before it.
  expect((await crossed()) - before).toBeGreaterThanOrEqual(3);
  // It goes on until it is stopped, and is kept then.
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect
    .poll(() => kept(page, 'asked'), SOON)
    .toMatchObject([{ address: ANCHOR4, reached: true, hops: 3 }]);
});

test(
  'a cut link: the incident has traces of its onset, compared with the healthy path, and the sentence says where it ends',
  async () => {
    const page = await desktop.window('traceroute');
    // Before anything breaks the healthy paths are known, of both families.
    await expect
      .poll(async () => (await kept(page, 'baseline')).map(({ address }) => address).sort(), SETTLED)
      .toEqual([ANCHOR4, ANCHOR6].sort());

    await lab.link('core').set({ both: { drop: ['ipv4'] } });
    const { open } = await stateIn(page, ({ open: incidents }) =>
      incidents.some((each) => each.class === 'ipv4-only'),
    );
    const incident = open.find((each) => each.class === 'ipv4-only')?.id ?? '';
    const atOnset = async () => {
      const traces = await kept(page, 'incident', incident);
      return traces
        .map(({ family, reached, incident: of }) => ({ family, reached, of }))
        .sort((a, b) => a.family - b.family);
    };
    await expect.poll(atOnset, SOON).toEqual([
      { family: 4, reached: false, of: incident },
      { family: 6, reached: true, of: incident },
    ]);
    const [four] = (await kept(page, 'incident', incident)).filter(({ family }) => family === 4);
    const view = await askIn(page, 'trace', { id: four?.id ?? '' });
    expect(view.comparison).toMatchObject({ firstDifferentTtl: 3 });
    expect(view.sentence).toMatchObject({
      state: 'outage',
      text: expect.stringContaining(HOME.provider.ipv4),
    });

    await item.choose(`Affected ${ANCHOR4}`);
    await expect
      .poll(() => shownIn(page), SOON)
      .toMatchObject({
        state: 'down',
        sentence: expect.stringMatching(
          /^Packets get as far as .*203\.0\.113\.1.*; beyond it nothing answers/,
        ),
        routers: {
          1: expect.stringContaining(HOME.router.ipv4),
          2: expect.stringContaining(HOME.provider.ipv4),
        },
      });

    await item.choose('Open dashboard');
    const dashboard = await desktop.window('dashboard');
    await dashboard.locator(`tr.incident[data-incident="${incident}"] .incident-select`).click(SOON);
    const linked = dashboard.locator(`.incident-trace[data-trace="${four?.id ?? ''}"]`);
    await linked.getByRole('button', { name: 'Open the trace' }).click(SOON);
    await expect.poll(async () => (await shownIn(page)).sentence, SOON).toBe(view.sentence.text);
  },
  STORY_MS,
);

test('mended: the next trace arrives again', async () => {
  await lab.link('core').set({ both: { drop: [] } });
  const page = await desktop.window('traceroute');
  await expect.poll(() => item.tooltip(), SOON).toMatch(/^All is well/);
  await item.choose(ANCHOR6);
  await expect
    .poll(() => shownIn(page), SOON)
    .toMatchObject({
      state: 'good',
      sentence: expect.stringMatching(/^All is well: 2001:db8:53::1 answers in .* 3 hops away/),
      routers: { 3: expect.stringContaining(ANCHOR6) },
    });
});
