import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let lab: HomeLab;
let session: DesktopSession;
let home: DesktopHome;
let desktop: RunningDesktop;
let page: Page;
let view: TraceView;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  home = makeDesktopHome();
  desktop = await launchDesktop(lab, { session, home });
  page = await desktop.window('dashboard');
});
afterAll(async () => {
  await desktop?.quit();
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

/** What the user chooses in the system's own dialog; null: closes it. Tells what he was shown. */
async function choosing(file: string | null): Promise<() => Promise<readonly unknown[]>> {
  const shown = await desktop.electron.evaluateHandle(({ dialog }, chosen: string | null) => {
    const options: unknown[] = [];
    const answer = (given: readonly unknown[]) => {
      options.push(given.at(-1));
      return {
        canceled: chosen === null,
        filePath: chosen ?? '',
        filePaths: chosen === null ? [] : [chosen],
      };
    };
    Reflect.set(dialog, 'showSaveDialog', async (...given: unknown[]) => answer(given));
    Reflect.set(dialog, 'showOpenDialog', async (...given: unknown[]) => answer(given));
    return options;
  }, file);
  onTestFinished(() => shown.dispose());
  return () => shown.jsonValue();
}

test('a trace of an anchor is there to be shared', async () => {
  await stateIn(page, ({ tray }) => tray === 'good');
  const [anchor] = lab.anchors;
  const ask = { host: anchor?.address ?? '', mode: 'once', method: 'auto', family: null } as const;
  const { id } = await askIn(page, 'startTrace', ask);
  await expect.poll(async () => (await askIn(page, 'trace', { id })).status, SOON).toBe('done');
  view = await askIn(page, 'trace', { id });
  expect(view).toMatchObject({ reached: true, source: expect.any(String) });
});

test('copied as text', async () => {
  const copied = (): Promise<string> => desktop.electron.evaluate(({ clipboard }) => clipboard.readText());
  await askIn(page, 'copyTrace', { id: view.id, mask: false });
  const plain = await copied();
  for (const { nodes } of view.hops) expect(plain).toContain(nodes[0]?.address);
});

test('saved where the user says, and opened again as it was', async () => {
  const file = join(home.folder, 'trace.json');
  const shown = await choosing(file);
  expect(await askIn(page, 'saveTrace', { id: view.id, mask: false, format: 'json' })).toEqual({ file });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(view);
  const opened = await askIn(page, 'openTrace', null);
  expect(opened).toEqual({ ...view, id: opened?.id });
  expect(opened?.id).not.toBe(view.id);
  expect(await shown()).toMatchObject([
    { defaultPath: expect.stringMatching(/^trace-.*\.json$/), filters: [{ extensions: ['json'] }] },
    { properties: ['openFile'], filters: [{ extensions: ['json'] }] },
  ]);
});

test('saved masked, it names the network no more, and opens like any other', async () => {
  const file = join(home.folder, 'masked.json');
  await choosing(file);
  await askIn(page, 'saveTrace', { id: view.id, mask: true, format: 'json' });
  expect(readFileSync(file, 'utf8')).not.toContain(view.network);
  expect(await askIn(page, 'openTrace', null)).toMatchObject({ host: view.host, network: 'masked' });
});

test('neither written nor read when the dialog is closed', async () => {
  await choosing(null);
  expect(await askIn(page, 'saveTrace', { id: view.id, mask: true, format: 'text' })).toEqual({ file: null });
  expect(await askIn(page, 'openTrace', null)).toBeNull();
});

test('a file that is no trace is refused in words', async () => {
  const file = join(home.folder, 'other.json');
  writeFileSync(file, '{"hops": 3}');
  await choosing(file);
  await expect(askIn(page, 'openTrace', null)).rejects.toThrow(/This file holds no trace/);
});
