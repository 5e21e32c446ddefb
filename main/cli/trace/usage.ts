import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { CommonOptions } from '../cli.ts';
import { wrongHost } from '../encapsulation/check-host.ts';
import type { EncapsulationOptions } from '../encapsulation/options.ts';
import { type CommandEnd, usageEnd } from '../exit-codes.ts';
import { checkTarget } from '../ping/target.ts';

export interface TraceOptions extends CommonOptions, EncapsulationOptions {
  readonly method: TraceAsk['method'];
  readonly family?: 4 | 6;
  readonly maxHops: number;
  readonly queries?: number;
  readonly timeout: number;
  readonly port?: number;
  readonly size?: number;
  readonly interval?: number;
  readonly numeric?: true;
  readonly multipath?: true;
  readonly mtu?: true;
  readonly watch?: true;
  readonly reverse?: true;
  readonly from?: string;
}

/** Through somebody else, with packets in IP-in-IP. */
export const isRelayed = ({ reverse, from }: TraceOptions): boolean => reverse === true || from !== undefined;

const RELAYED = '--reverse or --from';

/** Such a trace is one of its own kind: what to leave out; null: nothing. */
function relayedProblem(host: string, options: TraceOptions): CommandEnd | null {
  const { method, watch, multipath, mtu, port, size, reverse, from, family } = options;
  const given = (name: string, is: boolean): readonly string[] => (is ? [name] : []);
  const [needless] = [
    ...given('--watch', watch === true),
    ...given('--multipath', multipath === true),
    ...given('--mtu', mtu === true),
    ...given('--port', port !== undefined),
    ...given('--size', size !== undefined),
    ...given(`--method ${method}`, method !== 'auto' && method !== 'icmp'),
  ];
  if (needless !== undefined) {
    const why = 'which sends small ICMP packets once';
    return usageEnd(`${needless} does not go with ${RELAYED}, ${why}`, '', 'leave it out');
  }
  if (reverse && from !== undefined) {
    return usageEnd("--reverse and --from don't go together", '', 'leave one of them out');
  }
  if (from === host) return usageEnd(`${host} is named twice`, '', 'name two hosts');
  return wrongHost(host, family) ?? (from === undefined ? null : wrongHost(from, family));
}

/** Null: none that means nothing here. */
function needlessPermission({ allowEncapsulation, config, data }: TraceOptions): CommandEnd | null {
  const name =
    allowEncapsulation === true
      ? '--allow-encapsulation'
      : config !== undefined
        ? '--config'
        : data !== undefined
          ? '--data'
          : null;
  return name === null ? null : usageEnd(`${name} does nothing without ${RELAYED}`, '', 'leave it out');
}

/** An option that would change nothing here, and why; null: none. */
function idleOption({ watch, multipath, method, ...options }: TraceOptions): CommandEnd | null {
  const leaveOut = 'leave it out';
  if (options.port !== undefined && method === 'icmp') {
    return usageEnd('ICMP has no ports', '--port', `${leaveOut}, or use --method udp or tcp`);
  }
  if (options.size !== undefined && method === 'tcp') {
    return usageEnd(
      '--size does nothing with TCP, whose SYN has its own',
      '',
      `${leaveOut}, or use --method udp or icmp`,
    );
  }
  if (options.interval !== undefined && !watch) {
    return usageEnd('--interval does nothing without --watch', '', `${leaveOut}, or add --watch`);
  }
  if (options.queries !== undefined && watch) {
    return usageEnd('--queries does nothing with --watch, which sends one a round', '', leaveOut);
  }
  if (options.queries !== undefined && multipath) {
    return usageEnd('--queries does nothing with --multipath, which sends as many as it takes', '', leaveOut);
  }
  return null;
}

/** What can be told to be wrong before anything is started; null: nothing. */
export function usageProblem(host: string, options: TraceOptions): CommandEnd | null {
  const { watch, multipath, mtu } = options;
  if (watch && (multipath || mtu)) {
    const other = multipath ? '--multipath' : '--mtu';
    return usageEnd(`--watch and ${other} don't go together`, '', 'leave one of them out');
  }
  if (multipath && mtu)
    return usageEnd("--multipath and --mtu don't go together", '', 'leave one of them out');
  const other = isRelayed(options) ? relayedProblem(host, options) : needlessPermission(options);
  if (other !== null) return other;
  const idle = idleOption(options);
  if (idle !== null) return idle;
  const port = /^(\[[^\]]+\]|[^:/]+):([0-9]+)$/.exec(host);
  if (port !== null) {
    const bare = (port[1] ?? '').replace(/^\[|\]$/g, '');
    return usageEnd(`${host} names a port`, '', `try ${bare} --method tcp --port ${port[2]}`);
  }
  const target = checkTarget(host, options.family);
  return target === null || target.ok ? null : target;
}
