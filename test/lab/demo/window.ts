import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wallMs } from '../../../main/domain/model/units.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { HEALTH_NAMES } from '../../../main/domain/words/names.ts';
import { openHistoryReader } from '../../../main/history/reader.ts';
import type { HistoryReader } from '../../../main/history/types.ts';
import { root } from '../../../scripts/setup.mjs';
import type { HomeLab } from '../net/home.ts';
import { type Listening, listenTo, type Product } from './product.ts';

/** Who asked for root by sudo: the display and the session bus are his, and root may not use them. */
export interface Invoker {
  readonly uid: number;
  readonly gid: number;
}

export interface WindowOptions {
  readonly executable: string;
  /** Holds the settings and the data; the demo takes it away. */
  readonly folder: string;
  readonly invoker: Invoker | null;
}

/** Where the app keeps its history in its private home. */
export const historyFolderOf = (folder: string): string => join(folder, 'data/faultline');

const LOOK_MS = 250;
/** So many probes answered without a loss: the line is good. */
const PROOF = 30;

export function invokerOf(env: NodeJS.ProcessEnv): Invoker | null {
  const [uid, gid] = [Number(env['SUDO_UID'] ?? Number.NaN), Number(env['SUDO_GID'] ?? Number.NaN)];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : null;
}

/** Electron's module finds files beside itself, which it would not from within the demo's bundle. */
async function electronExecutable(): Promise<string> {
  const path = join(root, 'scripts/electron.mjs');
  const module: typeof import('../../../scripts/electron.mjs') = await import(pathToFileURL(path).href);
  return (await module.ensureElectron()).executable;
}

const isThere = (): boolean =>
  ['.cache/electron', 'node_modules/electron/dist'].some((folder) => existsSync(join(root, folder)));

/** Null: the monitor plays. Unless the window is wished for, nothing is fetched for it. */
export async function chooseExecutable(window: boolean | null): Promise<string | null> {
  const canShow = (process.env['DISPLAY'] ?? '') !== '' && isThere();
  return (window ?? canShow) ? electronExecutable() : null;
}

function environment({ folder, invoker }: WindowOptions): Record<string, string> {
  const runtime = invoker === null ? null : `/run/user/${invoker.uid}`;
  const bus = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? (runtime === null ? '' : `unix:path=${runtime}/bus`);
  return {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    FAULTLINE_NODE: process.execPath,
    DBUS_SESSION_BUS_ADDRESS: bus,
    ...(runtime === null ? {} : { XDG_RUNTIME_DIR: runtime }),
  };
}

/** Puts what the history has come to know into the words that the monitor prints. */
class Teller {
  readonly #listening: Listening;
  readonly #known = new Map<string, 'open' | 'over'>();
  #isGood = false;

  constructor(listening: Listening) {
    this.#listening = listening;
  }

  async look(reader: HistoryReader): Promise<void> {
    if (!this.#isGood) await this.#lookAtProbes(reader);
    for (const { id, class: kind, untilMs } of [...(await reader.incidents({}))].reverse()) {
      const words = CLASS_WORDS[kind];
      if (!this.#known.has(id)) this.#listening.hear(`${words.now}.`);
      if (untilMs !== null && this.#known.get(id) !== 'over')
        this.#listening.hear(`${words.past}; it is over.`);
      this.#known.set(id, untilMs === null ? 'open' : 'over');
    }
  }

  async #lookAtProbes(reader: HistoryReader): Promise<void> {
    const now = Date.now();
    const range = { fromMs: wallMs(now - 10_000), toMs: wallMs(now), points: 10 };
    const { series } = await reader.series({ kinds: ['icmp4', 'tcp4', 'tcp6'], ...range });
    const buckets = series.flatMap((one) => one.buckets);
    const sum = (of: 'sent' | 'lost'): number => buckets.reduce((total, bucket) => total + bucket[of], 0);
    if (sum('sent') < PROOF || sum('lost') > 0) return;
    this.#isGood = true;
    this.#listening.hear(`the line: ${HEALTH_NAMES.good}`);
  }
}

/** Reads the history while the app writes it, until it is told to stop. */
async function follow(directory: string, teller: Teller, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const reader = await openHistoryReader(directory).catch(() => null);
    if (reader === null) continue;
    try {
      await teller.look(reader);
    } catch {
      // It is being written to; the next look comes soon.
    } finally {
      await reader.close();
    }
  }
}

/** Starts the tray app with its window on the pc; what the history tells goes to `tell`. */
export function startWindow(
  lab: HomeLab,
  options: WindowOptions,
  signal: AbortSignal,
  tell: (line: string) => void,
): Product {
  const { executable, folder, invoker } = options;
  const sandbox = invoker === null ? ['--no-sandbox'] : [];
  const env = environment(options);
  const run = invoker === null ? { cwd: root, env } : { cwd: root, env, user: invoker };
  const child = lab.spawn('pc', [executable, ...sandbox, root], run);
  // Chromium writes about what this machine lacks; nobody at a demo asked for it.
  child.stderr.resume();
  child.stdout.resume();
  const listening = listenTo(child, signal, tell);
  const over = new AbortController();
  child.once('close', () => over.abort());
  void follow(historyFolderOf(folder), new Teller(listening), over.signal);
  return listening.product;
}

/** The private home, with the lab's settings in it. */
export function writeWindowConfig({ folder, invoker }: WindowOptions, config: object): void {
  const settings = join(folder, 'config/faultline');
  mkdirSync(settings, { recursive: true });
  const file = join(settings, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  if (invoker === null) return;
  for (const path of [folder, join(folder, 'config'), settings, file]) {
    chownSync(path, invoker.uid, invoker.gid);
  }
}
