import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import type { Lab } from '../net/lab.ts';

type Said = MonitorEvent | { readonly type: 'configured' };

const here = fileURLToPath(new URL('.', import.meta.url));
/** Inside the checkout, so that the bundle finds the built helper and worker. */
const bundle = join(here, '../../../.cache/lab-engine.mjs');

async function buildBundle(): Promise<void> {
  const fresh = `${bundle}.${process.pid}`;
  await build({
    entryPoints: [join(here, 'run-engine.ts')],
    outfile: fresh,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  renameSync(fresh, bundle);
}

/** Generous: it only bounds a test that would wait for ever. */
const WAIT_MS = 60_000;

/** A running engine whose settings the test changes. */
export class EngineRun {
  readonly events: MonitorEvent[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #checks = new Set<() => void>();
  #configured = 0;
  #errors = '';

  static async start(lab: Lab, config: unknown, folder: string): Promise<EngineRun> {
    await buildBundle();
    return new EngineRun(lab.spawn('pc', [process.execPath, bundle, JSON.stringify(config), folder]));
  }

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said: Said = JSON.parse(line);
      if (said.type === 'configured') this.#configured += 1;
      else this.events.push(said);
      for (const check of this.#checks) check();
    });
    child.stderr.on('data', (text) => {
      this.#errors += text;
    });
  }

  get samples(): readonly Sample[] {
    return this.events.flatMap((event) => (event.type === 'sample' ? [event.sample] : []));
  }

  /** `raised ipv4-only`, ... */
  get story(): readonly string[] {
    return this.events.flatMap((event) =>
      event.type === 'incident' ? [`${event.phase} ${event.incident.class}`] : [],
    );
  }

  until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!isSo()) return;
        clearTimeout(timer);
        this.#checks.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#checks.delete(check);
        reject(new Error(`never came: ${what}\n${this.story.join('\n')}\n${this.#errors}`));
      }, WAIT_MS);
      this.#checks.add(check);
      check();
    });
  }

  /** So many answers of this target, sent from now on. */
  async answers(name: string, count: number): Promise<void> {
    const from = this.samples.length;
    const isIt = ({ kind, anchor, outcome }: Sample): boolean =>
      `${kind} ${anchor}` === name && outcome === 'reply';
    await this.until(
      `${count} answers of ${name}`,
      () => this.samples.slice(from).filter(isIt).length >= count,
    );
  }

  async reconfigure(config: unknown): Promise<void> {
    const wanted = this.#configured + 1;
    this.#child.stdin.write(`${JSON.stringify(config)}\n`);
    await this.until('the new settings in force', () => this.#configured >= wanted);
  }

  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end();
    return ended;
  }
}
