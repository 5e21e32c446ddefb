import type { TraceMethod } from '../../../main/domain/model/trace.ts';

/** Another traceroute: how it is asked for a path, and what it found. */
export interface Peer {
  readonly name: string;
  /** Without reverse names; all else as the tool has it by itself. */
  readonly command: (address: string, method: TraceMethod) => readonly string[];
  /** Who answered at each distance; null: nobody did. */
  readonly hops: (stdout: string) => readonly (string | null)[];
}

const TRACEROUTE_METHODS = { udp: [], icmp: ['-I'], tcp: ['-T'] } as const;
const MTR_METHODS = { udp: ['--udp'], icmp: [], tcp: ['--tcp', '-P', '443'] } as const;
const SCAMPER_METHODS = { udp: 'udp-paris', icmp: 'icmp-paris', tcp: 'tcp -d 443' } as const;

export const traceroute = (queries = 3): Peer => ({
  name: queries === 3 ? 'traceroute' : `traceroute -q ${queries}`,
  command: (address, method) => [
    'traceroute',
    '-n',
    '-q',
    String(queries),
    ...TRACEROUTE_METHODS[method],
    address,
  ],
  hops: (stdout) =>
    [...stdout.matchAll(/^ *\d+ {2}(.*)$/gm)].map(
      ([, rest = '']) => /(?<!\S)[\da-f]+[.:]\S+/.exec(rest)?.[0] ?? null,
    ),
});

interface MtrReport {
  readonly report: { readonly hubs: readonly { readonly count: number; readonly host: string }[] };
}

export const mtr = (rounds: number): Peer => ({
  name: `mtr -c ${rounds}`,
  command: (address, method) => [
    'mtr',
    '-n',
    '--json',
    '-c',
    String(rounds),
    ...MTR_METHODS[method],
    address,
  ],
  hops: (stdout) => {
    const { report }: MtrReport = JSON.parse(stdout);
    return report.hubs.map(({ host }) => (host === '???' ? null : host));
  },
});

interface ScamperHop {
  readonly addr: string;
  readonly probe_ttl: number;
}

function scamperHops(stdout: string): readonly (string | null)[] {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const trace: { readonly hops?: readonly ScamperHop[] } | undefined = lines.find(
    ({ type }) => type === 'trace',
  );
  const hops = trace?.hops ?? [];
  const last = Math.max(0, ...hops.map(({ probe_ttl }) => probe_ttl));
  return Array.from(
    { length: last },
    (_, index) => hops.find((hop) => hop.probe_ttl === index + 1)?.addr ?? null,
  );
}

/** `hurry`: more options; its own wait five seconds for each of two tries at a silent hop. */
export const scamper = (hurry = ''): Peer => ({
  name: 'scamper',
  command: (address, method) => [
    'scamper',
    '-O',
    'json',
    '-c',
    `trace -P ${SCAMPER_METHODS[method]} ${hurry}`,
    '-i',
    address,
  ],
  hops: scamperHops,
});

interface ScamperLink {
  readonly addr: string;
}
interface ScamperNode {
  readonly addr: string;
  readonly links?: readonly (readonly ScamperLink[])[];
}

/** `from>to` of every link that `scamper -c tracelb` found. */
export function scamperLinks(stdout: string): readonly string[] {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const found: { readonly nodes?: readonly ScamperNode[] } | undefined = lines.find(
    ({ type }) => type === 'tracelb',
  );
  return (found?.nodes ?? []).flatMap(({ addr, links = [] }) =>
    links.flat().map((link) => `${addr}>${link.addr}`),
  );
}
