import type { TraceWarning } from '../../domain/model/trace.ts';
import type { Clock } from '../../monitor/types.ts';
import type { Target } from './literal.ts';
import type { OwnAddress } from './own-address.ts';
import { choiceWarning, type Lookup, type Resolution, resolveLiteral, resolveName } from './resolve-host.ts';

/** A resolver may take half a minute to say that it does not answer; nobody waits for that. */
export const LOOKUP_LIMIT_MS = 10_000;

export type TargetFinding =
  | {
      readonly ok: true;
      readonly target: Target;
      /** Own address towards it; null: the system knows no way. */
      readonly source: string | null;
      readonly isName: boolean;
      readonly warnings: readonly TraceWarning[];
    }
  /** One sentence with the way out. */
  | { readonly ok: false; readonly trouble: string };

export interface TargetSearch {
  /** Rejects for mistakes of ours alone. After `cancel` it may stay open for ever. */
  readonly found: Promise<TargetFinding>;
  cancel(): void;
}

export interface SearchSurroundings {
  readonly lookup: Lookup;
  readonly ownAddress: OwnAddress;
  readonly clock: Clock;
}

/** The first that this machine has a way to; without any, the first. */
async function choose(
  candidates: readonly [Target, ...Target[]],
  ownAddress: OwnAddress,
): Promise<readonly [Target, string | null]> {
  for (const target of candidates) {
    const source = await ownAddress(target);
    if (source !== null) return [target, source];
  }
  return [candidates[0], null];
}

/** Whom a trace goes to, and from where. */
export function findTarget(host: string, family: 4 | 6 | null, around: SearchSurroundings): TargetSearch {
  let limit: { cancel(): void } | null = null;
  const inTime = (name: string): ReturnType<Lookup> => {
    const late = new Promise<never>((_, reject) => {
      const error = Object.assign(new Error('the resolver took too long'), { code: 'ETIMEOUT' });
      limit = around.clock.setTimer(() => reject(error), LOOKUP_LIMIT_MS);
    });
    return Promise.race([around.lookup(name), late]).finally(() => limit?.cancel());
  };
  const resolve = async (): Promise<Resolution> =>
    resolveLiteral(host, family) ?? resolveName(host, family, inTime);
  const search = async (): Promise<TargetFinding> => {
    const resolution = await resolve();
    if (!resolution.ok) return resolution;
    const { candidates, isName } = resolution;
    const [target, source] = await choose(candidates, around.ownAddress);
    return { ok: true, target, source, isName, warnings: choiceWarning(host, resolution, target) };
  };
  return { found: search(), cancel: () => limit?.cancel() };
}
