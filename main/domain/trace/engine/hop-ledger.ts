import { SAMPLES_KEPT, type TraceHop } from '../../model/trace.ts';
import type { Instant } from '../../outage/types.ts';
import { wilson95 } from '../../statistics/wilson.ts';
import type { Answered } from '../types.ts';
import { NODES_KEPT } from './figures.ts';
import { NodeLedger } from './node-ledger.ts';
import { RoundTripLedger } from './round-trip-ledger.ts';

/** `rttMs` null: lost. */
interface Fate {
  readonly sent: Instant;
  readonly rttMs: number | null;
}

/** An answer may come so many times later than the latest one, before its probe is called lost. */
const LATER_STILL = 1.25;

/**
 * The figures of one hop, in constant memory. Of the probes that were sent, each is in flight, `received`, `late`
 * or lost; `late` takes a loss back. `lossPercent` = lost / (received + late + lost): what is in flight is not
 * counted, nor are duplicates. While a trace goes on whose answers come after the time limit, a probe that may yet
 * have such a one is taken for one in flight. Round trips are those of `received`; a node's `received` counts late answers, too.
 */
export class HopLedger {
  readonly #ttl: number;
  readonly #isEndless: boolean;
  readonly #roundTrips = new RoundTripLedger();
  readonly #nodes = new Map<string, NodeLedger>();
  #samples: Fate[] = [];
  #sent = 0;
  #received = 0;
  #late = 0;
  #lost = 0;
  #duplicate = 0;
  /** The longest round trip of the late ones. */
  #latestMs = 0;

  /** `isEndless`: of a trace that is looked at while it goes on, not one that waits for the last answer. */
  constructor(ttl: number, isEndless = false) {
    this.#ttl = ttl;
    this.#isEndless = isEndless;
  }

  get sent(): number {
    return this.#sent;
  }

  get received(): number {
    return this.#received;
  }

  get late(): number {
    return this.#late;
  }

  get duplicate(): number {
    return this.#duplicate;
  }

  /** Somebody has answered there. */
  get isHeard(): boolean {
    return this.#received + this.#late > 0;
  }

  /**
   * The share of losses, the latest `run` left out; in (0, 1), never quite either end: one probe of each fate is
   * taken as seen before.
   */
  usualLoss(run: number): number {
    const lost = Math.max(0, this.#lost - run);
    return (lost + 1) / (this.#received + this.#late + lost + 2);
  }

  noteSent(): void {
    this.#sent += 1;
  }

  /** It never left this machine after all. */
  takeBackSent(): void {
    this.#sent -= 1;
  }

  noteReceived(answer: Answered, sent: Instant): void {
    this.#received += 1;
    this.#roundTrips.add(answer.rttMs);
    this.#keep({ sent, rttMs: answer.rttMs });
    this.#node(answer.from).add(answer, false);
  }

  noteLost(sent: Instant): void {
    this.#lost += 1;
    this.#keep({ sent, rttMs: null });
  }

  /** An answer to a probe that was noted as lost: `late` by its time limit, or only given up too early. */
  takeBackLost(answer: Answered, sent: Instant, late: boolean): void {
    this.#lost -= 1;
    if (late) this.#late += 1;
    else this.#received += 1;
    if (late) this.#latestMs = Math.max(this.#latestMs, answer.rttMs);
    if (!late) this.#roundTrips.add(answer.rttMs);
    const at = this.#samples.findIndex(
      (sample) => sample.sent.monoMs === sent.monoMs && sample.rttMs === null,
    );
    if (at >= 0) this.#samples[at] = { sent, rttMs: answer.rttMs };
    this.#node(answer.from).add(answer, late);
  }

  noteDuplicate(): void {
    this.#duplicate += 1;
  }

  hop(): TraceHop {
    const samples = this.#settledSamples();
    const lost = this.#lost - (this.#samples.length - samples.length);
    const known = this.#received + this.#late + lost;
    const [low, high] = wilson95(lost, known);
    const nodes = [...this.#nodes.values()].toSorted((a, b) => b.received - a.received);
    return {
      ttl: this.#ttl,
      sent: this.#sent,
      received: this.#received,
      late: this.#late,
      duplicate: this.#duplicate,
      lossPercent: known === 0 ? null : (100 * lost) / known,
      interval95: known === 0 ? null : [100 * low, 100 * high],
      reading: 'unknown',
      rttMs: this.#roundTrips.figures(),
      nodes: nodes.map((node) => node.node()),
      samples: samples.map(({ sent, rttMs }) => ({ atMs: sent.wallMs, rttMs })),
    };
  }

  /** Without those of which a late answer may still come. */
  #settledSamples(): readonly Fate[] {
    const last = this.#samples.at(-1);
    if (!this.#isEndless || this.#latestMs === 0 || last === undefined) return this.#samples;
    const openMono = last.sent.monoMs - LATER_STILL * this.#latestMs;
    return this.#samples.filter(({ sent, rttMs }) => rttMs !== null || sent.monoMs < openMono);
  }

  /**
   * Results come out of order, samples are told in the order of sending; the new one is nearly always the last. The
   * wall clock would not do: were it set back, all that follows would be older than the oldest.
   */
  #keep(sample: Fate): void {
    let at = this.#samples.length;
    while (at > 0 && (this.#samples[at - 1]?.sent.monoMs ?? 0) > sample.sent.monoMs) at -= 1;
    this.#samples.splice(at, 0, sample);
    if (this.#samples.length > SAMPLES_KEPT) this.#samples.shift();
  }

  /** The map is kept in the order of the latest answers: of too many addresses the one silent longest goes. */
  #node(address: string): NodeLedger {
    const node = this.#nodes.get(address) ?? new NodeLedger(address);
    this.#nodes.delete(address);
    this.#nodes.set(address, node);
    if (this.#nodes.size > NODES_KEPT) {
      const [oldest = ''] = this.#nodes.keys();
      this.#nodes.delete(oldest);
    }
    return node;
  }
}
