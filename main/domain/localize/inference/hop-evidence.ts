import type { PathHop, ProbeFamily } from '../types.ts';
import { DEAD_INDEX, LEVEL_INDEX, LEVELS, STATES, spread, stateOf, type Weighted } from './grid.ts';
import { type Answering, type HopSort, ownWaysHome, reassembles, sortsOf } from './hop-priors.ts';
import { Tally } from './tally.ts';

/** Fragments of a train. */
export const TRAIN_PACKETS = 4;

/**
 * How independent the fates of a train's fragments are: 1, each has its own; near 0, a burst takes all or none, so
 * that a train says no more than a ping. The same for all hops, so a hypothesis beside the places.
 */
export const INDEPENDENCE: readonly number[] = [1, 0.3];

const LEAST = 1e-280;

/** Of no probe at all. */
const NOTHING = new Float64Array(DEAD_INDEX + 1).fill(1);

/** Of log values, scaled so that the largest is 1. */
function scaled(tally: Tally): Float64Array {
  if (tally.sent === 0) return NOTHING;
  const sum = new Float64Array(DEAD_INDEX + 1);
  tally.addTo(sum);
  return scale(sum);
}

function scale(logs: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const log of logs) if (log > most) most = log;
  const scaled = new Float64Array(logs.length);
  for (let index = 0; index < logs.length; index += 1) scaled[index] = Math.exp((logs[index] ?? 0) - most);
  return scaled;
}

const at = (table: Float64Array, index: number): number => table[Math.min(index, DEAD_INDEX)] ?? 0;

/** Likelihoods of answering always, in part (averaged over how large a part), never. */
interface Parts {
  full: number;
  partial: number;
  never: number;
}

/** Of the product of two likelihoods at these losses. */
function partsOf(one: Float64Array, oneIndex: number, other: Float64Array, otherIndex: number): Parts {
  let partial = 0;
  for (let level = 0; level < PARTIAL.length; level += 1) {
    const { index, weight } = PARTIAL[level] ?? NO_LEVEL;
    partial += weight * at(one, oneIndex + index) * at(other, otherIndex + index);
  }
  return {
    full: at(one, oneIndex) * at(other, otherIndex),
    partial,
    never: at(one, DEAD_INDEX) * at(other, DEAD_INDEX),
  };
}

const UNASKED: Parts = { full: 1, partial: 1, never: 1 };
const PARTIAL = spread(1);
const NO_LEVEL: Weighted = { index: 0, weight: 0 };

const expected = (answering: Answering, { full, partial, never }: Parts): number =>
  answering.full * full + answering.partial * partial + answering.never * never;

interface Likelihoods {
  readonly ttl: Float64Array;
  readonly echo: Float64Array;
  readonly train: Float64Array;
  readonly bounce: Float64Array;
  readonly boomerang: Float64Array;
}

/** What is known of one hop, and how likely that is for each state of the path up to it. */
export class HopEvidence {
  readonly tallies: Readonly<Record<ProbeFamily, Tally>> = {
    'ttl-limited': new Tally(),
    echo: new Tally(),
    train: new Tally(),
    bounce: new Tally(),
    boomerang: new Tally(),
    detour: new Tally(),
  };
  /** Families that it has answered at least once. */
  readonly answers = new Set<ProbeFamily>();
  readonly #hop: PathHop;
  readonly #own: readonly Weighted[];
  readonly #sorts: readonly HopSort[];
  #likelihoods: Likelihoods | null = null;
  #logs: readonly Float64Array[] | null = null;

  constructor(hop: PathHop, isDestination: boolean) {
    this.#hop = hop;
    this.#own = ownWaysHome(isDestination);
    this.#sorts = sortsOf(hop.known);
  }

  note(family: ProbeFamily, sentMs: number, answered: boolean): void {
    this.tallies[family].note(sentMs, answered);
    if (answered) this.answers.add(family);
    this.#likelihoods = null;
    this.#logs = null;
  }

  /** What was measured so far was measured with too little patience. */
  forget(family: ProbeFamily): void {
    (this.tallies as Record<ProbeFamily, Tally>)[family] = new Tally();
    this.#likelihoods = null;
    this.#logs = null;
  }

