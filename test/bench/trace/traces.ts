import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import type { Lab } from '../../lab/net/lab.ts';
import type { TracesRequest } from './run-traces.ts';

/** Traces through one helper that is running already. */
export interface Traces {
  /** Of the process that asks, and of its helper. */
  readonly pid: number;
  readonly helperPid: number;
  /** Settles when it has ended; a continuous one by `stop` only. */
  run(ask: TraceAsk): Promise<TraceView>;
  start(ask: TraceAsk): { readonly ended: Promise<TraceView>; stop(): void };
  close(): Promise<void>;
}

type Said = { readonly ready: true } | { readonly id: string; readonly view: TraceView };

/** Beside the built helper, which is found from there; renamed into place, as others may use it. */
async function bundle(root: string): Promise<string> {
  const outfile = join(root, '.cache/bench-traces.mjs');
  const fresh = `${outfile}.${process.pid}`;
  await build({
    entryPoints: [join(root, 'test/bench/trace/run-traces.ts')],
    outfile: fresh,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  renameSync(fresh, outfile);
  return outfile;
}

/** The checkout, from the sources and from a bundle in `dist/` alike. */
function checkout(): string {
  const [before] = fileURLToPath(import.meta.url).split(/\/(?:dist|test)\//);
  if (before === undefined) throw new Error(`no checkout around ${import.meta.url}`);
  return before;
}

/** One process in a node of the lab; settles when its helper has said hello. */
export async function startTraces(lab: Lab, node = 'pc'): Promise<Traces> {
  const child = lab.spawn(node, [process.execPath, await bundle(checkout())]);
  const waiting = new Map<string, (view: TraceView) => void>();
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += String(text);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(`traces could not begin: ${complaint}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said: Said = JSON.parse(line);
      if ('ready' in said) resolve();
      else waiting.get(said.id)?.(said.view);
    });
  });
  const ask = (request: TracesRequest): boolean => child.stdin.write(`${JSON.stringify(request)}\n`);
  let lastId = 0;
  const start: Traces['start'] = (wanted) => {
    lastId += 1;
    const id = String(lastId);
    const over = new Promise<TraceView>((resolve, reject) => {
      waiting.set(id, resolve);
      void ended.then(() => reject(new Error(`traces have ended: ${complaint}`)));
    });
    ask({ op: 'start', id, ask: wanted });
    return { ended: over, stop: () => ask({ op: 'stop', id }) };
  };
  const pid = child.pid ?? 0;
  return {
    pid,
    helperPid: Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()),
    run: (wanted) => start(wanted).ended,
    start,
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}
