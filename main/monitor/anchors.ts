import type { Anchor } from '../domain/model/anchor.ts';
import type { MonitorConfig } from '../domain/model/config.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Network } from '../domain/model/network.ts';
import { familyOf } from './echo/echo-source.ts';
import { targetKey } from './pace/grid.ts';

/**
 * Home routers answer on both families, but a link-local IPv6 gateway only says again what the IPv4 one said: it
 * is probed where it is the only one.
 */
function gatewayAnchors({ gateway4, gateway6 }: Network): readonly Anchor[] {
  const routable6 = gateway6 !== null && (gateway4 === null || !gateway6.includes('%')) ? gateway6 : null;
  return [gateway4, routable6]
    .filter((address) => address !== null)
    .map((address) => ({ kind: 'gateway', address }));
}

export interface AnchorSources {
  readonly config: MonitorConfig;
  readonly network: Network;
  readonly resolvers: readonly Anchor[];
  readonly isEcho: (kind: Kind) => boolean;
  readonly canEcho: (family: 4 | 6) => boolean;
}

/** Who is probed now: the configured anchors, plus what follows from the network where nothing is configured. */
export function currentAnchors(sources: AnchorSources): readonly Anchor[] {
  const { config, network, resolvers, isEcho, canEcho } = sources;
  const isConfigured = (kind: Kind): boolean => config.anchors.some((anchor) => anchor.kind === kind);
  return [
    ...config.anchors,
    ...(isConfigured('dns') ? [] : resolvers),
    ...(isConfigured('gateway') ? [] : gatewayAnchors(network)),
  ].filter((anchor) => !isEcho(anchor.kind) || canEcho(familyOf(anchor.address)));
}

export const sameAnchors = (left: readonly Anchor[], right: readonly Anchor[]): boolean =>
  left.length === right.length &&
  left.every((anchor, index) => {
    const other = right[index];
    return other !== undefined && targetKey(anchor) === targetKey(other);
  });
