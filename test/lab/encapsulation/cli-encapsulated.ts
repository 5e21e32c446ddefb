import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeResult } from '../../../main/cli/probe/result.ts';
import type { TraceResult } from '../../../main/cli/trace/result.ts';
import { faultline } from '../../support/monitor-process.ts';
import { ofProtocol } from '../net/counters.ts';
import type { Lab } from '../net/lab.ts';
import { untilQuiet } from '../net/quiet.ts';

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 110_000;

export const ALLOWED = '--allow-encapsulation';

interface Ran<Result> {
  readonly code: number | null;
  readonly stderr: string;
  /** Null: nothing was printed. */
  readonly result: Result | null;
}

async function run<Result>(lab: Lab, data: string, args: readonly string[]): Promise<Ran<Result>> {
  const command = faultline(...args, '--json', '--numeric', '--data', data);
  const { code, stdout, stderr } = await lab.exec('pc', command, { timeoutMs: DEADLINE_MS });
  return { code, stderr, result: stdout === '' ? null : JSON.parse(stdout) };
}

function printed<Result>({ result, code, stderr }: Ran<Result>): Result {
  if (result === null) throw new Error(`it ended with ${code} and printed nothing: ${stderr}`);
  return result;
}

/** The command line in the pc; what it learns is kept in `data`. Nothing is allowed but what `args` allow. */
export const runProbe = (lab: Lab, data: string, ...args: readonly string[]): Promise<Ran<ProbeResult>> =>
  run(lab, data, ['probe', ...args]);
export const runTrace = (lab: Lab, data: string, ...args: readonly string[]): Promise<Ran<TraceResult>> =>
  run(lab, data, ['trace', ...args]);

/** As `runProbe`, allowed. Throws when it printed no result. */
export async function probe(lab: Lab, data: string, ...args: readonly string[]) {
  const ran = await runProbe(lab, data, ALLOWED, ...args);
  return { code: ran.code, stderr: ran.stderr, probe: printed(ran) };
}

/** As `runTrace`, allowed. Throws when it printed no result. */
export async function relayed(lab: Lab, data: string, ...args: readonly string[]) {
  const ran = await runTrace(lab, data, ALLOWED, ...args);
  return { code: ran.code, stderr: ran.stderr, trace: printed(ran) };
}

/** Packets in IP-in-IP that have left the pc since the lab began, of both families. */
export async function tunnelledSoFar(lab: Lab, firstLink = 'l1'): Promise<number> {
  const { forward } = await lab.link(firstLink).counters();
  return ofProtocol(forward, '4in4').entered + ofProtocol(forward, '6in6').entered;
}

/** The same when nothing is under way any more; for when nothing is being sent. */
export async function tunnelled(lab: Lab, firstLink = 'l1'): Promise<number> {
  await untilQuiet(lab);
  return tunnelledSoFar(lab, firstLink);
}

/** Lines of the log of what was sent. */
export function audit(data: string): readonly Readonly<Record<string, unknown>>[] {
  const file = join(data, 'encapsulation-audit.ndjson');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8').trim();
  const lines = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
  return lines.filter(({ begun }) => begun !== true);
}

/** The one answer at each distance; null: silent. */
export const answers = ({ hops }: TraceResult): readonly (string | null)[] =>
  hops.map(({ nodes }) => nodes[0]?.address ?? null);
