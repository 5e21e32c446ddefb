import { isIP } from 'node:net';
import type { TraceWarning } from '../../domain/model/trace.ts';
import { findTarget } from '../../trace/host/find-target.ts';
import type { Target } from '../../trace/host/literal.ts';
import type { Trouble } from '../../trace/run/trouble.ts';
import type { EncapsulationSurroundings } from '../types.ts';
import type { EncapsulationPorts } from './ports.ts';

export interface Found {
  readonly target: Target;
  readonly isName: boolean;
  /** Own address towards it. */
  readonly source: string;
  readonly warnings: readonly TraceWarning[];
}

export type Finding =
  | { readonly ok: true; readonly found: Found }
  | { readonly ok: false; readonly trouble: Trouble };

const refuse = (failure: 'host' | 'route', text: string): Finding => ({
  ok: false,
  trouble: { failure, text },
});

/** Null: it may be of the family of the one named before it. */
export function otherFamily(host: string, before: string, { target }: Found): Trouble | null {
  const family = isIP(host);
  if (family === 0 || family === target.family) return null;
  return {
    failure: 'host',
    text: `${host} is an IPv${family} address, but ${before} has one of IPv${target.family}: name two of one kind.`,
  };
}

/** Whom packets in IP-in-IP may go to or through: one ordinary host, not this machine. */
export async function resolve(
  host: string,
  family: 4 | 6 | null,
  ports: EncapsulationPorts,
  { clock }: Pick<EncapsulationSurroundings, 'clock'>,
): Promise<Finding> {
  const finding = await findTarget(host, family, { ...ports, clock }).found;
  if (!finding.ok) return refuse('host', finding.trouble);
  const { target, source, isName, warnings } = finding;
  if (target.zone !== null) {
    return refuse(
      'host',
      `${host} exists on one link only, where packets in IP-in-IP tell nothing: name an address that has no zone.`,
    );
  }
  if (source === target.address) {
    return refuse('host', `${host} is this machine itself: name another host.`);
  }
  if (source === null) {
    return refuse(
      'route',
      `This machine has no way to ${target.address}, since it has no route for it over IPv${target.family}: check the connection.`,
    );
  }
  return { ok: true, found: { target, isName, source, warnings } };
}
