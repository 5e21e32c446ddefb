import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { MonitorConfig } from '../../../main/domain/model/config.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import type { MonitorFact } from '../../../main/monitor/types.ts';
import type { Lab } from '../net/lab.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(here, '../../../.cache/lab-monitor.mjs');
let built: Promise<void> | null = null;

/** Inside the checkout, so that the bundle finds the built helper; renamed into place, as others may use it. */
async function buildBundle(): Promise<void> {
  const fresh = `${bundle}.${process.pid}`;
  await build({
    entryPoints: [join(here, 'run-monitor.ts')],
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

function buildOnce(): Promise<void> {
  built ??= buildBundle();
  return built;
}

export const config = (anchors: readonly Anchor[], over: Partial<MonitorConfig> = {}): MonitorConfig => ({
  anchors,
  intervalMs: 1000,
  timeoutMs: 1000,
  dnsName: 'example.com',
  portalUrl: '',
  ...over,
});

/** Processes whose parent is the given one, from the kernel's table. */
export function childrenOf(pid: number, word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, afterName = ''] = readFileSync(`/proc/${name}/stat`, 'latin1').split(/\) (?=[A-Z] )/);
        const isChild = Number(afterName.split(' ')[1]) === pid;
        return isChild && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(word);
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number);
}

export interface RunAs {
  /** An ordinary user: `ping`, which has a file capability, still works. */
  readonly asNobody?: boolean;
  /** Where programs are looked for. */
  readonly path?: string;
}

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

/** Generous: for the whole wait, on a machine that does much else. */
const WAIT_MS = 60_000;

export class MonitorRun {
  readonly facts: MonitorFact[] = [];
  readonly pid: number;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #checks = new Set<() => void>();
  #errors = '';

  static async start(
    lab: Lab,
    node: string,
    settings: MonitorConfig,
    { asNobody = false, path = process.env['PATH'] ?? '' }: RunAs = {},
  ): Promise<MonitorRun> {
    await buildOnce();
    const command = [process.execPath, bundle, JSON.stringify(settings)];
    const inside = ['/usr/bin/env', `PATH=${path}`, ...command];
    return new MonitorRun(lab.spawn(node, asNobody ? [...NOBODY, ...inside] : inside));
  }

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const fact: MonitorFact = JSON.parse(line);
      this.facts.push(fact);
      for (const check of this.#checks) check();
    });
    child.stderr.on('data', (text) => {
      this.#errors += text;
    });
    child.on('close', () => {
      for (const check of this.#checks) check();
    });
  }

  get samples(): Sample[] {
    return this.facts.flatMap((fact) => (fact.type === 'result' ? [fact.sample] : []));
  }

  say(word: 'pause' | 'resume' | 'portal' | 'burst' | 'block' | 'stop'): void {
    this.#child.stdin.write(`${word}\n`);
  }

  /** Everything told after this moment. */
  mark(): () => MonitorFact[] {
    const from = this.facts.length;
    return () => this.facts.slice(from);
  }

  /** Resolves with what `find` gives once that is something; looked at after each fact. */
  until<T>(what: string, find: () => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = find();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        this.#checks.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#checks.delete(check);
        const last = this.facts.slice(-15).map((fact) => JSON.stringify(fact));
        reject(new Error(`never came: ${what}\n${this.#errors}\n${last.join('\n')}`));
      }, WAIT_MS);
      this.#checks.add(check);
      check();
    });
  }

  /** The next sample, sent from now on, that is as wanted. */
  nextSample(what: string, isWanted: (sample: Sample) => boolean): Promise<Sample> {
    const since = this.mark();
    const sentIds = (): Set<number> =>
      new Set(since().flatMap((fact) => (fact.type === 'sent' ? [fact.id] : [])));
    return this.until(what, () => {
      const ids = sentIds();
      return since()
        .flatMap((fact) => (fact.type === 'result' ? [fact.sample] : []))
        .find((sample) => ids.has(sample.id) && isWanted(sample));
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Its exit code, once it has ended and told everything. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await new Promise((resolve) => this.#child.once('close', resolve));
    }
    return this.#child.exitCode;
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.say('stop');
    return this.end();
  }
}
