import type { TraceTargets } from '../../../main/contract/contract.ts';
import { type Anchor, anchorKey } from '../../../main/domain/model/anchor.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { TraceMethod } from '../../../main/domain/model/trace.ts';
import type { MenuItem } from '../../components/menu-button.tsx';

/** Not an address: the window asks for one. */
export const ANOTHER = 'another';

const RECENT_SHOWN = 5;

/** Whom one could trace, each once, and at last the way to anybody else. */
export function targetItems({ affected = [], anchors, gateways, recent }: TraceTargets): readonly MenuItem[] {
  const items: readonly MenuItem[] = [
    ...affected.map((host) => ({ id: host, title: host, detail: 'Affected now' })),
    ...gateways.map((host) => ({ id: host, title: host, detail: 'Your router' })),
    ...anchors.map((host) => ({ id: host, title: host, detail: 'Anchor' })),
    ...recent.slice(0, RECENT_SHOWN).map((host) => ({ id: host, title: host, detail: 'Traced before' })),
  ];
  const once = items.filter((item, at) => items.findIndex(({ id }) => id === item.id) === at);
  return [...once, { id: ANOTHER, title: 'Another address …', detail: '' }];
}

/** A trace by the same packets as a chart measures with. */
export interface AnchorTrace extends MenuItem {
  readonly host: string;
  readonly method: TraceMethod | 'auto';
  readonly family: 4 | 6 | null;
  readonly port: number | null;
}

const WAYS: Readonly<Record<Kind, Pick<AnchorTrace, 'method' | 'family'>>> = {
  icmp4: { method: 'icmp', family: 4 },
  icmp6: { method: 'icmp', family: 6 },
  tcp4: { method: 'tcp', family: 4 },
  tcp6: { method: 'tcp', family: 6 },
  dns: { method: 'auto', family: null },
  gateway: { method: 'auto', family: null },
};

/** The anchors of a chart; a router that is not set is the one in use. */
export function anchorTraces(
  kind: Kind,
  anchors: readonly Anchor[],
  { gateways }: Pick<TraceTargets, 'gateways'>,
): readonly AnchorTrace[] {
  const set = anchors.filter((one) => one.kind === kind);
  const found = kind === 'gateway' ? gateways.map((address): Anchor => ({ kind, address })) : [];
  return (set.length > 0 ? set : found).map((anchor) => ({
    id: anchorKey(anchor),
    title: anchorKey(anchor),
    detail: '',
    host: anchor.address,
    // The port of a resolver is no port that a trace would use.
    port: WAYS[kind].method === 'tcp' ? (anchor.port ?? null) : null,
    ...WAYS[kind],
  }));
}
