import type { PathProbeAsk } from '../../domain/encapsulation/ask.ts';
import type { CommonOptions } from '../cli.ts';
import { wrongHost } from '../encapsulation/check-host.ts';
import type { EncapsulationOptions } from '../encapsulation/options.ts';
import { type CommandEnd, usageEnd } from '../exit-codes.ts';

export interface ProbeOptions extends CommonOptions, EncapsulationOptions {
  readonly path?: readonly string[];
  readonly from?: string;
  readonly family?: 4 | 6;
  readonly maxHops?: number;
  readonly count: number;
  readonly rate: number;
  readonly timeout: number;
  readonly synchronous?: true;
  readonly numeric?: true;
}

/** What can be told to be wrong before anything is started; null: nothing. */
export function usageProblem(host: string | undefined, options: ProbeOptions): CommandEnd | null {
  const { path, from, family } = options;
  if (host === undefined && path === undefined) {
    return usageEnd('no path given', '', 'name a host, or the hops with --path A,B,C');
  }
  if (host !== undefined && path !== undefined) {
    return usageEnd('--path is the whole path, so it takes no host beside it', '', 'leave one of them out');
  }
  if (options.maxHops !== undefined && host === undefined) {
    return usageEnd('--max-hops does nothing with --path, which is not traced', '', 'leave it out');
  }
  const named = [
    ...(from === undefined ? [] : [from]),
    ...(path ?? []),
    ...(host === undefined ? [] : [host]),
  ];
  const twice = named.find((one, at) => named.indexOf(one) !== at);
  if (twice !== undefined) return usageEnd(`${twice} is named twice`, '', 'name each hop once');
  for (const one of named) {
    const wrong = wrongHost(one, family);
    if (wrong !== null) return wrong;
  }
  return null;
}

export function askOf(host: string | undefined, options: ProbeOptions): PathProbeAsk {
  const { path = [], from, family, maxHops, count, rate, timeout, synchronous, numeric } = options;
  return {
    path: host === undefined ? { hops: path } : { host },
    from: from ?? null,
    family: family ?? null,
    ...(maxHops === undefined ? {} : { maxHops }),
    count,
    rate,
    timeoutMs: timeout,
    synchronous: synchronous === true,
    numeric: numeric === true,
  };
}
