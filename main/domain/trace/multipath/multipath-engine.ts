import type { TraceWarning } from '../../model/trace.ts';
import type { Instant } from '../../outage/types.ts';
import { isSane } from '../engine/answer-check.ts';
import { answersForDestination, isTooBig } from '../engine/destination.ts';
import { notSent } from '../engine/end-warnings.ts';
import { OWED_MS } from '../engine/figures.ts';
import { HopLedger } from '../engine/hop-ledger.ts';
import { passes } from '../engine/refusals.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../types.ts';
import { Explorer, type Wanted } from './explorer.ts';
import { type Flight, Flights } from './flights.ts';
import { Patience } from './patience.ts';
import {
  losingWaysWarning,
  nodesLeftOutWarning,
  oneFlowWarning,
  perPacketWarning,
  probeLimitWarning,
  rareAnswersWarning,
  someNotSentWarning,
} from './warnings.ts';

/** Packets of one trace at most. */
export const PACKETS_AT_MOST = 5000;
/** As many as the helper can tell apart; a plan's own flow is only where the numbers start. */
const FLOWS = 4096;

/** The destination's own answer ends a path, and so does whoever says that it goes no further. */
const endsPath = (answer: Answered, destination: string): boolean =>
  answersForDestination(answer, destination) || (answer.kind === 'unreachable' && !isTooBig(answer));

class MultipathEngine implements TraceEngine {
  readonly #plan: TracePlan;
  readonly #explorer: Explorer;
  readonly #patience: Patience;
  readonly #flights = new Flights();
  readonly #hops: HopLedger[] = [];
  readonly #queue: Wanted[] = [];
  #sent = 0;
  #unsent: string | null = null;
  /** Why nothing leaves this machine now. */
  #sendTrouble: string | null = null;
  #reached = false;
  #limited = false;
  #done = false;

  constructor(plan: TracePlan) {
    this.#plan = plan;
    this.#patience = new Patience(plan.timeoutMs);
    this.#explorer = new Explorer({ ...plan, maxFlows: FLOWS });
  }

  start(now: Instant): TraceStep {
    return this.#step(now);
  }

  result(key: number, result: ProbeResult, now: Instant): TraceStep {
    const flight = this.#flights.get(key);
    if (flight !== undefined) this.#settle(key, flight, result);
    return this.#step(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: Answered, now: Instant): TraceStep {
    const flight = this.#flights.get(key);
    if (flight !== undefined && kind === 'duplicate') this.#hop(flight.wanted.ttl).noteDuplicate();
    else if (flight?.fate === 'lost' && isSane(answer)) {
      this.#flights.settle(key, 'answered');
      this.#hop(flight.wanted.ttl).takeBackLost(answer, flight.sent, true);
      this.#met(flight, answer);
    }
    return this.#step(now);
  }

  tick(now: Instant): TraceStep {
    return this.#step(now);
  }

  facts(): TraceFacts {
    const hops = this.#hops.slice(0, this.#explorer.lastTtl).map((hop) => hop.hop());
    const links = this.#explorer.links();
    const sum = (of: (hop: HopLedger) => number): number =>
      this.#hops.reduce((total, hop) => total + of(hop), 0);
    return {
      reached: this.#reached,
      rounds: 1,
      sent: this.#sent,
      received: sum(({ received }) => received),
      late: sum(({ late }) => late),
      duplicate: sum(({ duplicate }) => duplicate),
      hops,
      changes: [],
      links,
      pathMtu: null,
      warnings: [...this.#warnings(), nodesLeftOutWarning(hops, links)].filter((warning) => warning !== null),
    };
  }

  #settle(key: number, flight: Flight, result: ProbeResult): void {
    if (result.outcome !== 'unsent') this.#sendTrouble = null;
    const hop = this.#hop(flight.wanted.ttl);
    if (result.outcome === 'answered' && isSane(result.answer)) {
      if (flight.fate === 'overdue') hop.takeBackLost(result.answer, flight.sent, false);
      else hop.noteReceived(result.answer, flight.sent);
      this.#flights.settle(key, 'answered');
      this.#met(flight, result.answer);
    } else if (result.outcome === 'unsent') {
      if (flight.fate === 'overdue') return;
      this.#flights.settle(key, 'unsent');
      this.#unsent = result.code;
      if (!passes(result.code)) this.#sendTrouble = result.code;
      this.#sent -= 1;
      hop.takeBackSent();
      this.#gaveUp(flight);
    } else {
      this.#giveUp(key, flight);
      this.#flights.settle(key, 'lost');
    }
  }

