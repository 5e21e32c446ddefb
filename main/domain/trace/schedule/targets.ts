import type { Anchor } from '../../model/anchor.ts';
import type { Incident, IncidentClass } from '../../model/incident.ts';
import { FAMILY_OF_KIND, type Kind } from '../../model/kind.ts';
import type { Network } from '../../model/network.ts';
import type { TraceTarget } from './types.ts';

const FAMILIES = [4, 6] as const;

/** Where a path tells nothing: the own link is down, or a portal answers in everybody's place. */
const UNTRACED: ReadonlySet<IncidentClass> = new Set<IncidentClass>(['local', 'captive-portal']);

export const isTraced = (incidentClass: IncidentClass): boolean => !UNTRACED.has(incidentClass);

/** Of one family, in the order of its kinds. */
const kindsOf = (family: 4 | 6): readonly Kind[] => (family === 4 ? ['icmp4', 'tcp4'] : ['icmp6', 'tcp6']);

/** A trace of one family makes sense where the network has a way out for it. */
export const familiesOf = ({ ipv4, ipv6 }: Network): readonly (4 | 6)[] =>
  FAMILIES.filter((family) => (family === 4 ? ipv4 : ipv6));

const firstOf = (anchors: readonly Anchor[], kind: Kind): string | null =>
  anchors.find((anchor) => anchor.kind === kind)?.address ?? null;

/** For each family at most one anchor a kind: whatever fails later, its target has been traced while it worked. */
export function baselineTargets(network: Network, anchors: readonly Anchor[]): readonly TraceTarget[] {
  return familiesOf(network).flatMap((family) => {
    const addresses = kindsOf(family).flatMap((kind) => firstOf(anchors, kind) ?? []);
    return [...new Set(addresses)].map((address) => ({ family, address }));
  });
}

/** One target a family, the families that fail first: an anchor of a kind that fails, else any. */
export function onsetTargets(
  network: Network,
  anchors: readonly Anchor[],
  failing: readonly Kind[],
): readonly TraceTarget[] {
  const failed = (family: 4 | 6): boolean => failing.some((kind) => FAMILY_OF_KIND[kind] === family);
  return [...familiesOf(network)]
    .sort((a, b) => Number(failed(b)) - Number(failed(a)))
    .flatMap((family) => {
      const kinds = kindsOf(family);
      const first = [...kinds.filter((kind) => failing.includes(kind)), ...kinds];
      const address = first.map((kind) => firstOf(anchors, kind)).find((found) => found !== null);
      return address === undefined || address === null ? [] : [{ family, address }];
    });
}

/** The one whose path is looked at first, as at the onset; null: no path tells anything of this incident. */
export function incidentTarget(
  { class: incidentClass, evidence }: Pick<Incident, 'class' | 'evidence'>,
  network: Network,
  anchors: readonly Anchor[],
): TraceTarget | null {
  const [first] = isTraced(incidentClass) ? onsetTargets(network, anchors, evidence.failing) : [];
  return first ?? null;
}
