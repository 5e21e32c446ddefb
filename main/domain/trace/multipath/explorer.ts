import type { TraceLink } from '../../model/trace.ts';
import { ANYONE, Column } from './column.ts';
import { linksBetween } from './links.ts';
import { type LosingWays, losingWays } from './losing-ways.ts';
import { flowsToPlace } from './placing.ts';
import { flowsTowards, lostAt, type Source, settledAt, sourcesAt } from './sources.ts';
import { flowsNeeded } from './stopping-rule.ts';

/** Flows that run ahead at every distance: as many as a router without a choice of next hops needs. */
const BASE_FLOWS = flowsNeeded(1);
/** How far the first flow scouts at once when the distance is not known, and further each time it finds no end. */
const SCOUT_FIRST = 12;
const SCOUT_MORE = 8;
/** Distances without an answer after which nothing more is expected. */
const SILENT_TAIL = 12;
/**
 * A distance's demands are looked at anew when all its probes are settled, or before that once so large a share of its
 * flows has settled since: sooner if somebody new is met. Shares, so that the effort stays small on wide paths.
 */
const LOOK_AFTER_NEW = 1 / 16;
const LOOK_AFTER = 1 / 4;
/** New flows sent at once to find more that pass a node. */
const CONTROL_BURST = 64;
/** Flows that met nobody before a distance counts as one that answers too rarely, beyond those that did. */
const LOST_TOLERATED = 20;
/** The same packet this often: two nodes that alternate evenly escape notice once in 64. */
const REPEATS = 6;

/** A probe that is wanted. `repeat`: of a flow whose node is known, to see whether it is met again. */
export interface Wanted {
  readonly ttl: number;
  readonly flow: number;
  readonly repeat: boolean;
}

/** A node that needs more flows through it than are known. */
interface Shortage {
  readonly source: Source;
  readonly need: number;
}

export interface ExplorerPlan {
  readonly maxHops: number;
  readonly expectedHops: number | null;
  /** Flows are numbered from 0 to below this. */
  readonly maxFlows: number;
}

/**
 * The multipath detection algorithm, all distances at once: for every node it has flows sent through it until the
 * stopping rule excludes a further next hop, and more flows sent at the node's own distance when too few are known
 * to pass it. It knows neither time nor packets: it is told what a flow met where, and says which probes it wants.
 */
export class Explorer {
  readonly #plan: ExplorerPlan;
  readonly #columns: Column[] = [];
  /** Distance at which a flow's path ends. */
  readonly #ends = new Map<number, number>();
  readonly #wanted: Wanted[] = [];
  /** Distances whose next hops must be looked at. */
  readonly #due = new Set<number>([0]);
  readonly #settledSince = new Map<number, number>();
  readonly #repeated = new Set<number>();
  readonly #rare = new Set<number>();
  #flows = BASE_FLOWS;
  #scouted: number;
  #prefetched = 0;
  #firstEnd = Number.POSITIVE_INFINITY;
  /** Of the answers that end no path. */
  #lastHeard = 0;
  /** Of all. */
  #farthest = 0;

