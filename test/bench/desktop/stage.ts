import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { artifact } from '../../../main/artifact.ts';
import { root } from '../../../scripts/setup.mjs';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import type { BenchOptions } from '../result.ts';
import { Program } from './program.ts';
import { type RegisteredIcon, TrayDouble } from './tray-double.ts';
import { cpuMs } from './usage.ts';

/** What runs, and its icon in the panel. */
export interface Started {
  readonly program: Program;
  readonly icon: RegisteredIcon;
  /** From the start of the process to its icon, ms. */
  readonly startMs: number;
  /** Used by all its processes until then, ms: what a busy machine stretches less than time. */
  readonly startCpuMs: number;
}

export type Who = 'faultline' | 'bare';

/** A desktop in a home-like network: a display, a session bus, a panel, and private folders for each program. */
export interface Stage {
  /** Of the product: its history goes here. */
  readonly dataDirectory: string;
  /** Started as at a login, without a window; settles when its icon is in the panel. */
  start(who: Who): Promise<Started>;
}

class Interrupted extends Error {}
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const HERE = join(root, 'test/bench/desktop/in-electron');

/** Its module finds files beside itself, which it would not from within the bench's bundle. */
async function electronExecutable(say: (line: string) => void): Promise<string> {
  const path = join(root, 'scripts/electron.mjs');
  const module: typeof import('../../../scripts/electron.mjs') = await import(pathToFileURL(path).href);
  return (await module.ensureElectron({ say })).executable;
}

/** The peer as a folder that Electron can start, and what is loaded into both. */
async function bundle(folder: string): Promise<{ bare: string; control: string }> {
  const bare = join(folder, 'bare');
  mkdirSync(bare);
  const options: BuildOptions = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['electron'],
    logLevel: 'warning',
  };
  const control = join(folder, 'control.cjs');
  await build({ ...options, entryPoints: [join(HERE, 'control.ts')], outfile: control });
  await build({ ...options, entryPoints: [join(HERE, 'bare.ts')], outfile: join(bare, 'main.cjs') });
  writeFileSync(
    join(bare, 'package.json'),
    JSON.stringify({ name: 'bare', version: '0.0.0', main: 'main.cjs' }),
  );
  copyFileSync(join(HERE, 'bare.html'), join(bare, 'bare.html'));
  return { bare, control };
}

interface Made {
  readonly lab: HomeLab;
  readonly session: DesktopSession;
  readonly folder: string;
  readonly electron: string;
}

function environment({ session, folder }: Made): Record<string, string> {
  return {
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...session.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    FAULTLINE_NODE: process.execPath,
    BENCH_ICON: join(artifact('main.mjs'), '../icons/tray-good-dark-24.png'),
  };
}

/** As someone who has used it before: settings are there, and the first start with its window was long ago. */
function writeHome({ lab, folder }: Made): void {
  const config = join(folder, 'config/faultline');
  mkdirSync(join(config, 'desktop'), { recursive: true });
  writeFileSync(
    join(config, 'config.json'),
    JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }),
  );
  writeFileSync(join(config, 'desktop/windows.json'), '{}');
}

async function run<Result>(made: Made, play: (stage: Stage) => Promise<Result>): Promise<Result> {
  const { lab, session, folder, electron } = made;
  writeHome(made);
  const { bare, control } = await bundle(folder);
  const tray = await TrayDouble.start(session.busAddress);
  const programs: Program[] = [];
  const app = { faultline: root, bare };
  const env = environment(made);
  try {
    return await play({
      dataDirectory: join(folder, 'data/faultline'),
      async start(who) {
        const next = tray.next();
        const began = performance.now();
        const command = [electron, '-r', control, '--no-sandbox', app[who], '--hidden'];
        const program = new Program(lab.spawn('pc', command, { cwd: root, env }));
        programs.push(program);
        const icon = await next;
        return { program, icon, startMs: icon.atMs - began, startCpuMs: cpuMs(program.pid) };
      },
    });
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    tray.stop();
  }
}

/** Rejects on Ctrl-C and the like, so that what was set up is taken down first. */
function interruption(): { readonly promise: Promise<never>; forget(): void } {
  let interrupt = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(new Interrupted());
  });
  // Heard before anybody waits for it.
  promise.catch(() => undefined);
  for (const name of SIGNALS) process.once(name, interrupt);
  return {
    promise,
    forget() {
      for (const name of SIGNALS) process.off(name, interrupt);
    },
  };
}

/** Sets the stage, plays on it and takes everything down, however it ended. A signal ends the whole bench then. */
export async function onStage<Result>(
  { say }: BenchOptions,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const electron = await electronExecutable(say);
  const signal = interruption();
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-desktop-'));
  try {
    const lab = await startHome();
    try {
      const session = await startDesktopSession();
      try {
        const made = { lab, session, folder, electron };
        return await run(made, (stage) => Promise.race([play(stage), signal.promise]));
      } finally {
        await session.stop();
      }
    } finally {
      await lab.stop();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    return process.exit(130);
  } finally {
    signal.forget();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
