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

/** From log values, in place, so that the largest is 1. */
function scale(logs: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const log of logs) if (log > most) most = log;
  for (let index = 0; index < logs.length; index += 1) logs[index] = Math.exp((logs[index] ?? 0) - most);
  return logs;
}

const at = (table: Float64Array, index: number): number => table[Math.min(index, DEAD_INDEX)] ?? 0;

/** Likelihoods of answering always, in part (averaged over how large a part), never. */
interface Parts {
  full: number;
  partial: number;
  never: number;
}

/** Of the product of two likelihoods at these losses, into `parts`: it is called far too often to make objects. */
function partsOf(
  one: Float64Array,
  oneIndex: number,
  other: Float64Array,
  otherIndex: number,
  parts: Parts,
): Parts {
  let partial = 0;
  for (let level = 0; level < PARTIAL.length; level += 1) {
    const index = PARTIAL_INDEX[level] ?? 0;
    partial += at(one, oneIndex + index) * at(other, otherIndex + index);
  }
  parts.full = at(one, oneIndex) * at(other, otherIndex);
  parts.partial = partial / PARTIAL.length;
  parts.never = at(one, DEAD_INDEX) * at(other, DEAD_INDEX);
  return parts;
}

const noParts = (): Parts => ({ full: 1, partial: 1, never: 1 });

const UNASKED: Parts = noParts();
const PARTIAL = spread(1);
const PARTIAL_INDEX = Int32Array.from(PARTIAL, ({ index }) => index);

const expected = (answering: Answering, parts: Parts): number =>
  answering.full * parts.full + answering.partial * parts.partial + answering.never * parts.never;

/** What is known of one hop, and how likely that is for each state of the path up to it. */
export class HopEvidence {
  readonly tallies: Record<ProbeFamily, Tally> = {
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
  /** Likelihoods by survival; of families that nothing was heard of since. */
  readonly #tables = new Map<ProbeFamily, Float64Array>();
  #logs: readonly Float64Array[] | null = null;

  constructor(hop: PathHop, isDestination: boolean) {
    this.#hop = hop;
    this.#own = ownWaysHome(isDestination);
    this.#sorts = sortsOf(hop.known);
  }

  note(family: ProbeFamily, sentMs: number, answered: boolean): void {
    this.tallies[family].note(sentMs, answered);
    if (answered) this.answers.add(family);
    this.#tables.delete(family);
    this.#logs = null;
  }

  /** What was measured so far was measured with too little patience. */
  forget(family: ProbeFamily): void {
    this.tallies[family] = new Tally();
    this.#tables.delete(family);
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
    const [ttl, echo] = [this.#table('ttl-limited'), this.#table('echo')];
    const path = (LEVEL_INDEX[forward] ?? 0) + (LEVEL_INDEX[back] ?? 0);
    const reports = partsOf(ttl, path, NOTHING, path, noParts());
    const pings = partsOf(echo, path, NOTHING, path, noParts());
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

  #table(family: ProbeFamily): Float64Array {
    const tally = this.tallies[family];
    if (tally.sent === 0) return NOTHING;
    const known = this.#tables.get(family);
    if (known !== undefined) return known;
    const sum = new Float64Array(DEAD_INDEX + 1);
    tally.addTo(sum);
    if (family === 'train') this.#orNone(sum);
    const table = scale(sum);
    this.#tables.set(family, table);
    return table;
  }

  /** A hop that does not reassemble answers no train at all. */
  #orNone(logs: Float64Array): void {
    const share = reassembles(this.#hop.known);
    const never = this.tallies.train.answered === 0 ? 1 - share : 0;
    for (let index = 0; index < logs.length; index += 1) {
      logs[index] = Math.log(Math.max(LEAST, share * Math.exp(logs[index] ?? 0) + never));
    }
  }

  #compute(): readonly Float64Array[] {
    if (this.isUntested) return INDEPENDENCE.map(() => new Float64Array(STATES));
    if (this.tallies.train.sent > 0) return INDEPENDENCE.map((independence) => this.#byState(independence));
    const same = this.#byState(1);
    return INDEPENDENCE.map(() => same);
  }

  #byState(independence: number): Float64Array {
    const logs = new Float64Array(STATES);
    const boomerang = this.#table('boomerang');
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
    const [ttl, bounce] = [this.#table('ttl-limited'), this.#table('bounce')];
    const [echo, train] = [this.#table('echo'), this.#table('train')];
    const sorts = this.#sorts;
    const [ofReports, ofPings] = [noParts(), noParts()];
    const times = 1 + (TRAIN_PACKETS - 1) * independence;
    return (out, home) => {
      const all = out + home;
      const outTrain = Math.round(out * times) + home;
      const reports = ttl === NOTHING ? UNASKED : partsOf(ttl, all, NOTHING, 0, ofReports);
      const pings =
        echo === NOTHING && train === NOTHING ? UNASKED : partsOf(echo, all, train, outTrain, ofPings);
      let sum = 0;
      for (const sort of sorts) {
        sum += sort.weight * expected(sort.reports, reports) * expected(sort.pings, pings);
      }
      return sum * at(bounce, all);
    };
  }
}
