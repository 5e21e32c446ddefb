import type { TraceTargets } from '../../contract/contract.ts';
import type { Anchor } from '../../domain/model/anchor.ts';
import type { Network } from '../../domain/model/network.ts';

export const MOST_RECENT = 20;

/** Each host stands in the first list that it fits. */
export function traceTargets(
  anchors: readonly Anchor[],
  network: Pick<Network, 'gateway4' | 'gateway6'> | null,
  asked: readonly string[],
  hit: readonly string[],
): TraceTargets {
  const seen = new Set<string>();
  const fresh = (hosts: readonly string[]): readonly string[] =>
    hosts.filter((host) => !seen.has(host) && seen.add(host));
  const affected = fresh(hit);
  return {
    ...(affected.length === 0 ? {} : { affected }),
    anchors: fresh(anchors.map(({ address }) => address)),
    gateways: fresh([network?.gateway4, network?.gateway6].flatMap((address) => address ?? [])),
    recent: fresh(asked).slice(0, MOST_RECENT),
  };
}
