// The demo: a home-like network inside this machine, the product at work in it, and its line cut in turn.
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTS } from './demo/acts.ts';
import type { DemoOptions } from './demo/options.ts';
import { obstacle, parseOptions } from './demo/options.ts';
import type { Stage } from './demo/play.ts';
import { calm, playAct } from './demo/play.ts';
import { askProduct, type Product, startProduct } from './demo/product.ts';
import {
  chooseExecutable,
  historyFolderOf,
  invokerOf,
  startWindow,
  writeWindowConfig,
} from './demo/window.ts';
import type { HomeLab } from './net/home.ts';
import { startHome } from './net/home.ts';

const EXIT = { done: 0, failed: 1, usage: 2, privilege: 3, internal: 4, interrupted: 130 } as const;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const INTRODUCTION = `A small internet inside this machine; nothing outside it is touched.

   this pc ---- home router ---- provider ---- internet (three IPv4 and three IPv6 anchors, DNS)

Faultline starts on the pc. What it says is marked with |. Ctrl-C ends the demo and takes everything down.
`;

/** Behind sudo the product gives root up for the invoking user, who must then own the history. */
function giveToInvoker(path: string): void {
  const invoker = invokerOf(process.env);
  if (invoker !== null) chownSync(path, invoker.uid, invoker.gid);
}

function writeConfig(lab: HomeLab, folder: string): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  giveToInvoker(folder);
  giveToInvoker(file);
  return file;
}

/** The product on the pc, and where it remembers. `executable`: Electron's; null: the monitor. */
function startOn(lab: HomeLab, folder: string, executable: string | null, signal: AbortSignal) {
  const tell = (line: string): void => say(`   | ${line}`);
  if (executable === null) {
    const args = ['--config', writeConfig(lab, folder), '--data', join(folder, 'history')];
    return { product: startProduct(lab, args, signal, tell), data: join(folder, 'history') };
  }
  const invoker = invokerOf(process.env);
  writeWindowConfig({ executable, folder, invoker }, { anchors: lab.anchors, portalUrl: lab.portalUrl });
  const product: Product = startWindow(lab, { executable, folder, invoker }, signal, tell);
  return { product, data: historyFolderOf(folder) };
}

async function playRounds(stage: Stage, { holdS, once }: DemoOptions): Promise<boolean> {
  let asExpected = true;
  do {
    for (const act of ACTS) {
      if (stage.signal.aborted || !stage.product.isRunning()) return false;
      asExpected = (await playAct(stage, act, holdS)) && asExpected;
    }
  } while (!once);
  return asExpected;
}

async function perform(lab: HomeLab, folder: string, options: DemoOptions, signal: AbortSignal) {
  const { product, data } = startOn(lab, folder, await chooseExecutable(options.window), signal);
  const stage: Stage = { lab, product, signal, say };
  const asExpected = (await calm(stage)) && (await playRounds(stage, options));
  await product.stop();
  if (signal.aborted) return EXIT.interrupted;
  say('\n-- And what it remembers (faultline incidents):');
  for (const line of (await askProduct(lab, ['incidents', '--data', data])).split('\n')) say(`   | ${line}`);
  return asExpected ? EXIT.done : EXIT.failed;
}

/** Fires on Ctrl-C, on the end of the terminal and when nobody reads the output any more. */
function untilInterrupted(): AbortSignal {
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interruption.abort());
  }
  process.stdout.on('error', () => interruption.abort());
  return interruption.signal;
}

async function play(options: DemoOptions): Promise<number> {
  const signal = untilInterrupted();
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'));
  try {
    const lab = await startHome();
    try {
      say(INTRODUCTION);
      return await perform(lab, folder, options, signal);
    } finally {
      await lab.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuse(problem: string, code: number): number {
  process.stderr.write(`demo: ${problem}\n`);
  return code;
}

async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2));
  if (parsed.kind === 'usage') return refuse(parsed.problem, EXIT.usage);
  if (parsed.kind === 'help') {
    say(parsed.text);
    return EXIT.done;
  }
  const problem = obstacle(process.platform, process.geteuid?.());
  return problem === null ? play(parsed.options) : refuse(problem, EXIT.privilege);
}

process.exitCode = await main().catch((error: unknown) =>
  refuse(error instanceof Error ? error.message : String(error), EXIT.internal),
);
