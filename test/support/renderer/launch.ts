import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { _electron, type Page } from 'playwright-core';
import type { Trouble } from '../../../main/contract/channel.ts';
import type { Pushes, PushName, QuestionName, WindowName } from '../../../main/contract/contract.ts';
import { ensureElectron } from '../../../scripts/electron.mjs';
import { root } from '../../../scripts/setup.mjs';
import { type DesktopSession, startDesktopSession } from '../desktop/session.ts';
import type { Asked } from './contract-double.ts';
import type { Shown } from './control.ts';
import { type PrivateNetwork, privateNetwork } from './private-network.ts';
import type { Scene } from './scene.ts';
import type { SceneName } from './scenes/all.ts';

export interface ShowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly but?: Partial<Scene>;
}

/** The built windows in a real Electron, before a double of main that shows one scene after the other. */
export interface RendererHarness {
  show(window: WindowName, scene: SceneName, options?: ShowOptions): Promise<Page>;
  push<Name extends PushName>(name: Name, message: Pushes[Name]): Promise<void>;
  /** All that the window has asked since it was shown. */
  asked(): Promise<readonly Asked[]>;
  refuse(name: QuestionName, trouble: Trouble | null): Promise<void>;
  /** From now on main answers so; nothing is pushed. */
  change(but: Partial<Scene>): Promise<void>;
  /** A scene, to make another one of it. */
  scene(name: SceneName): Promise<Scene>;
  /** Lines that pages wrote to their consoles: nothing is expected there. */
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** An app of its own: Electron starts folders. */
async function bundleMain(folder: string): Promise<void> {
  const about = { name: 'faultline-renderer-harness', version: '0.0.0', type: 'module', main: 'main.mjs' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about));
  await build({
    entryPoints: [join(root, 'test/support/renderer/electron-main.ts')],
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['electron'],
    logLevel: 'warning',
  });
}

function environment(session: DesktopSession, home: string, network: PrivateNetwork | null) {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...session.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    // Another build can be looked at without touching this one.
    FAULTLINE_HARNESS_DIST: process.env['FAULTLINE_HARNESS_DIST'] ?? join(root, 'dist'),
    ...network?.env,
  };
}

async function launchElectron(session: DesktopSession, folder: string) {
  const { executable } = await ensureElectron({ say: () => undefined });
  const network = process.getuid?.() === 0 ? await privateNetwork(executable) : null;
  const electron = await _electron.launch({
    executablePath: network?.wrapper ?? executable,
    cwd: root,
    args: [folder, '--force-device-scale-factor=1', '--hide-scrollbars', '--disable-lcd-text'],
    // British English: a day before its month, and 24 hours, as in the sentences.
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Decided by the native theme, as for a person.
    colorScheme: null,
    env: environment(session, folder, network),
    timeout: START_MS,
  });
  return { electron, network };
}

/** Needs the bundles in dist/. */
export async function startRenderer(): Promise<RendererHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-renderer-'));
  const session = await startDesktopSession({ width: 1600, height: 1600 });
  await bundleMain(folder);
  const { electron, network } = await launchElectron(session, folder);
  const complaints: string[] = [];
  electron.on('window', (page) => {
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  await electron.evaluate(
    () =>
      new Promise<void>((ready) => {
        const look = (): void => (globalThis.harness === undefined ? void setTimeout(look, 20) : ready());
        look();
      }),
  );
  return {
    complaints,
    async show(window, scene, { width = 900, height = 640, dark = false, but = {} } = {}) {
      const shown: Shown = { window, scene, but, width, height, dark };
      const opened = electron.waitForEvent('window', { timeout: START_MS });
      await electron.evaluate((_electron, asked) => globalThis.harness.show(asked), shown);
      const page = await opened;
      await page.waitForLoadState('load');
      return page;
    },
    async push(name, message) {
      // Its type is lost on the way through the process; the parameters above have checked it.
      const pushed: unknown = { name, message };
      await electron.evaluate((_electron, told) => globalThis.harness.pushAny(told), pushed);
    },
    asked: () => electron.evaluate(() => globalThis.harness.asked()),
    refuse: (name, trouble) =>
      electron.evaluate((_electron, asked) => globalThis.harness.refuse(asked.name, asked.trouble), {
        name,
        trouble,
      }),
    async change(but) {
      const changes: unknown = but;
      await electron.evaluate((_electron, asked) => globalThis.harness.change(asked as object), changes);
    },
    scene: (name) => electron.evaluate((_electron, asked) => globalThis.harness.scene(asked), name),
    async stop() {
      await electron.close();
      network?.stop();
      await session.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
