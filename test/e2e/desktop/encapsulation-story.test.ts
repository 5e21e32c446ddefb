import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tunnelledSoFar } from '../../lab/encapsulation/cli-encapsulated.ts';
import { type Lab, startLab } from '../../lab/net/lab.ts';
import { allOpen, tunnelLine, tunnelPath } from '../../lab/net/paths/tunnel-line.ts';
import { LINE } from '../../lab/net/topologies.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { violationsOf } from '../../support/renderer/axe.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 120_000 };
const HOPS = 5;
/** Every router unwraps packets; the server behind the last of them says that it does not. */
const TOPOLOGY = tunnelLine([...allOpen(HOPS), 'refuses'], 2);
const SERVER = LINE.server.ipv4;
const PATH = tunnelPath('ipv4', HOPS + 1).slice(0, HOPS);
const HOST = LINE.router(HOPS).ipv4;
/** Between the third hop and the fourth. */
const LOSSY = 'l4';

let lab: Lab;
let session: DesktopSession;
let home: DesktopHome;
let desktop: RunningDesktop;
let page: Page;
beforeAll(async () => {
  [lab, session] = await Promise.all([startLab(TOPOLOGY), startDesktopSession()]);
  home = makeDesktopHome();
  const pc = { ...lab, anchors: [{ kind: 'icmp4', address: SERVER }] as const, portalUrl: '' };
  desktop = await launchDesktop(pc, { session, home });
});
afterAll(async () => {
  await desktop?.quit();
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

const question = () => page.getByRole('dialog', { name: 'Allow packets in IP-in-IP on this network?' });
const choose = (way: string): Promise<void> => page.getByText(way, { exact: true }).click();

const auditFile = (): string => join(home.dataDirectory, 'encapsulation-audit.ndjson');
const audited = (): readonly {
  readonly what: string;
  readonly path: readonly string[];
  readonly sent: number;
}[] =>
  readFileSync(auditFile(), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ begun }) => begun !== true);

test('before the first packet the person is asked, and "Not now" sends none', async () => {
  const dashboard = await desktop.window('dashboard');
  await stateIn(dashboard, ({ mode, phase }) => mode.icmp === 'helper' && phase === 'running');
  await askIn(dashboard, 'openWindow', { window: 'traceroute', destination: null });
  page = await desktop.window('traceroute');
  await choose('Reverse');
  await page.getByRole('combobox', { name: 'Way back from' }).fill(HOST);
  await page.keyboard.press('Enter');
  await question().waitFor();
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('heading', { name: 'Nothing was sent.' }).waitFor();
  expect(await tunnelledSoFar(lab)).toBe(0);
  const refused = askIn(page, 'startPathProbe', { path: { host: HOST }, from: null, family: null });
  await expect(refused).rejects.toThrow('are not allowed on this network, so nothing was sent');
  expect(await tunnelledSoFar(lab)).toBe(0);
});

test('allowed, the way back stands beside the way there, hop by hop', async () => {
  await page.getByRole('button', { name: 'Ask me again' }).click();
  await question().getByRole('button', { name: 'Allow on this network' }).click();
  await page.getByRole('heading', { name: `The way back from ${HOST}` }).waitFor(SOON);
  const rows = page.locator('tr[data-joint="same"]');
  await expect.poll(() => rows.count(), SOON).toBe(HOPS);
  const shown = await rows.evaluateAll((all) => all.map((row) => row.textContent ?? ''));
  // On a line both ways are one: each address stands twice in its row.
  for (const [at, address] of PATH.entries()) expect(shown[at]?.split(address)).toHaveLength(3);
  await page.getByText('The way back shows the same routers as the way there').waitFor(SOON);
  expect(await violationsOf(page)).toEqual([]);
  expect(await tunnelledSoFar(lab)).toBeGreaterThan(0);
});

