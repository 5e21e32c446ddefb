import type { TraceHop, TraceInterface, TraceNode, TraceView } from '../../model/trace.ts';
import { isPlaceholder, Masker } from './masker.ts';

/** Stands for the network: its id may hold addresses. */
const MASKED = 'masked';

/** Names that only mean something at home: no dot, or an ending that the public DNS does not have. */
const LOCAL_NAME = /^[^.]+\.?$|\.(?:local|lan|home|internal|localdomain|home\.arpa|fritz\.box)\.?$/i;

/** The hop next to this machine, where the trace shows it. */
function nearestHop({ direction, reached, hops, destination }: TraceView): TraceHop | undefined {
  if (direction === 'forward') return hops[0];
  if (direction === 'between' || !reached) return undefined;
  return hops.findLast(({ nodes }) => nodes.every(({ address }) => address !== destination.address));
}

/**
 * Addresses of the own line. Over IPv6 the nearest hop is the home router under a global address of the home, and it
 * may answer from another prefix than this machine has.
 */
function ownAddresses(view: TraceView): string[] {
  const nearest = view.family === 6 ? (nearestHop(view)?.nodes ?? []) : [];
  const router = nearest
    .map(({ address }) => address)
    .filter((address) => address !== view.destination.address);
  return [...(view.source === null ? [] : [view.source]), ...router];
}

/** Everything that must not be told, found before anything is masked: a text may name what comes later. */
function collect(view: TraceView, masker: Masker): void {
  const seen = (address: string | null): void => {
    if (address !== null) masker.address(address);
  };
  seen(view.source);
  seen(view.destination.address);
  for (const node of view.hops.flatMap(({ nodes }) => nodes)) {
    seen(node.address);
    for (const told of node.interfaces) seen(told.address);
    if (node.name !== null && isSecretName(node.address, node.name, masker)) masker.hide(node.name, 'name');
  }
  for (const { from, to } of [...view.changes, ...view.links]) [from, to].forEach(seen);
  seen(view.pathMtu?.toldBy ?? null);
  seen(view.relay?.address ?? null);
  for (const { offer = null } of view.warnings) seen(offer);
  const asked = view.direction === 'reverse' ? view.relay : view.destination;
  for (const end of [view.destination, view.relay, asked === null ? null : { ...asked, name: view.host }]) {
    if (end?.name == null) continue;
    if (isSecretName(end.address, end.name, masker)) masker.hide(end.name, 'name');
  }
}

function isSecretName(address: string, name: string, masker: Masker): boolean {
  if (isPlaceholder(name) || isLiteral(name)) return false;
  return masker.hides(address) || masker.isTelling(name) || LOCAL_NAME.test(name);
}

const isLiteral = (name: string): boolean => name.includes(':') || /^[\d.]+$/.test(name);

const isHomes = (node: TraceNode, told: TraceInterface, masker: Masker): boolean =>
  masker.hides(node.address) || (told.address !== null && masker.hides(told.address));

function maskInterface(node: TraceNode, told: TraceInterface, masker: Masker): TraceInterface {
  return {
    ...told,
    address: masker.maybe(told.address),
    name: told.name === null || isHomes(node, told, masker) ? null : masker.text(told.name),
  };
}

function maskNode(node: TraceNode, masker: Masker): TraceNode {
  const { address, name } = node;
  return {
    ...node,
    address: masker.address(address),
    name: name === null || isSecretName(address, name, masker) ? null : masker.text(name),
    interfaces: node.interfaces.map((told) => maskInterface(node, told, masker)),
  };
}

const maskHop = (hop: TraceHop, masker: Masker): TraceHop => ({
  ...hop,
  nodes: hop.nodes.map((node) => maskNode(node, masker)),
});

/**
 * A trace that can be shown to strangers: private, shared (CGN), link-local and the line's own public addresses, the
 * neighbours of those (their /24 or /48), the names of all these and the network are replaced by placeholders such
 * as `private-1`, the same one wherever the same address stood, also within sentences. It stays a whole trace that
 * can be opened again; only its placeholders are no addresses. The routers of providers stay: they are the evidence.
 */
export function maskTrace(view: TraceView): TraceView {
  const masker = new Masker(ownAddresses(view));
  collect(view, masker);
  const ends = ({ from, to }: { readonly from: string | null; readonly to: string | null }) => ({
    from: masker.maybe(from),
    to: masker.maybe(to),
  });
  const { destination, relay, pathMtu, comparison } = view;
  const end = ({ address, name }: TraceView['destination']): TraceView['destination'] => ({
    address: masker.address(address),
    name: name === null ? null : masker.text(name),
  });
  return {
    ...view,
    host: masker.hides(view.host) ? masker.address(view.host) : masker.text(view.host),
    destination: end(destination),
    relay: relay === null ? null : end(relay),
    source: masker.maybe(view.source),
    network: view.network === '' ? '' : MASKED,
    hops: view.hops.map((hop) => maskHop(hop, masker)),
    changes: view.changes.map((change) => ({ ...change, ...ends(change) })),
    links: view.links.map((link) => ({ ...link, ...ends(link) })),
    pathMtu: pathMtu === null ? null : { ...pathMtu, toldBy: masker.maybe(pathMtu.toldBy) },
    warnings: view.warnings.map(({ offer, ...warning }) => ({
      ...warning,
      text: masker.text(warning.text),
      ...(offer === undefined ? {} : { offer: masker.address(offer) }),
    })),
    sentence: { ...view.sentence, text: masker.text(view.sentence.text) },
    comparison: comparison === null ? null : { ...comparison, text: masker.text(comparison.text) },
    trouble: view.trouble === null ? null : masker.text(view.trouble),
  };
}
