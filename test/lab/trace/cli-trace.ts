import { createInterface } from 'node:readline';
import type { TraceResult } from '../../../main/cli/trace/result.ts';
import { faultline } from '../../support/monitor-process.ts';
import type { Lab } from '../net/lab.ts';

export const FAMILIES = ['ipv4', 'ipv6'] as const;
export type Family = (typeof FAMILIES)[number];
export const METHODS = ['udp', 'icmp', 'tcp'] as const;

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 90_000;

export interface CliTrace {
  readonly code: number | null;
  readonly trace: TraceResult;
  readonly stderr: string;
}

/** `faultline trace HOST --json` on the pc. Throws when it printed no result. */
export async function trace(lab: Lab, host: string, ...options: readonly string[]): Promise<CliTrace> {
  const command = faultline('trace', host, '--json', '--numeric', ...options);
  const { code, stdout, stderr } = await lab.exec('pc', command, { timeoutMs: DEADLINE_MS });
  if (stdout === '') throw new Error(`trace ended with ${code}: ${stderr}`);
  return { code, stderr, trace: JSON.parse(stdout) };
}

type WatchLine =
  | ({ readonly type: 'round' | 'end' } & TraceResult)
  | ({ readonly type: 'change' } & TraceResult['changes'][number]);

export interface Watch {
  /** The first result, past or to come, that fits. */
  until(what: string, fits: (trace: TraceResult) => boolean): Promise<TraceResult>;
  /** Ctrl-C; what it says at its end. */
  end(): Promise<{
    readonly code: number | null;
    readonly trace: TraceResult;
    readonly changes: WatchLine[];
  }>;
}

/** `faultline trace HOST --watch --json`, five rounds a second. */
export function watch(lab: Lab, host: string, ...options: readonly string[]): Watch {
  const args = ['trace', host, '--watch', '--json', '--numeric', '--interval', '200', ...options];
  const child = lab.spawn('pc', faultline(...args));
  const lines: WatchLine[] = [];
  const looks = new Set<() => void>();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const look of looks) look();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const results = (): readonly TraceResult[] =>
    lines.flatMap((line): TraceResult[] => (line.type === 'change' ? [] : [line]));
  const find = <Found>(what: string, look: () => Found | undefined): Promise<Found> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        looks.delete(check);
      };
      const fail = (why: string): void => {
        done();
        const { rounds = 0, sentence = '' } = results().at(-1) ?? {};
        reject(new Error(`${what}: ${why} after ${rounds} rounds; ${stderr} ${sentence}`));
      };
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => fail('waited in vain'), DEADLINE_MS);
      looks.add(check);
      check();
      void ended.then(() => fail('it has ended'));
    });
  return {
    until: (what, fits) => find(what, () => results().find(fits)),
    async end() {
      child.kill('SIGINT');
      const code = await ended;
      const last = lines.at(-1);
      if (last === undefined || last.type !== 'end') throw new Error(`no result at its end: ${stderr}`);
      return { code, trace: last, changes: lines.filter(({ type }) => type === 'change') };
    },
  };
}

/** Who answered at each hop, most answers first; a silent hop is empty. */
export const addresses = ({ hops }: TraceResult): readonly (readonly string[])[] =>
  hops.map(({ nodes }) => nodes.map(({ address }) => address));

/** Every address from its place in the line: `null` is silent. */
export const expected = (names: readonly (string | null)[]): readonly (readonly string[])[] =>
  names.map((name) => (name === null ? [] : [name]));
