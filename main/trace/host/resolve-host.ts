import type { TraceWarning } from '../../domain/model/trace.ts';
import { countOf } from '../../domain/words/numbers.ts';
import { readLiteral, type Target } from './literal.ts';

/** All addresses of a name, in any order; rejects with an error that has a code. */
export type Lookup = (name: string) => Promise<readonly { readonly address: string }[]>;

export type Resolution =
  | {
      readonly ok: true;
      /** At least one: the first address of each family that will do, IPv4 first. */
      readonly candidates: readonly [Target, ...Target[]];
      /** How many addresses of its family each candidate stands for, itself included. */
      readonly addresses: ReadonlyMap<Target, number>;
      readonly isName: boolean;
    }
  /** One sentence with the way out. */
  | { readonly ok: false; readonly trouble: string };

const refuse = (trouble: string): Resolution => ({ ok: false, trouble });

/** Longer than any name; what comes from outside is quoted back no longer than that. */
const SHOWN = 253;
const quoted = (host: string): string => (host.length > SHOWN ? `${host.slice(0, SHOWN)}...` : host);

/** What needs no resolver; null: a name. */
export function resolveLiteral(host: string, family: 4 | 6 | null): Resolution | null {
  const reading = readLiteral(host);
  if (reading.kind === 'no-literal') return null;
  if (reading.kind === 'fault') return refuse(`${quoted(host)} ${reading.text}: ${reading.wayOut}.`);
  const { target } = reading;
  if (family !== null && family !== target.family) {
    return refuse(
      `${host} is an IPv${target.family} address, but IPv${family} is asked for: leave the IP version open, or name an IPv${family} address.`,
    );
  }
  return { ok: true, candidates: [target], addresses: new Map([[target, 1]]), isName: false };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

const UNKNOWN_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);

function unresolved(host: string, code: string): Resolution {
  return refuse(
    UNKNOWN_NAME.has(code)
      ? `${quoted(host)} is no name that the resolver knows: check its spelling, or give an address.`
      : `The name ${quoted(host)} could not be resolved, since the resolver did not answer (${code}): give an address, which needs none.`,
  );
}

/** Answers that lead nowhere are what filters give for names that they block. */
function nowhere(host: string, found: readonly { readonly address: string }[]): Resolution {
  for (const { address } of found) {
    const reading = readLiteral(address);
    if (reading.kind === 'fault') {
      return refuse(
        `The resolver says ${host} is ${address}, which ${reading.text}: probably a filter blocks this name; give an address.`,
      );
    }
  }
  return unresolved(host, 'ENODATA');
}

function chosen(host: string, found: readonly { readonly address: string }[], family: 4 | 6 | null) {
  const readings = found.map(({ address }) => readLiteral(address));
  const targets = readings.flatMap((reading) => (reading.kind === 'target' ? [reading.target] : []));
  const families = ([4, 6] as const).filter((one) => family === null || one === family);
  const groups = families.map((one) => targets.filter((target) => target.family === one));
  const addresses = new Map<Target, number>();
  for (const group of groups) {
    const [first] = group;
    if (first !== undefined) addresses.set(first, new Set(group.map(({ address }) => address)).size);
  }
  const [first, ...others] = addresses.keys();
  if (first !== undefined) {
    return { ok: true as const, candidates: [first, ...others] as const, addresses, isName: true };
  }
  if (family !== null && targets.length > 0) {
    return refuse(
      `${host} has no IPv${family} address: take IPv${family === 4 ? 6 : 4}, or leave the IP version open.`,
    );
  }
  return nowhere(host, found);
}

/** Asks for all addresses of a name. Never rejects. */
export async function resolveName(host: string, family: 4 | 6 | null, lookup: Lookup): Promise<Resolution> {
  if (host === '' || host.length > SHOWN) return refuse('That is no host: name one such as example.com.');
  try {
    return chosen(host, await lookup(host), family);
  } catch (error) {
    return unresolved(host, codeOf(error));
  }
}

/** That there was a choice, said in one sentence. */
export function choiceWarning(
  host: string,
  { addresses, candidates }: Extract<Resolution, { ok: true }>,
  target: Target,
): readonly TraceWarning[] {
  const counts = candidates.map((one) => ({ family: one.family, count: addresses.get(one) ?? 1 }));
  if (counts.length === 1 && counts[0]?.count === 1) return [];
  const has = counts
    .map(({ family, count }) => countOf(count, `IPv${family} address`, `IPv${family} addresses`))
    .join(' and ');
  return [{ code: 'several-addresses', text: `${host} has ${has}: this trace goes to ${target.address}.` }];
}
