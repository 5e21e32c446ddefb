import type { PathMtu, TraceWarning } from '../../model/trace.ts';
import type { Instant } from '../../outage/types.ts';
import { isSane } from '../engine/answer-check.ts';
import { answersForDestination, isTooBig } from '../engine/destination.ts';
import { Patience } from '../multipath/patience.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../types.ts';
import { ASKED, HopSearch } from './hop-search.ts';
import { nextSizes } from './next-sizes.ts';
import { SizeEvidence } from './size-evidence.ts';
import { GIVEN_UP, NEEDS_OTHER_METHOD, ownLinkWarning, UNTESTABLE } from './warnings.ts';

/** Bounds of one search: an honest path takes some 50 packets and a second. */
const PACKETS_AT_MOST = 400;
const TIME_AT_MOST_MS = 20_000;
/** RFC 791: what every host must take; RFC 8200: what every link must carry. */
const SMALLEST = { 4: 576, 6: 1280 } as const;
/** RFC 791: what every IPv4 link must carry. */
const SMALLEST_LINK = 68;
/**
 * After a round whose losses tell nothing: hosts that limit what they answer allow one a second again (Linux: six at
 * once, then one a second), and the trace before this search has mostly used up what they had to spare.
 */
const PAUSE_MS = 1100;
/** Distances asked when it is not known how long the path is. */
const UNKNOWN_DISTANCE = 16;

interface Flight {
  readonly probe: PlannedProbe;
  readonly phase: Phase;
  readonly sentMono: number;
  /** It is still waited for. */
  waiting: boolean;
}

type Phase = 'sizes' | 'hop' | 'done';

class MtuSearch implements TraceEngine {
  readonly #plan: TracePlan;
  readonly #patience: Patience;
  readonly #evidence = new SizeEvidence();
  readonly #hops = new HopSearch();
  readonly #flights: Flight[] = [];
  readonly #queue: { readonly ttl: number; readonly size: number }[] = [];
  /** Of this round: what has no answer, and the latest that came through. */
  #lostNow: PlannedProbe[] = [];
  #passedKey = 0;
  #resumeMono = Number.NEGATIVE_INFINITY;
  readonly #warnings: TraceWarning[] = [];
  #phase: Phase = 'sizes';
  #startedMono = 0;
  #waiting = 0;
  #ttl: number;
  #smallest: number;
  #pathMtu: PathMtu | null = null;
  /** The smallest that does not pass, once that is known. */
  #high = 0;
  #hopRounds = 0;
  #received = 0;
  #late = 0;
  #duplicate = 0;
  #unsent = 0;

  constructor(plan: TracePlan) {
    this.#plan = plan;
    this.#patience = new Patience(plan.timeoutMs);
    this.#ttl = plan.expectedHops ?? plan.maxHops;
    this.#smallest = SMALLEST[plan.family];
  }

