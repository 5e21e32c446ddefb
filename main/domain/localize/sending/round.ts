import { TRAIN_PACKETS } from '../inference/hop-evidence.ts';
import type { Belief, PathHop, ProbeFamily } from '../types.ts';
import type { Share } from './allocation.ts';

/** A probe that waits for its turn. */
export interface Wish {
  readonly hop: number;
  readonly family: ProbeFamily;
}

/** Part of the pings that are packets which expire there instead, from hops that answer both. */
const REPORTS = 0.12;

/** Packets of one round: about a second at the usual rate, and a packet for each hop of a long path. */
export const roundPackets = (hops: number): number => Math.max(20, hops);

/** Before anything is known: does it answer pings, report expired packets, put fragments together? */
export function firstRound(hops: readonly PathHop[], random: () => number): readonly Wish[] {
  const wishes = hops.flatMap((hop, at): readonly Wish[] => {
    if (hop.address === null) return [];
    const families: readonly ProbeFamily[] = ['echo', 'echo', 'train'];
    const isLast = at === hops.length - 1;
    return [...families, ...(isLast ? [] : ['ttl-limited' as const])].map((family) => ({
      hop: at + 1,
      family,
    }));
  });
  return shuffled(wishes, random);
}

/** Shares of the packets as whole probes, in random order so that a burst of losses hits all hops alike. */
export function planRound(
  hops: readonly PathHop[],
  shares: readonly Share[],
  belief: Belief,
  random: () => number,
): readonly Wish[] {
  const packets = roundPackets(hops.length);
  const whole = (share: number): number => Math.floor(share + random());
  const wishes = shares.flatMap(({ hop, place, direction }) => {
    const pairs = whole((packets * direction) / (TRAIN_PACKETS + 1));
    const single = Array.from({ length: whole(packets * place) }, () => ({
      hop,
      family: familyFor(hop, hops, belief, random),
    }));
    const paired = Array.from({ length: pairs }, (): readonly Wish[] => [
      { hop, family: 'echo' },
      { hop, family: 'train' },
    ]);
    return [...single, ...paired.flat()];
  });
  return shuffled(wishes, random);
}

/** `bounce` and `boomerang` where they are known to come home: they ask nobody for an answer. */
function familyFor(hop: number, hops: readonly PathHop[], belief: Belief, random: () => number): ProbeFamily {
  const known = hops[hop - 1]?.known ?? {};
  const of = belief.hops[hop - 1];
  const draw = random();
  if (known.decapsulates === true && draw < 0.5) return draw < 0.25 ? 'bounce' : 'boomerang';
  const pings = known.answersEcho === true || of?.answersEcho !== false;
  const reports = known.answersTtlLimited === true || of?.answersTtlLimited !== false;
  // A packet that expires at the destination is none: it has arrived.
  if (hop === hops.length) return 'echo';
  if (!pings) return 'ttl-limited';
  return reports && random() < REPORTS ? 'ttl-limited' : 'echo';
}

/** By a random key each. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = items.map((item) => ({ item, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