test('between two others: the way of the first to the second, seen from here', async () => {
  await choose('Between');
  await page.getByRole('textbox', { name: 'From' }).fill(LINE.router(2).ipv4);
  await page.getByRole('combobox', { name: 'To' }).fill(SERVER);
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: `Hops on the way from ${LINE.router(2).ipv4} to ${SERVER}` });
  await table.waitFor(SOON);
  const shown = () => table.locator('.router-name').allInnerTexts();
  await expect.poll(shown, SOON).toEqual([...[2, 3, 4, 5].map((number) => LINE.router(number).ipv4), SERVER]);
});

test('of a host that does not unwrap packets it says so, and offers the nearest that does', async () => {
  await choose('Reverse');
  await page.getByRole('combobox', { name: 'Way back from' }).fill(SERVER);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The way back could not be seen.' }).waitFor(SOON);
  const hint = page.getByText(`${SERVER} does not decapsulate`).first();
  await hint.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: `Show the way back from ${HOST}` }).click();
  await page.getByRole('heading', { name: `The way back from ${HOST} to this machine` }).waitFor(SOON);
});

test('a path probe finds the stretch that loses, and says so in one sentence', async () => {
  await lab.link(LOSSY).set({ forward: { loss: { percent: 30 }, seed: 7 } });
  await choose('Path probe');
  await page.getByLabel('Host, or a path').fill(HOST);
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByLabel('Probes a hop').fill('40');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^Packets get lost/ });
  await page.getByRole('button', { name: 'Start' }).waitFor(SOON);
  await heading.waitFor(SOON);
  expect(await heading.innerText()).toMatch(/hop 3 .*hop 4 /);
  const line = page.getByRole('region', { name: 'The path' });
  expect(await line.locator('[data-stretch="3-4"]').getAttribute('class')).toContain('line-stretch-loss');
  expect(await line.locator('.line-stretch-loss').count()).toBe(1);
  expect(await line.locator('.line-tested').count()).toBe(HOPS);
  expect(await violationsOf(page)).toEqual([]);
});

test('a path that does not fit a packet is refused before anything is sent, with what does fit', async () => {
  const before = await tunnelledSoFar(lab);
  const long = Array.from({ length: 40 }, (_, at) => `198.51.100.${at + 1}`).join(', ');
  await page.getByLabel('Host, or a path').fill(long);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The path could not be probed.' }).waitFor(SOON);
  await page
    .getByRole('region', { name: 'Result' })
    .getByText(/does not fit a packet of 1,500 bytes.* a shorter path, of \d+ hops at most/)
    .waitFor();
  expect(await tunnelledSoFar(lab)).toBe(before);
});

test('the log tells of each run, and to whom', () => {
  const runs = audited();
  expect(runs.map(({ what }) => what)).toEqual(expect.arrayContaining(['reverse trace', 'path probe']));
  const probe = runs.find(({ what }) => what === 'path probe');
  expect(probe?.path).toEqual(PATH);
  expect(probe?.sent).toBeGreaterThan(HOPS * 40 - 1);
});

test('kept traces say whose way they show', async () => {
  const kept = await askIn(page, 'traces', { incident: null });
  expect(new Set(kept.map(({ direction }) => direction))).toEqual(new Set(['forward', 'reverse', 'between']));
  const back = kept.find(({ host, direction }) => host === HOST && direction === 'reverse');
  expect(back).toMatchObject({ host: HOST, relay: HOST, address: LINE.pc.ipv4, reached: true });
  await page.getByText('Kept traces').click();
  await page
    .getByRole('button', { name: `Way back from ${HOST}` })
    .first()
    .click();
  await page.getByRole('table', { name: /^Hops on the way back from/ }).waitFor();
});

test('taken back, a run that is under way ends at once and the next one asks again', async () => {
  await choose('Path probe');
  await page.getByLabel('Host, or a path').fill(HOST);
  await page.keyboard.press('Enter');
  await page.getByText(/^round \d+ of \d+$/).waitFor(SOON);
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText(/^stopped after /).waitFor();
  const before = await tunnelledSoFar(lab);
  await page.getByRole('button', { name: 'Start' }).click();
  await question().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Nothing was sent.' }).waitFor();
  expect(await tunnelledSoFar(lab)).toBe(before);
});
