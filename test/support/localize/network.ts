import type { Probe } from '../../../main/domain/localize/types.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import { BurstLosses, independentLosses, type LossProcess } from './loss-process.ts';
import type { Answering, LinkLoss, Scenario } from './scenario.ts';

/** Milliseconds that a link takes. */
const LINK_MS = 4;
/** After its last packet a probe is given up. */
const TIMEOUT_MS = 1_500;

/** Tokens of a hop's limit, as they fill and are taken. */
class Tokens {
  readonly #answering: Answering;
  #tokens: number;
  #atMs = 0;

  constructor(answering: Answering) {
    this.#answering = answering;
    this.#tokens = answering.bucket?.burst ?? 0;
  }

  take(atMs: number): boolean {
    const { bucket } = this.#answering;
    if (bucket === null) return true;
    const filled = (Math.max(0, atMs - this.#atMs) / 1_000) * bucket.perSecond;
    this.#tokens = Math.min(bucket.burst, this.#tokens + filled);
    this.#atMs = Math.max(atMs, this.#atMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

export interface Fate {
  readonly answered: boolean;
  /** When the sender knows. */
  readonly atMs: number;
}

/** Packets of a scenario, each of which meets every link at its own time. */
export class SimulatedNetwork {
  readonly #scenario: Scenario;
  readonly #random: Random;
  readonly #forward: ReadonlyMap<number, LossProcess>;
  readonly #back: ReadonlyMap<number, LossProcess>;
  readonly #reports: readonly Tokens[];
  readonly #pings: readonly Tokens[];

  constructor(scenario: Scenario, salt = 0) {
    this.#scenario = scenario;
    this.#random = new Random(scenario.seed * 7919 + salt);
    const processes = (losses: ReadonlyMap<number, LinkLoss>): ReadonlyMap<number, LossProcess> =>
      new Map([...losses].map(([link, loss]) => [link, this.#process(loss)]));
    this.#forward = processes(scenario.forward);
    this.#back = processes(scenario.back);
    this.#reports = scenario.hops.map(({ reports }) => new Tokens(reports));
    this.#pings = scenario.hops.map(({ pings }) => new Tokens(pings));
  }

  send({ family, hop, packets, spacingMs }: Probe, nowMs: number): Fate {
    const traits = this.#scenario.hops[hop - 1];
    if (traits === undefined) throw new Error(`no hop ${hop}`);
    const lastMs = nowMs + (packets - 1) * spacingMs;
    // Each of them, whatever became of the others: all meet the links.
    const out = Array.from({ length: packets }, (_, at) => this.#goesOut(hop, nowMs + at * spacingMs));
    const arrived = out.every((passes) => passes) && this.#keeps();
    const isReport = family === 'ttl-limited';
    const thereMs = lastMs + hop * LINK_MS;
    const answering = isReport ? traits.reports : traits.pings;
    const tokens = (isReport ? this.#reports : this.#pings)[hop - 1];
    const answered =
      arrived &&
      (family !== 'train' || traits.reassembles) &&
      this.#random.next() < answering.share &&
      tokens?.take(thereMs) === true &&
      this.#comesHome(traits.wayHome, thereMs);
    return answered
      ? { answered, atMs: thereMs + traits.wayHome.length * LINK_MS }
      : { answered, atMs: lastMs + TIMEOUT_MS };
  }

  #keeps(): boolean {
    return this.#random.next() >= this.#scenario.background;
  }

  #goesOut(hop: number, atMs: number): boolean {
    for (const [link, process] of this.#forward) {
      if (link <= hop && process.lost(atMs + link * LINK_MS)) return false;
    }
    return true;
  }

  #comesHome(way: readonly number[], atMs: number): boolean {
    return way.every((link, at) => this.#back.get(link)?.lost(atMs + at * LINK_MS) !== true);
  }

  #process({ loss, burstMs, badLoss }: LinkLoss): LossProcess {
    if (burstMs === null || loss >= 0.95) return independentLosses(loss, this.#random);
    return new BurstLosses(loss, burstMs, badLoss, this.#random);
  }
}