  constructor(plan: ExplorerPlan) {
    this.#plan = plan;
    this.#scouted = Math.min(plan.maxHops, plan.expectedHops ?? SCOUT_FIRST);
    for (let ttl = 1; ttl <= this.#scouted; ttl += 1) this.#want(this.#column(ttl), 0);
  }

  met(ttl: number, flow: number, address: string, terminal: boolean): void {
    const column = this.#column(ttl);
    const isNew = column.meet(flow, address, terminal);
    this.#farthest = Math.max(this.#farthest, ttl);
    if (terminal) {
      this.#ends.set(flow, Math.min(ttl, this.#ends.get(flow) ?? ttl));
      this.#firstEnd = Math.min(this.#firstEnd, ttl);
    } else {
      this.#lastHeard = Math.max(this.#lastHeard, ttl);
    }
    this.#settled(column, isNew);
  }

  /** A repeated packet came back: a flow that meets somebody else each time is no flow to that router. */
  metAgain(ttl: number, flow: number, address: string): void {
    const column = this.#column(ttl);
    const before = column.addressOf(flow);
    if (before === null || before === address || column.perPacket) return;
    column.note(address);
    column.perPacket = true;
    this.#look(ttl);
  }

  gaveUp(ttl: number, flow: number): void {
    const column = this.#column(ttl);
    column.giveUp(flow);
    this.#settled(column, false);
  }

  /** What is to be sent next; each counts as sent from now on. */
  wanted(): Wanted[] {
    this.#prefetch();
    this.#scoutFurther();
    for (const ttl of [...this.#due].sort((a, b) => a - b)) {
      this.#due.delete(ttl);
      this.#demand(ttl);
    }
    return this.#wanted.splice(0);
  }

  /** As `wanted`, after a look at everything: nothing is on its way any more. */
  remaining(): Wanted[] {
    for (const column of this.#columns) this.#due.add(column.ttl);
    this.#due.add(0);
    return this.wanted();
  }

  /** Distance of the last hop: where the longest path ends, or how far was looked. */
  get lastTtl(): number {
    const end = this.#columns.find(({ isEnd }) => isEnd);
    if (end !== undefined) return end.ttl;
    const ends = [...this.#ends.values()];
    return ends.length > 0 ? Math.max(...ends, this.#lastHeard) : this.#columns.length;
  }

  get perPacketAt(): readonly number[] {
    return this.#columns.filter(({ perPacket }) => perPacket).map(({ ttl }) => ttl);
  }

  get rareAt(): readonly number[] {
    return [...this.#rare].sort((a, b) => a - b);
  }

  links(): TraceLink[] {
    return this.#columns
      .slice(0, Math.max(0, Math.min(this.lastTtl, this.#farthest) - 1))
      .flatMap((here, index) => linksBetween(here, this.#columns[index + 1], this.#endedBy(here.ttl)));
  }

  /** Null also while no path has an end. */
  losingWays(): LosingWays | null {
    if (this.#ends.size === 0) return null;
    const columns = this.#columns.slice(0, this.lastTtl);
    return losingWays({ columns, endOf: (flow) => this.#ends.get(flow) ?? null });
  }

  #column(ttl: number): Column {
    while (this.#columns.length < ttl) this.#columns.push(new Column(this.#columns.length + 1));
    const column = this.#columns[ttl - 1];
    if (column === undefined) throw new RangeError(`no distance ${ttl}`);
    return column;
  }

  #endedBy(ttl: number): (flow: number) => boolean {
    if (this.#columns[ttl - 1]?.isEnd === true) return () => true;
    return (flow) => (this.#ends.get(flow) ?? Number.POSITIVE_INFINITY) <= ttl;
  }

  #want(column: Column, flow: number): void {
    column.expect(flow);
    this.#wanted.push({ ttl: column.ttl, flow, repeat: false });
  }

  #look(ttl: number): void {
    this.#due.add(ttl - 1).add(ttl);
    this.#settledSince.set(ttl, 0);
  }

  #settled(column: Column, isNew: boolean): void {
    const since = (this.#settledSince.get(column.ttl) ?? 0) + 1;
    this.#settledSince.set(column.ttl, since);
    const share = isNew ? LOOK_AFTER_NEW : LOOK_AFTER;
    if (column.pending === 0 || since >= Math.ceil(share * column.size)) this.#look(column.ttl);
  }

  /** Up to the first distance that is not heard of yet, what most nodes need anyway is sent without waiting. */
  #prefetch(): void {
    const horizon = Math.min(this.#lastHeard + 1, this.#firstEnd, this.#plan.maxHops);
    while (this.#prefetched < horizon) {
      this.#prefetched += 1;
      const column = this.#column(this.#prefetched);
      const ended = this.#endedBy(column.ttl - 1);
      for (let flow = 0; flow < BASE_FLOWS; flow += 1) {
        if (!column.has(flow) && !ended(flow)) this.#want(column, flow);
      }
    }
  }

  #scoutFurther(): void {
    if (this.#firstEnd < Number.POSITIVE_INFINITY) return;
    const limit = Math.min(this.#plan.maxHops, this.#lastHeard + SILENT_TAIL);
    const settled = this.#columns
      .slice(0, this.#scouted)
      .every((column) => column.seen(0) !== null || column.isLost(0));
    if (!settled && this.#lastHeard < this.#scouted) return;
    const until = Math.min(limit, this.#scouted + SCOUT_MORE);
    for (let ttl = this.#scouted + 1; ttl <= until; ttl += 1) {
      if (!this.#column(ttl).has(0)) this.#want(this.#column(ttl), 0);
    }
    this.#scouted = Math.max(this.#scouted, until);
  }

  /** What the nodes at a distance still need for their next hops; 0: this machine. */
  #demand(ttl: number): void {
    const here = ttl === 0 ? null : this.#column(ttl);
    if (here !== null) this.#retry(here);
    // Behind the last that answers, scouts suffice.
    if (ttl >= this.#plan.maxHops || (here !== null && here.nodes.size === 0 && ttl > this.#farthest)) return;
    const sources = sourcesAt(here, this.#column(ttl + 1), this.#endedBy(ttl));
    if (sources.size === 0) return;
    const next = this.#column(ttl + 1);
    this.#repeat(here, next);
    if (here !== null)
      for (const flow of flowsToPlace(here, next, this.#endedBy(ttl))) this.#want(here, flow);
    const short: Shortage[] = [];
    for (const source of sources.values()) {
      const need = this.#satisfy(source, ttl, next);
      if (need > 0) short.push({ source, need });
    }
    if (here !== null) this.#control(here, next, short);
  }

  #retry(column: Column): void {
    const ended = this.#endedBy(column.ttl - 1);
    for (const flow of column.retries()) if (!ended(flow)) this.#want(column, flow);
  }

  /** Has the flows that pass a node sent one further; returns how many more would be needed. */
  #satisfy(source: Source, ttl: number, next: Column): number {
    // Flows that met nobody may hide one more next hop.
    const known = source.successors.size + (source.lost > 0 ? 1 : 0);
    const need = flowsNeeded(known) - source.settled - source.pending;
    if (need <= 0) return 0;
    if (source.lost > LOST_TOLERATED + source.settled) {
      this.#rare.add(next.ttl);
      return 0;
    }
    const flows =
      source.name === ANYONE ? this.#flowsFor(next, need, this.#endedBy(ttl)) : source.spare.slice(0, need);
    for (const flow of flows) this.#want(next, flow);
    return source.name === ANYONE ? 0 : need - flows.length;
  }

  /** Flows that were not sent to that distance: known ones first, since they tell of its neighbours too. */
  #flowsFor(column: Column, count: number, ended: (flow: number) => boolean): number[] {
    const found: number[] = [];
    for (let flow = 0; flow < this.#plan.maxFlows && found.length < count; flow += 1) {
      if (!column.has(flow) && !ended(flow)) found.push(flow);
    }
    this.#flows = Math.max(this.#flows, (found.at(-1) ?? 0) + 1);
    return found;
  }

  /** Sends more flows to a distance in order to find some that pass the nodes which are short of them. */
  #control(here: Column, next: Column, short: readonly Shortage[]): void {
    const rarest = short.toSorted((a, b) => a.source.flows / a.need - b.source.flows / b.need)[0];
    if (rarest === undefined) return;
    const { source, need } = rarest;
    const before = this.#columns[here.ttl - 2];
    const upstream = before === undefined ? null : flowsTowards(before, here, source.name);
    const share = upstream === null ? source.flows / settledAt(here) : upstream.share;
    const count = Math.min(CONTROL_BURST, Math.ceil(need / share) - here.pending);
    if (count <= 0) return;
    if (lostAt(here) > LOST_TOLERATED + settledAt(here)) {
      this.#rare.add(here.ttl);
      return;
    }
    const ended = this.#endedBy(here.ttl - 1);
    const likely = upstream?.flows.filter((flow) => !here.has(flow)).slice(0, count) ?? [];
    for (const flow of likely) this.#want(here, flow);
    const further = [...next.flows()].filter((flow) => !here.has(flow) && !ended(flow));
    for (const flow of further.slice(0, count - likely.length)) this.#want(here, flow);
    const rest = count - likely.length - further.length;
    if (rest > 0) for (const flow of this.#flowsFor(here, rest, ended)) this.#want(here, flow);
  }

  /** Where several nodes are met, one flow is sent again and again: it must always meet the same. */
  #repeat(here: Column | null, next: Column): void {
    if (next.nodes.size < 2 || this.#repeated.has(next.ttl)) return;
    this.#repeated.add(next.ttl);
    if (here?.perPacket === true) {
      next.perPacket = true;
      this.#look(next.ttl);
      return;
    }
    const flow = [...next.flows()].find((candidate) => next.addressOf(candidate) !== null);
    if (flow === undefined) return;
    for (let time = 0; time < REPEATS; time += 1) this.#wanted.push({ ttl: next.ttl, flow, repeat: true });
  }
}
