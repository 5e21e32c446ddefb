import { beliefOf } from './belief.ts';
import { clusteringOf } from './inference/clustering.ts';
import { HopEvidence } from './inference/hop-evidence.ts';
import { weighPlaces } from './inference/places.ts';
import { faultByHop } from './sending/worth.ts';
import type { Belief, PathHop, ProbeFamily } from './types.ts';

/** What is believed less of how losses cluster is left out. */
const LEAST_LOG_WEIGHT = -8;

interface Told {
  readonly hop: number;
  readonly sentMs: number;
  readonly lost: boolean;
}

/** All that was measured on one path, and what it says. */
export class Evidence {
  readonly hops: readonly HopEvidence[];
  readonly #spacingMs: number;
  readonly #pings: Told[] = [];
  #belief: Belief | null = null;
  /** The belief before the latest results: good enough to tell which hops lie behind the fault. */
  #before: Belief | null = null;

  constructor(hops: readonly PathHop[], spacingMs: number) {
    this.hops = hops.map((hop, at) => new HopEvidence(hop, at === hops.length - 1));
    this.#spacingMs = spacingMs;
  }

  note(hop: number, family: ProbeFamily, sentMs: number, answered: boolean): void {
    this.hops[hop - 1]?.note(family, sentMs, answered);
    if (family === 'echo') this.#pings.push({ hop, sentMs, lost: !answered });
    this.#before = this.#belief ?? this.#before;
    this.#belief = null;
  }

  /** Pings of a hop that were sent faster than it answers. */
  forgetPings(hop: number): void {
    for (const family of ['echo', 'train'] as const) this.hops[hop - 1]?.forget(family);
    const kept = this.#pings.filter((ping) => ping.hop !== hop);
    this.#pings.splice(0, this.#pings.length, ...kept);
    this.#before = this.#belief ?? this.#before;
    this.#belief = null;
  }

  belief(): Belief {
    this.#belief ??= this.#weigh();
    return this.#belief;
  }

  #weigh(): Belief {
    const { logWeights, dispersion } = clusteringOf(this.#fates(), this.#spacingMs);
    const likely = logWeights.flatMap((weight, at) => (weight > LEAST_LOG_WEIGHT ? [{ weight, at }] : []));
    const logs = likely.map(({ at }) => this.hops.map((hop) => hop.logs()[at] ?? new Float64Array()));
    const masses = weighPlaces(
      logs,
      likely.map(({ weight }) => weight),
    );
    return beliefOf(masses, this.hops, dispersion);
  }

  /** Of the packets that went past the fault, as far as is known; by when they were sent. */
  #fates(): readonly Told[] {
    const before = this.#before;
    const byHop = before === null ? [] : faultByHop(before.links, before.fault);
    const worst = Math.max(0, ...byHop);
    const isBehind = ({ hop }: Told): boolean =>
      (byHop[hop - 1] ?? 0) >= 0.9 * worst && (before?.hops[hop - 1]?.limitsPings ?? 0) < 0.5;
    return this.#pings.filter(isBehind).sort((a, b) => a.sentMs - b.sentMs);
  }
}