  start(now: Instant): TraceStep {
    this.#startedMono = now.monoMs;
    if (this.#plan.method === 'tcp') this.#end(NEEDS_OTHER_METHOD);
    return this.#step(now.monoMs);
  }

  result(key: number, result: ProbeResult, now: Instant): TraceStep {
    const flight = this.#flights[key - 1];
    if (flight !== undefined) this.#settle(flight, result);
    return this.#step(now.monoMs);
  }

  /** An answer that came after another one, or too late, still shows that the packet came through. */
  again(key: number, kind: 'late' | 'duplicate', answer: Answered, now: Instant): TraceStep {
    const flight = this.#flights[key - 1];
    if (flight !== undefined) {
      if (kind === 'late') this.#late += 1;
      else this.#duplicate += 1;
      if (answersForDestination(answer, this.#plan.address)) this.#evidence.passed(flight.probe.size);
    }
    return this.#step(now.monoMs);
  }

  tick(now: Instant): TraceStep {
    return this.#step(now.monoMs);
  }

  facts(): TraceFacts {
    return {
      reached: this.#evidence.low !== null,
      rounds: 1,
      sent: this.#flights.length - this.#unsent,
      received: this.#received,
      late: this.#late,
      duplicate: this.#duplicate,
      hops: [],
      changes: [],
      links: [],
      pathMtu: this.#pathMtu,
      warnings: [...this.#warnings],
    };
  }

  #settle(flight: Flight, result: ProbeResult): void {
    if (result.outcome === 'answered' && isSane(result.answer)) {
      this.#received += 1;
      this.#patience.learn(result.answer.rttMs);
      this.#answered(flight, result.answer);
    } else if (result.outcome === 'unsent') {
      this.#unsent += 1;
      if (result.code === 'EMSGSIZE') this.#evidence.told(flight.probe.size, { from: null, mtu: 0 });
      else if (flight.waiting) this.#lost(flight);
    } else if (flight.waiting) {
      this.#lost(flight);
    }
    this.#forget(flight);
  }

  #answered(flight: Flight, answer: Answered): void {
    const { size, ttl } = flight.probe;
    if (answersForDestination(answer, this.#plan.address)) {
      this.#evidence.passed(size);
      this.#passedKey = Math.max(this.#passedKey, flight.probe.key);
    } else if (isTooBig(answer)) this.#evidence.told(size, { from: answer.from, mtu: answer.mtu ?? 0 });
    else if (flight.phase === 'hop') this.#hops.answered(ttl, answer);
    else if (answer.kind === 'ttl-exceeded' && ttl < this.#plan.maxHops) this.#ttl = this.#plan.maxHops;
    else this.#lost(flight);
  }

  #lost({ phase, probe }: Flight): void {
    if (phase === 'sizes') this.#lostNow.push(probe);
  }

  #forget(flight: Flight): void {
    if (flight.waiting) this.#waiting -= 1;
    flight.waiting = false;
  }

  #end(warning: TraceWarning | null): void {
    if (warning !== null) this.#warnings.push(warning);
    this.#phase = 'done';
  }

  #step(nowMono: number): TraceStep {
    this.#giveUpOld(nowMono);
    while (this.#phase !== 'done' && this.#waiting === 0 && this.#queue.length === 0) this.#goOn(nowMono);
    if (this.#phase === 'done') return { send: [], wakeAtMono: null, done: true };
    const send = nowMono < this.#resumeMono ? [] : this.#send(nowMono);
    const oldest = this.#flights.find(({ waiting }) => waiting);
    const wakeAtMono = oldest === undefined ? this.#resumeMono : oldest.sentMono + this.#patience.ms;
    return { send, wakeAtMono, done: false };
  }

  #giveUpOld(nowMono: number): void {
    for (const flight of this.#flights) {
      if (!flight.waiting || nowMono < flight.sentMono + this.#patience.ms) continue;
      this.#lost(flight);
      this.#forget(flight);
    }
  }

  /** Everything that was sent is known: the next round, or the end. */
  #goOn(nowMono: number): void {
    const isOver = nowMono - this.#startedMono > TIME_AT_MOST_MS || this.#flights.length >= PACKETS_AT_MOST;
    if (this.#phase === 'hop' && this.#hopRounds < ASKED) this.#askHops();
    else if (this.#phase === 'hop') this.#tellHop();
    else if (isOver) this.#end(GIVEN_UP);
    else {
      this.#judgeLosses(nowMono);
      this.#nextRound();
    }
  }

  /**
   * A destination that limits its answers falls silent in the course of a round, whatever the size. So only what was
   * lost before something that came through counts; as long as nothing ever came through, all.
   */
  #judgeLosses(nowMono: number): void {
    const isDeaf = this.#evidence.low === null;
    for (const { key, size } of this.#lostNow) if (isDeaf || key < this.#passedKey) this.#evidence.lost(size);
    if (this.#lostNow.some(({ key }) => key > this.#passedKey)) this.#resumeMono = nowMono + PAUSE_MS;
    this.#lostNow = [];
  }

  #nextRound(): void {
    const next = nextSizes(this.#evidence, this.#smallest);
    if (next.type === 'found') this.#found(next.low, next.high);
    else if (next.type === 'untestable') this.#trySmaller();
    else {
      for (const [size, copies] of next.copies) {
        for (let copy = 0; copy < copies; copy += 1) this.#queue.push({ ttl: this.#ttl, size });
      }
      // Known to pass: it tells whether the destination still answered at the end of the round.
      const { low } = this.#evidence;
      if (low !== null) this.#queue.push({ ttl: this.#ttl, size: low });
    }
  }

  /** A link of less than 576 bytes is allowed in IPv4, and said to exist. */
  #trySmaller(): void {
    const isTold = (this.#evidence.get(this.#smallest)?.told ?? null) !== null;
    if (this.#plan.family === 4 && isTold && this.#smallest > SMALLEST_LINK) this.#smallest = SMALLEST_LINK;
    else this.#end(UNTESTABLE);
  }

  #found(low: number, high: number | null): void {
    const toldBy = high === null ? null : this.#evidence.teller(low, high);
    this.#pathMtu = { bytes: low, toldBy, ttl: null };
    if (high === null) this.#end(null);
    else if (toldBy === null && this.#evidence.get(high)?.told?.from === null) this.#end(ownLinkWarning(low));
    else {
      this.#phase = 'hop';
      this.#high = high;
    }
  }

  #askHops(): void {
    this.#hopRounds += 1;
    const last = this.#plan.expectedHops ?? Math.min(this.#plan.maxHops, UNKNOWN_DISTANCE);
    for (let ttl = 1; ttl < last; ttl += 1) this.#queue.push({ ttl, size: this.#high });
  }

  #tellHop(): void {
    if (this.#pathMtu !== null) {
      this.#pathMtu = { ...this.#pathMtu, ttl: this.#hops.ttl(this.#pathMtu.toldBy) };
    }
    this.#end(null);
  }

  #send(nowMono: number): PlannedProbe[] {
    const room = Math.max(0, this.#plan.window - this.#waiting);
    return this.#queue.splice(0, room).map(({ ttl, size }) => {
      const probe = { key: this.#flights.length + 1, ttl, flow: this.#plan.flow, size };
      this.#flights.push({ probe, phase: this.#phase, sentMono: nowMono, waiting: true });
      this.#waiting += 1;
      return probe;
    });
  }
}

/**
 * Finds the largest packet, up to 1500 bytes, that reaches the destination whole (RFC 1191, RFC 8201), whether or
 * not routers tell: where large packets vanish without a word it is found by trying (RFC 4821 calls that
 * packetization-layer discovery), each size often enough that plain loss does not pass for a limit. What routers
 * tell is never believed, only tried. Then it finds the hop behind which larger packets do not go on.
 *
 * `facts().pathMtu` is null until then, and stays so when the destination answers nothing. Bounded to 400 packets
 * and 20 seconds.
 */
export const createMtuSearch = (plan: TracePlan): TraceEngine => new MtuSearch(plan);
