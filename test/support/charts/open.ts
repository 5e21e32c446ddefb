import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { ensureElectron } from '../../../scripts/electron.mjs';
import { type DesktopSession, startDesktopSession } from '../desktop/session.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const here = (name: string): string => join(ROOT, 'test/support', name);

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="page.css"></head>
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

/** A network that leads nowhere; its loopback is joined to a file. */
async function startNowhere(relay: string): Promise<{ pid: number; stop(): void }> {
  const script = 'ip link set lo up; exec "$0" "$@"';
  const child = spawn(
    'unshare',
    ['-n', 'sh', '-c', script, process.execPath, here('desktop/relay.mjs'), relay],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
  });
  return { pid: child.pid ?? 0, stop: () => child.stdin.end() };
}

/** Charts, timeline and range in a real Electron, with a double of main; `html`: another page with the same double. */
export async function openCharts(html?: string): Promise<ChartsApp> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-charts-'));
  const relayPath = join(folder, 'relay');
  const [session, nowhere, { executable }]: [DesktopSession, { pid: number; stop(): void }, { executable: string }] =
    await Promise.all([
      startDesktopSession(),
      startNowhere(relayPath),
      ensureElectron({ say: () => undefined }),
      bundleInto(folder),
    ]);
  const pc = { electron: executable, pid: nowhere.pid, relay: relayPath, through: [] };
  const electron = await _electron.launch({
    executablePath: here('desktop/electron-in-lab.mjs'),
    cwd: ROOT,
    args: [folder, '--disable-background-networking'],
    env: {
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      ...session.env,
      HOME: folder,
      FAULTLINE_PAGE: html ?? join(folder, 'page.html'),
      FAULTLINE_PRELOAD: join(folder, 'preload.cjs'),
      FAULTLINE_LAB_PC: JSON.stringify(pc),
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
      nowhere.stop();
      await session.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
