import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { WindowName } from '../../../main/contract/contract.ts';
import { ensureElectron } from '../../../scripts/electron.mjs';
import type { HomeLab } from '../../lab/net/home.ts';
import type { ExecResult } from '../../lab/net/lab.ts';
import { LOADERS } from './loaders.ts';
import type { DesktopSession } from './session.ts';

/** As the driver types it. */
type ElectronModule = Parameters<
  Extract<Parameters<ElectronApplication['evaluate']>[0], (...given: never[]) => unknown>
>[0];

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WRAPPER = fileURLToPath(new URL('electron-in-lab.mjs', import.meta.url));
const RELAY = fileURLToPath(new URL('relay.mjs', import.meta.url));

/** Where the app runs: on its `pc`. */
export type DesktopLab = Pick<HomeLab, 'spawn' | 'exec' | 'anchors' | 'portalUrl'>;

/** A person's own folders: the app writes nowhere else. The same home again is the same person's next start. */
export interface DesktopHome {
  readonly folder: string;
  readonly dataDirectory: string;
  readonly configFile: string;
  /** What Electron and the desktop write. */
  readonly desktopDirectory: string;
  remove(): void;
}

export function makeDesktopHome(): DesktopHome {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-home-'));
  const config = join(folder, 'config', 'faultline');
  mkdirSync(config, { recursive: true });
  return {
    folder,
    dataDirectory: join(folder, 'data', 'faultline'),
    configFile: join(config, 'config.json'),
    desktopDirectory: join(config, 'desktop'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export interface LaunchOptions {
  readonly session: DesktopSession;
  readonly home: DesktopHome;
  /** Settings beside the lab's anchors; null: leave the file as it is. */
  readonly config?: Readonly<Record<string, unknown>> | null;
  /** `--hidden` and the like. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs it as this user, with Chromium's own sandbox; the home is given to him. */
  readonly user?: DesktopUser;
}

export interface DesktopUser {
  readonly uid: number;
  readonly gid: number;
  /** Set-user-id programs work for him, as on any desktop; otherwise not even they bring a right back. */
  readonly mayBecomeRoot?: boolean;
}

export interface RunningDesktop {
  readonly electron: ElectronApplication;
  /** Of the main process itself: signals reach it. */
  readonly pid: number;
  /**
   * Runs a function in the main process. It may run twice: V8 now and then loses the answer of one that it was given
   * while the process was busy. What makes windows belongs into a `setTimeout`: Electron may crash when one is made
   * within a call of the debugger.
   */
  inMain<Result>(what: (electron: ElectronModule) => Result | Promise<Result>): Promise<Result>;
  /** The named window, once it is open and loaded. */
  window(name: WindowName): Promise<Page>;
  /** Everything the processes wrote to standard error so far. */
  output(): string;
  /** Of the main process; null while it runs, 128 when a signal ended it. */
  exitCode(): number | null;
  /** Settles when the main process is gone, however that came. */
  readonly gone: Promise<void>;
  /** As its menu does; settles when it is gone. */
  quit(): Promise<void>;
  /** Settles when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

const START_MS = 60_000;

/** Joins the pc's loopback to a file, and keeps its namespaces named by a process. */
async function startRelay(lab: DesktopLab, path: string): Promise<{ pid: number; stop(): void }> {
  const child = lab.spawn('pc', [process.execPath, RELAY, path]);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
  });
  return { pid: child.pid ?? 0, stop: () => child.stdin.end() };
}

function writeSettings(lab: DesktopLab, { home, config = {} }: LaunchOptions): void {
  if (config === null) return;
  const settings = { anchors: lab.anchors, portalUrl: lab.portalUrl, ...config };
  writeFileSync(home.configFile, JSON.stringify(settings));
}

function environment({ session, home, env = {} }: LaunchOptions): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    TZ: process.env['TZ'] ?? 'UTC',
    ...session.env,
    HOME: home.folder,
    XDG_CONFIG_HOME: join(home.folder, 'config'),
    XDG_DATA_HOME: join(home.folder, 'data'),
    XDG_CACHE_HOME: join(home.folder, 'cache'),
    ...env,
  };
}

const runAs = ({ uid, gid, mayBecomeRoot = false }: DesktopUser): readonly string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  ...(mayBecomeRoot ? [] : ['--bounding-set=-all']),
  '--',
];

function giveHome(home: DesktopHome, { uid, gid }: DesktopUser): void {
  for (const folder of [home.folder, join(home.folder, 'config'), join(home.folder, 'config', 'faultline')]) {
    chownSync(folder, uid, gid);
  }
}

/** V8 holds the promise of an answer weakly until its microtask runs, which a busy main process puts off. */
async function evaluated<Result>(evaluate: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await evaluate();
    } catch (error) {
      if (!String(error).includes('promise was garbage collected')) throw error;
    }
  }
}

const isPage = (page: Page, name: string): boolean => page.url().includes(`/${name}.html`);

async function windowOf(electron: ElectronApplication, name: string): Promise<Page> {
  const open = electron.windows().find((page) => isPage(page, name));
  const page =
    open ??
    (await electron.waitForEvent('window', { predicate: (page) => isPage(page, name), timeout: START_MS }));
  await page.waitForLoadState('load');
  return page;
}

/** The built app under the real Electron on the lab's pc, driven from here. */
export async function launchDesktop(lab: DesktopLab, options: LaunchOptions): Promise<RunningDesktop> {
  writeSettings(lab, options);
  if (options.user !== undefined) giveHome(options.home, options.user);
  const { executable } = await ensureElectron({ say: () => undefined });
  const relayPath = join(mkdtempSync(join(tmpdir(), 'faultline-relay-')), 'relay');
  const relay = await startRelay(lab, relayPath);
  const pc = {
    electron: executable,
    pid: relay.pid,
    relay: relayPath,
    through: options.user === undefined ? [] : runAs(options.user),
    loaders: LOADERS,
  };
  const electron = await _electron.launch({
    executablePath: WRAPPER,
    cwd: ROOT,
    args: ['.', ...(options.args ?? [])],
    env: { ...environment(options), FAULTLINE_LAB_PC: JSON.stringify(pc) },
    chromiumSandbox: options.user !== undefined,
    timeout: START_MS,
  });
  const wrapper = electron.process();
  let output = '';
  wrapper.stderr?.on('data', (text: Buffer) => {
    output += text.toString();
  });
  const gone = new Promise<void>((resolve) => wrapper.once('exit', () => resolve())).then(() => {
    relay.stop();
    rmSync(join(relayPath, '..'), { recursive: true, force: true });
  });
  const pid = Number(readFileSync(`${relayPath}.pid`, 'utf8'));
  return {
    electron,
    pid,
    inMain: (what) => evaluated(() => electron.evaluate(what)),
    window: (name) => windowOf(electron, name),
    output: () => output,
    exitCode: () => wrapper.exitCode,
    gone,
    async quit() {
      await evaluated(() => electron.evaluate(({ app }) => app.quit())).catch(() => undefined);
      await gone;
    },
    async kill(signal) {
      try {
        if (wrapper.exitCode === null) process.kill(pid, signal);
      } catch {
        // It has just ended by itself.
      }
      await gone;
    },
  };
}

/** A second start by the same person; settles when it has ended. */
export async function startSecond(lab: DesktopLab, options: LaunchOptions): Promise<ExecResult> {
  const { executable } = await ensureElectron({ say: () => undefined });
  const command = [executable, '--no-sandbox', '.', ...(options.args ?? [])];
  return lab.exec('pc', command, { cwd: ROOT, env: environment(options) });
}
