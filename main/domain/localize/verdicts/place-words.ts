import { listText } from '../../words/names.ts';
import type { PathHop, Segment, Side } from '../types.ts';

/** `this machine`, `hop 4 (192.0.2.1)`, `the destination (192.0.2.9)`. */
export function hopText(hop: number, hops: readonly PathHop[]): string {
  if (hop === 0) return 'this machine';
  const address = hops[hop - 1]?.address ?? null;
  const name = hop === hops.length ? 'the destination' : `hop ${hop}`;
  return address === null ? `${name} (silent)` : `${name} (${address})`;
}

export const hopsText = (which: readonly number[], hops: readonly PathHop[]): string =>
  listText(which.map((hop) => hopText(hop, hops)));

export const stretchText = ({ from, to }: Segment, hops: readonly PathHop[]): string =>
  `between ${hopText(from, hops)} and ${hopText(to, hops)}`;

/** The near end of where nothing answers: the machine itself answers nothing. */
export const nearText = (from: number, hops: readonly PathHop[]): string =>
  from === 0 ? 'this machine itself works' : `${hopText(from, hops)} still does`;

const SIDE_TEXTS: Readonly<Record<Side, string>> = {
  own: 'That is inside your own network',
  provider: 'That is in the network of your provider',
  beyond: 'That is beyond your provider',
};

/** The machine stands in the own network. */
const sideAt = (hop: number, hops: readonly PathHop[]): Side =>
  hop === 0 ? 'own' : (hops[hop - 1]?.side ?? 'beyond');

const BORDERS: Readonly<Record<string, string>> = {
  'own provider': 'That is the line between your network and your provider, or an end of it',
  'provider beyond': 'That is where your provider hands over to others',
  'own beyond': 'That stretch reaches from your own network to beyond your provider',
};

/** Whose it is. */
export function sideText({ from, to }: Segment, hops: readonly PathHop[]): string {
  const [near, far] = [sideAt(from, hops), sideAt(to, hops)];
  return near === far ? SIDE_TEXTS[near] : (BORDERS[`${near} ${far}`] ?? '');
}
