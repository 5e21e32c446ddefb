import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { ensureElectron } from '../../../scripts/electron.mjs';
import { startDesktopSession } from '../desktop/session.ts';
import { privateNetwork } from '../renderer/private-network.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const here = (name: string): string => join(ROOT, 'test/support', name);

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="page.css">
<style>main { padding: 12px 24px; }</style></head>
<body><script type="module" src="page.js"></script></body></html>`;

export interface ChartsApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  stop(): Promise<void>;
}

async function bundleInto(folder: string): Promise<void> {
  const common = { bundle: true, target: 'chrome130', logLevel: 'warning' } as const;
  await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: [here('charts/preload.ts')],
      outfile: join(folder, 'preload.cjs'),
      format: 'cjs',
    }),
    esbuild.build({
      ...common,
      entryPoints: [join(ROOT, 'renderer/theme/theme.css')],
      outfile: join(folder, 'theme.css'),
    }),
    esbuild.build({
      ...common,
      entryPoints: [here('charts/page.ts')],
      outfile: join(folder, 'page.js'),
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
  ]);
  copyFileSync(here('charts/electron-main.cjs'), join(folder, 'main.cjs'));
  writeFileSync(join(folder, 'package.json'), '{"name":"charts","main":"main.cjs"}');
  writeFileSync(join(folder, 'page.html'), HTML);
}

/** Charts, timeline and range in a real Electron, with a double of main; `html`: another page with the same double. */
export async function openCharts(html?: string): Promise<ChartsApp> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-charts-'));
  const [session, { executable }] = await Promise.all([
    startDesktopSession(),
    ensureElectron({ say: () => undefined }),
    bundleInto(folder),
  ]);
  const network = await privateNetwork(executable);
  const electron = await _electron.launch({
    executablePath: network.wrapper,
    cwd: ROOT,
    args: [folder, '--force-device-scale-factor=1', '--disable-background-networking'],
    env: {
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      ...session.env,
      HOME: folder,
      FAULTLINE_PAGE: html ?? join(folder, 'page.html'),
      FAULTLINE_PRELOAD: join(folder, 'preload.cjs'),
      ...network.env,
    },
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  return {
    electron,
    page,
    async stop() {
      await electron.close();
      network.stop();
      await session.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