  get isUntested(): boolean {
    return Object.values(this.tallies).every(({ sent }) => sent === 0);
  }

  /** Log likelihoods by state of the path, one table for each entry of INDEPENDENCE. */
  logs(): readonly Float64Array[] {
    this.#logs ??= this.#compute();
    return this.#logs;
  }

  /** Probability that it answers a kind of packet but not always, for itself, in this state of the path. */
  limits(family: 'echo' | 'ttl-limited', forward: number, back: number): number {
    const { ttl, echo } = this.#tables();
    const path = (LEVEL_INDEX[forward] ?? 0) + (LEVEL_INDEX[back] ?? 0);
    const reports = partsOf(ttl, path, NOTHING, path);
    const pings = partsOf(echo, path, NOTHING, path);
    let [all, limited] = [0, 0];
    for (const sort of this.#sorts) {
      const [ofReports, ofPings] = [expected(sort.reports, reports), expected(sort.pings, pings)];
      all += sort.weight * ofReports * ofPings;
      limited +=
        sort.weight *
        (family === 'echo'
          ? ofReports * sort.pings.partial * pings.partial
          : ofPings * sort.reports.partial * reports.partial);
    }
    return all <= 0 ? 0 : limited / all;
  }

  #tables(): Likelihoods {
    this.#likelihoods ??= {
      ttl: scaled(this.tallies['ttl-limited']),
      echo: scaled(this.tallies.echo),
      train: this.#train(),
      bounce: scaled(this.tallies.bounce),
      boomerang: scaled(this.tallies.boomerang),
    };
    return this.#likelihoods;
  }

  /** A hop that does not reassemble answers no train at all. */
  #train(): Float64Array {
    const { train } = this.tallies;
    if (train.sent === 0) return NOTHING;
    const sum = new Float64Array(DEAD_INDEX + 1);
    train.addTo(sum);
    const share = reassembles(this.#hop.known);
    const never = train.answered === 0 ? 1 - share : 0;
    return scale(sum.map((value) => Math.log(Math.max(LEAST, share * Math.exp(value) + never))));
  }

  #compute(): readonly Float64Array[] {
    if (this.isUntested) return INDEPENDENCE.map(() => new Float64Array(STATES));
    if (this.tallies.train.sent > 0) return INDEPENDENCE.map((independence) => this.#byState(independence));
    const same = this.#byState(1);
    return INDEPENDENCE.map(() => same);
  }

  #byState(independence: number): Float64Array {
    const logs = new Float64Array(STATES);
    const { boomerang } = this.#tables();
    const ownShare = this.#own.reduce((sum, { weight }) => sum + weight, 0);
    const given = this.#givenWayHome(independence);
    for (let forward = 0; forward < LEVELS; forward += 1) {
      const out = LEVEL_INDEX[forward] ?? 0;
      const own = this.#own.reduce((sum, { index, weight }) => sum + weight * given(out, index), 0);
      for (let back = 0; back < LEVELS; back += 1) {
        const home = LEVEL_INDEX[back] ?? 0;
        const value = ((1 - ownShare) * given(out, home) + own) * at(boomerang, out + home);
        logs[stateOf(forward, back)] = Math.log(Math.max(LEAST, value));
      }
    }
    return logs;
  }

  /** Likelihood by the losses on the way out and on the way home, willingness integrated out. */
  #givenWayHome(independence: number): (out: number, home: number) => number {
    const { ttl, echo, train, bounce } = this.#tables();
    const times = 1 + (TRAIN_PACKETS - 1) * independence;
    return (out, home) => {
      const all = out + home;
      const outTrain = Math.round(out * times) + home;
      const reports = ttl === NOTHING ? UNASKED : partsOf(ttl, all, NOTHING, 0);
      const pings = echo === NOTHING && train === NOTHING ? UNASKED : partsOf(echo, all, train, outTrain);
      let sum = 0;
      for (const sort of this.#sorts) {
        sum += sort.weight * expected(sort.reports, reports) * expected(sort.pings, pings);
      }
      return sum * at(bounce, all);
    };
  }
}
