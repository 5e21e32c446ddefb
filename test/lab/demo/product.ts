import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { artifact } from '../../../main/artifact.ts';
import type { HomeLab } from '../net/home.ts';

/** A line the product said, and when on the monotonic clock. */
interface Said {
  readonly text: string;
  readonly atMs: number;
}

/** The product at work on the lab's pc. */
export interface Product {
  /**
   * The milliseconds from `sinceMs` (performance.now) until a line said after it contains these words; null when
   * none did within the patience, when the product has ended, or when the signal fires.
   */
  heard(words: string, sinceMs: number, patienceMs: number): Promise<number | null>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

const command = (args: readonly string[]): readonly string[] => [
  process.execPath,
  artifact('faultline.mjs'),
  ...args,
];

/** What the product prints for a command that ends by itself. */
export async function askProduct(lab: HomeLab, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await lab.exec('pc', command(args));
  return `${stdout}${stderr}`.trimEnd();
}

function waitFor(child: ChildProcessWithoutNullStreams, patienceMs: number): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return once(child, 'exit', { signal: AbortSignal.timeout(patienceMs) }).catch(() => child.kill('SIGKILL'));
}

/** Where a product's lines go, and the product as the demo sees it. */
export interface Listening {
  hear(text: string): void;
  readonly product: Product;
}

/** Remembers what a running product says; every line goes to `tell` as it comes. */
export function listenTo(
  child: ChildProcessWithoutNullStreams,
  signal: AbortSignal,
  tell: (line: string) => void,
): Listening {
  const said: Said[] = [];
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of [...listeners]) listener();
  };
  let over = false;
  child.once('close', () => {
    over = true;
    wake();
  });
  signal.addEventListener('abort', wake, { once: true });
  const heard: Product['heard'] = (words, sinceMs, patienceMs) =>
    new Promise((resolve) => {
      const finish = (result: number | null): void => {
        clearTimeout(timer);
        listeners.delete(look);
        resolve(result);
      };
      const look = (): void => {
        const match = said.find(({ text, atMs }) => atMs >= sinceMs && text.includes(words));
        if (match !== undefined) finish(match.atMs - sinceMs);
        else if (over || signal.aborted) finish(null);
      };
      const timer = setTimeout(() => finish(null), patienceMs);
      listeners.add(look);
      look();
    });
  return {
    hear(text) {
      said.push({ text, atMs: performance.now() });
      tell(text);
      wake();
    },
    product: {
      heard,
      isRunning: () => !over,
      async stop() {
        child.kill('SIGINT');
        await waitFor(child, 5000);
      },
    },
  };
}

/** Starts `faultline monitor`; every line it says goes to `tell` as it comes. */
export function startProduct(
  lab: HomeLab,
  args: readonly string[],
  signal: AbortSignal,
  tell: (line: string) => void,
): Product {
  const child = lab.spawn('pc', command(['monitor', ...args]));
  const { hear, product } = listenTo(child, signal, tell);
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  return product;
}
