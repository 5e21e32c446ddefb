import type { TraceHop, TraceNode } from '../../model/trace.ts';
import { samePrefix } from '../address-note.ts';
import type { UntoldTrace } from './untold-trace.ts';

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const HOME_NOTES: ReadonlySet<string | null> = new Set(['private', 'link-local', 'unique-local']);

const nodeAt = (view: UntoldTrace, ttl: number): TraceNode | undefined => view.hops[ttl - 1]?.nodes[0];

/** Of somebody's own network, by the address alone. */
export const isHomeAddress = (hop: TraceHop): boolean =>
  hop.nodes.length > 0 && hop.nodes.every(({ note }) => HOME_NOTES.has(note));

/** The first hop is the own router if its address is one of the own network's. */
export function isOwnRouter(view: UntoldTrace, ttl: number): boolean {
  const node = ttl === 1 ? nodeAt(view, 1) : undefined;
  if (node === undefined || node.address === view.destination.address) return false;
  if (HOME_NOTES.has(node.note)) return true;
  // IPv6 gives the home global addresses: router and machine share the prefix that the provider delegates.
  return view.family === 6 && view.source !== null && samePrefix(node.address, view.source, 32, 56);
}

/** Of `a.core.example.net` `example.net`, of `a.example.co.uk` `example.co.uk`; null without a name. */
function domainOf(name: string | null | undefined): string | null {
  const labels = (name ?? '').toLowerCase().split('.').filter(Boolean);
  if (labels.length < 2) return null;
  const [second, top] = labels.slice(-2);
  const twoPart = (top?.length ?? 0) === 2 && (second?.length ?? 0) <= 3;
  return labels.slice(twoPart ? -3 : -2).join('.');
}

/** Right behind the own router, in shared address space, which only providers use (RFC 6598), or named in its domain. */
function looksLikeProvider(view: UntoldTrace, ttl: number, domain: string | null): boolean {
  const node = nodeAt(view, ttl);
  if (node === undefined || HOME_NOTES.has(node.note) || node.address === view.destination.address)
    return false;
  return ttl === 2 || node.note === 'cgn' || (domain !== null && domainOf(node.name) === domain);
}

/** Whether a hop is surely the provider's: it looks so, and every one between it and the own router that answers. */
function isProvider(view: UntoldTrace, ttl: number): boolean {
  if (!isOwnRouter(view, 1) || ttl < 2) return false;
  const domain = domainOf(nodeAt(view, 2)?.name);
  const before = view.hops.slice(1, ttl - 1).filter(({ nodes }) => nodes.length > 0);
  return [...before.map((hop) => hop.ttl), ttl].every((each) => looksLikeProvider(view, each, domain));
}

/** `hop 7 (core1.example.net)`, `hop 7 (192.0.2.1)`, `hop 7`. */
function numbered(view: UntoldTrace, ttl: number): string {
  const node = nodeAt(view, ttl);
  return node === undefined ? `hop ${ttl}` : `hop ${ttl} (${node.name ?? node.address})`;
}

/** What a hop is called within a sentence. */
export function hopWords(view: UntoldTrace, ttl: number): string {
  if (isOwnRouter(view, ttl)) return 'your router';
  const ordinal = ORDINALS[ttl - 2];
  return ordinal !== undefined && isProvider(view, ttl)
    ? `your provider's ${ordinal} router`
    : numbered(view, ttl);
}

/** The same of a router by its address: it is called after where it stands, not after a probe it turned back. */
export function routerWords(view: UntoldTrace, address: string): string {
  const at = view.hops.find(({ nodes }) => nodes.some((node) => node.address === address));
  const node = at?.nodes.find((each) => each.address === address);
  if (at === undefined || node === undefined) return address;
  return at.nodes[0] === node ? hopWords(view, at.ttl) : `hop ${at.ttl} (${node.name ?? address})`;
}

/** Whether the sentence may speak of the provider at all. */
export const hasOwnRouter = (view: UntoldTrace): boolean => isOwnRouter(view, 1);