  #met(flight: Flight, answer: Answered): void {
    this.#patience.learn(answer.rttMs);
    this.#reached ||= answersForDestination(answer, this.#plan.address);
    if (flight.wanted.repeat) this.#explorer.metAgain(flight.wanted.ttl, flight.wanted.flow, answer.from);
    else
      this.#explorer.met(
        flight.wanted.ttl,
        flight.wanted.flow,
        answer.from,
        endsPath(answer, this.#plan.address),
      );
  }

  #gaveUp(flight: Flight): void {
    if (!flight.wanted.repeat) this.#explorer.gaveUp(flight.wanted.ttl, flight.wanted.flow);
  }

  #giveUp(key: number, flight: Flight): void {
    if (flight.fate !== 'waiting') return;
    this.#flights.settle(key, 'overdue');
    this.#hop(flight.wanted.ttl).noteLost(flight.sent);
    this.#gaveUp(flight);
  }

  #hop(ttl: number): HopLedger {
    while (this.#hops.length < ttl) this.#hops.push(new HopLedger(this.#hops.length + 1));
    const hop = this.#hops[ttl - 1];
    if (hop === undefined) throw new RangeError(`no hop ${ttl}`);
    return hop;
  }

  #step(now: Instant): TraceStep {
    if (this.#done) return { send: [], wakeAtMono: null, done: true };
    for (const [key, flight] of this.#flights.sentUntil(now.monoMs - this.#patience.ms)) {
      this.#giveUp(key, flight);
    }
    this.#queue.push(...this.#explorer.wanted());
    if (this.#queue.length === 0 && this.#flights.waiting === 0)
      this.#queue.push(...this.#explorer.remaining());
    const send = this.#send(now);
    const oldest = this.#flights.oldestMono;
    if (oldest !== null) return { send, wakeAtMono: oldest + this.#patience.ms, done: false };
    const owedMono = this.#owedMono();
    this.#done = owedMono <= now.monoMs;
    return { send, wakeAtMono: this.#done ? null : owedMono, done: this.#done };
  }

  /** Who answers is only called lossy when the time limit has passed: one of several routers there may be slow. */
  #owedMono(): number {
    const overdue = this.#flights.overdueMono(({ wanted }) => this.#hop(wanted.ttl).isHeard);
    return overdue === null ? Number.NEGATIVE_INFINITY : overdue + this.#plan.timeoutMs + OWED_MS;
  }

  #send(now: Instant): PlannedProbe[] {
    const room = Math.min(this.#plan.window - this.#flights.waiting, PACKETS_AT_MOST - this.#sent);
    if (this.#sent >= PACKETS_AT_MOST && this.#queue.length > 0) this.#limited = true;
    return this.#queue.splice(0, Math.max(0, room)).map((wanted) => {
      this.#sent += 1;
      this.#hop(wanted.ttl).noteSent();
      const flow = (this.#plan.flow + wanted.flow) % FLOWS;
      return { key: this.#flights.add(wanted, now), ttl: wanted.ttl, flow, size: this.#plan.size };
    });
  }

  #warnings(): TraceWarning[] {
    const warnings: TraceWarning[] = [];
    const { perPacketAt, rareAt } = this.#explorer;
    const losing = this.#done && this.#reached ? this.#explorer.losingWays() : null;
    if (losing !== null) warnings.push(losingWaysWarning(losing));
    if (perPacketAt.length > 0) warnings.push(perPacketWarning(perPacketAt));
    if (rareAt.length > 0) warnings.push(rareAnswersWarning(rareAt));
    if (this.#limited) warnings.push(probeLimitWarning(this.#sent));
    const trouble = this.#sendTrouble ?? (this.#sent === 0 ? this.#unsent : null);
    if (trouble !== null) warnings.push(notSent(trouble));
    else if (this.#unsent !== null) warnings.push(someNotSentWarning(this.#unsent));
    if (this.#plan.method === 'icmp' && this.#reached) warnings.push(oneFlowWarning());
    return warnings;
  }
}

/**
 * Finds every path that load balancing opens to the destination: mode `multipath`. At each router that spreads flows
 * evenly over its next hops, all of them are found with a chance of at least 95 %; a graph with m such routers is
 * complete with at least 0.95^m. Routers that spread packet by packet, or answer too rarely, are told as a warning,
 * and so is the bound on packets.
 */
export const createMultipathEngine = (plan: TracePlan): TraceEngine => new MultipathEngine(plan);
