import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { hostFault } from '../../settings/check-anchors.ts';
import type { Problem } from '../../settings/problem.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

type Family = 4 | 6;

/** An address to probe, and how it was found. */
export interface Target {
  readonly name: string;
  readonly address: string;
  readonly family: Family;
  /** Whether a name had to be resolved, and how many addresses of the other family it has. */
  readonly resolved: boolean;
  readonly others: number;
}

export type TargetAnswer =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly code: ExitCode; readonly problem: Problem };

const fail = (what: string, where: string, wayOut: string, code: ExitCode = EXIT.usage): TargetAnswer => ({
  ok: false,
  code,
  problem: { what, where, wayOut },
});

/** RFC 1123 section 2.1, with the `_` that is seen in practice; letters of other scripts are the resolver's matter. */
const NAME =
  /^(?=.{1,253}\.?$)[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62})(?:\.[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62}))*\.?$/u;

/** What looks like a host with something around it. */
function dressedHost(host: string): TargetAnswer | null {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(host);
  if (url !== null) return fail(`${host} is a web address, not a host`, '', `try ${url[1]}`);
  const port = /^(\[[^\]]+\]|[^:/]+):([0-9]+)$/.exec(host);
  if (port !== null)
    return fail(`ping has no ports, but ${host} names one`, '', `try ${unbracketed(port[1] ?? '')}`);
  const inside = unbracketed(host);
  if (inside !== host && isIP(inside) === 6) return fail(`${host} has brackets`, '', `try ${inside}`);
  return null;
}

const unbracketed = (host: string): string => host.replace(/^\[|\]$/g, '');

function literal(host: string, found: Family, wanted: Family | undefined): TargetAnswer {
  if (wanted !== undefined && wanted !== found) {
    return fail(
      `${host} is an IPv${found} address`,
      `--family ${wanted}`,
      `leave --family out, or name an IPv${wanted} address`,
    );
  }
  const fault = hostFault(host);
  if (fault !== null)
    return fail(`${host} ${fault.what}`, '', fault.wayOut ?? 'write the address of one host');
  return { ok: true, target: { name: host, address: host, family: found, resolved: false, others: 0 } };
}

/** What a text can be told to be without asking anybody; null: a name that must be resolved. */
export function checkTarget(host: string, wanted: Family | undefined): TargetAnswer | null {
  const family = isIP(host);
  if (family === 4 || family === 6) return literal(host, family, wanted);
  const dressed = dressedHost(host);
  if (dressed !== null) return dressed;
  return NAME.test(host)
    ? null
    : fail(`"${host}" is no host name or address`, '', 'try example.com or 192.0.2.1');
}

const asFamily = (family: number): Family => (family === 6 ? 6 : 4);

function unresolved(host: string, error: unknown): TargetAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EAI_NONAME') {
    return fail(`unknown host ${host}`, '', 'check its spelling, or give its address');
  }
  return fail(
    `the name ${host} could not be resolved`,
    code,
    'the resolver did not answer: give an address, or see "faultline doctor"',
    EXIT.network,
  );
}

/** All addresses of a name; rejects with an error that has a code. */
export type Lookup = (name: string) => Promise<readonly { address: string; family: number }[]>;

const systemLookup: Lookup = (name) => lookup(name, { all: true, verbatim: true });

/** All addresses are asked for, in the order in which this machine would use them (RFC 6724). */
async function resolveName(host: string, wanted: Family | undefined, ask: Lookup): Promise<TargetAnswer> {
  try {
    const found = await ask(host);
    const chosen = found.find(({ family }) => wanted === undefined || family === wanted);
    if (chosen === undefined) {
      return fail(`${host} has no IPv${wanted} address`, `--family ${wanted}`, 'leave --family out');
    }
    const family = asFamily(chosen.family);
    const others = new Set(found.filter((one) => one.family !== family).map(({ address }) => address)).size;
    return { ok: true, target: { name: host, address: chosen.address, family, resolved: true, others } };
  } catch (error) {
    return unresolved(host, error);
  }
}

export async function resolveTarget(
  host: string,
  wanted: Family | undefined,
  ask: Lookup = systemLookup,
): Promise<TargetAnswer> {
  return checkTarget(host, wanted) ?? (await resolveName(host, wanted, ask));
}
