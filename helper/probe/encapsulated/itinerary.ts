import type { EncapsulatedCommand } from '../../protocol/messages.ts';
import type { Target } from '../../protocol/target.ts';
import type { Limits, Refusal } from '../limits.ts';
import { headerBytesOf } from '../trace/method.ts';
import { TAG_BYTES } from '../trace/token.ts';
import type { Itinerary } from './encapsulated-probe.ts';
import type { Path } from './path.ts';

/** ICMP header, token and what brings the checksum about. */
export const MESSAGE_BYTES = 8 + TAG_BYTES;

/** What the headers around the innermost have, and what the innermost has when nobody asks for less. */
export const USUAL_TTL = 64;

export interface Plan extends Itinerary {
  readonly first: Target;
  /** What the cap on one hop counts: the farthest of `via`, each lower TTL of the innermost on its own. */
  readonly hop: string;
}

const fault = (message: string): Refusal => ({ code: 'out-of-range', message });

/** Rising, then falling: out and back, nobody visited twice on the same way. */
function isOutAndBack(via: readonly number[]): boolean {
  const turn = via.indexOf(Math.max(...via));
  return via.every((place, at) => {
    const before = via[at - 1];
    if (before === undefined) return true;
    return at <= turn ? before < place : before > place;
  });
}

interface Visits {
  /** In order; the farthest among them. */
  readonly via: readonly [Target, ...Target[]];
  readonly farthest: Target;
  /** Null: the own address. */
  readonly end: Target | null;
}

function visitsOf({ via: places, end, inner }: EncapsulatedCommand, { members }: Path): Visits | Refusal {
  const [first, ...rest] = places.flatMap((place) => members[place] ?? []);
  const farthest = members[Math.max(...places)];
  if (places.length === 0) return fault('via names no place in the path');
  if (first === undefined || farthest === undefined || rest.length + 1 < places.length) {
    return fault(`via names a place that is not below ${members.length}`);
  }
  if (!isOutAndBack(places)) return fault('via does not rise and then fall');
  const via = [first, ...rest] as const;
  if (end === null) {
    return inner === 'echo-reply' ? { via, farthest, end } : fault('an echo-request needs an end');
  }
  const last = members[end];
  return last === undefined ? fault(`end is not below ${members.length}`) : { via, farthest, end: last };
}

/** Bytes of the packet; `most` also bounds what is asked for, so only what the headers need can be too much. */
function sizeOf(asked: number, headers: number, family: 4 | 6, most: number): number | Refusal {
  const header = headerBytesOf(family);
  const least = headers * header + MESSAGE_BYTES;
  if (least > most) {
    const fits = Math.floor((most - MESSAGE_BYTES) / header) - 1;
    return fault(`the headers need ${least} bytes of at most ${most}: a via of ${fits} fits`);
  }
  if (asked === 0) return least;
  return asked < least ? fault(`size is less than the ${least} bytes that the headers need`) : asked;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Where the packet goes and how large it is; nothing in it is from anywhere but the path and the own address. */
export function planOf(
  command: EncapsulatedCommand,
  path: Path,
  limits: Pick<Limits, 'probeSizeMax'>,
): Plan | Refusal {
  const visits = visitsOf(command, path);
  if ('code' in visits) return visits;
  const { via, farthest, end } = visits;
  const { family, source } = path;
  const size = sizeOf(command.size, via.length + 1, family, limits.probeSizeMax);
  if (typeof size !== 'number') return size;
  const { inner, ttl } = command;
  const far = end?.bytes ?? source;
  return {
    ...{ family, source, inner, ttl, size },
    first: via[0],
    destinations: [...via.map(({ bytes }) => bytes), inner === 'echo-request' ? far : source],
    innerSource: inner === 'echo-request' ? source : far,
    replyFrom: far,
    hop: ttl < USUAL_TTL ? `${hexOf(farthest.bytes)} ${ttl}` : hexOf(farthest.bytes),
  };
}
