import type { Instant } from '../../outage/types.ts';
import { Refusals } from '../../trace/engine/refusals.ts';
import { isSane, meaningOf } from '../sending/meaning.ts';
import { Pacer } from '../sending/pacer.ts';
import type {
  CalibrationFacts,
  CalibrationPlan,
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
  PlannedPacket,
  PlannedPing,
} from '../types.ts';
import { HopTrial, type Wish } from './hop-trial.ts';
import type { Variant } from './variants.ts';

interface Sent {
  readonly trial: HopTrial;
  /** Null: an ordinary ping. */
  readonly packet: { readonly variant: Variant; readonly large: boolean } | null;
  state: 'under-way' | 'lost' | 'answered';
}

interface Candidate {
  readonly trial: HopTrial;
  readonly wish: Wish;
  readonly freeMono: number;
}

/** Asks all hops at once, as fast as the rates allow; those that have been asked least come first. */
class CalibrationEngine implements PacketEngine<CalibrationFacts> {
  readonly #plan: CalibrationPlan;
  readonly #trials: readonly HopTrial[];
  readonly #pacer: Pacer;
  readonly #pingPacer: Pacer;
  readonly #refusals = new Refusals();
  readonly #sent = new Map<number, Sent>();
  #nextKey = 1;
  #packets = 0;
  #prohibitedBy: string | null = null;
  #gaveUp = false;

  constructor(plan: CalibrationPlan) {
    this.#plan = plan;
    this.#trials = plan.hops.map((place) => new HopTrial(plan, place));
    this.#pacer = new Pacer(plan.rates);
    this.#pingPacer = new Pacer(plan.rates);
  }

  start(now: Instant): PacketStep {
    return this.#move(now);
  }

  tick(now: Instant): PacketStep {
    return this.#move(now);
  }

  result(key: number, result: PacketResult, now: Instant): PacketStep {
    const sent = this.#sent.get(key);
    if (sent?.state === 'under-way') this.#note(key, sent, result, now);
    return this.#move(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: PacketAnswer, now: Instant): PacketStep {
    const sent = this.#sent.get(key);
    if (sent?.state === 'lost' && kind === 'late' && isSane(answer)) this.#noteAnswer(sent, answer);
    return this.#move(now);
  }

  facts(): CalibrationFacts {
    return {
      hops: this.#trials.map((trial) => trial.calibration()),
      sent: this.#packets,
      prohibitedBy: this.#prohibitedBy,
    };
  }

  #note(key: number, sent: Sent, result: PacketResult, now: Instant): void {
    const { trial, packet } = sent;
    if (result.outcome === 'unsent') {
      this.#sent.delete(key);
      this.#refusals.note(now.monoMs);
      if (packet === null) trial.notePingUnsent(result.code);
      else trial.noteUnsent(packet.variant, packet.large, result.code);
      if (packet !== null) this.#packets -= 1;
      if (this.#refusals.isHopeless(now.monoMs)) this.#gaveUp = true;
      return;
    }
    this.#refusals.noteSent();
    if (result.outcome === 'answered' && isSane(result.answer)) this.#noteAnswer(sent, result.answer);
    else {
      sent.state = 'lost';
      if (packet === null) trial.notePing(null);
      else trial.noteLost(packet.variant, packet.large);
    }
  }

  #noteAnswer(sent: Sent, answer: PacketAnswer): void {
    const { trial, packet } = sent;
    const late = sent.state === 'lost';
    sent.state = 'answered';
    if (packet === null) {
      const isReply = answer.kind === 'echo-reply';
      if (!late) trial.notePing(isReply ? answer.rttMs : null);
      else if (isReply) trial.notePingLate();
      return;
    }
    const meaning = meaningOf({ via: [trial.place] }, answer, this.#plan.path);
    trial.noteAnswered(packet.variant, packet.large, meaning, answer, late);
    if (meaning.type === 'prohibited') this.#endProhibited(meaning.by);
  }

  #endProhibited(by: string): void {
    this.#prohibitedBy ??= by;
    for (const trial of this.#trials) trial.endProhibited();
  }

  #move(now: Instant): PacketStep {
    const elsewhere = this.#lossElsewhere();
    if (this.#isOver(elsewhere)) return { send: [], ping: [], wakeAtMono: null, done: true };
    if (now.monoMs < this.#refusals.holdUntilMono) {
      return { send: [], ping: [], wakeAtMono: this.#refusals.holdUntilMono, done: false };
    }
    const packets = this.#sendPackets(now, elsewhere);
    const pings = this.#sendPings(now, elsewhere);
    const wakes = [packets.wakeMono, pings.wakeMono].filter((mono) => mono !== null);
    return {
      send: packets.send,
      ping: pings.ping,
      wakeAtMono: wakes.length === 0 ? null : Math.min(...wakes),
      done: false,
    };
  }

  #isOver(elsewhere: number | null): boolean {
    if (this.#gaveUp || this.#prohibitedBy !== null) return true;
    return this.#trials.every((trial) => trial.isSettled(elsewhere));
  }

  /** The worst that is known: who is silent may be behind the link that loses most. */
  #lossElsewhere(): number | null {
    const known = this.#trials.flatMap(({ loss }) => (loss === null ? [] : [loss]));
    return known.length === 0 ? null : Math.max(...known);
  }

  #sendPackets(now: Instant, elsewhere: number | null) {
    const send: PlannedPacket[] = [];
    const wishes = new Map(this.#trials.map((trial) => [trial, trial.wishes(elsewhere)]));
    for (;;) {
      const candidates = [...wishes].flatMap(([trial, all]) =>
        all.map((wish) => this.#candidate(trial, wish)),
      );
      const ready = candidates.filter(({ freeMono }) => freeMono <= now.monoMs);
      const next = ready.toSorted((a, b) => a.trial.made - b.trial.made)[0];
      if (next === undefined) {
        const wakeMono = candidates.length === 0 ? null : Math.min(...candidates.map((one) => one.freeMono));
        return { send, wakeMono };
      }
      send.push(this.#send(next, now));
      wishes.set(next.trial, next.trial.wishes(elsewhere));
    }
  }

  #candidate(trial: HopTrial, wish: Wish): Candidate {
    const free = this.#pacer.freeMono({ via: [trial.place], ttl: wish.variant.ttl });
    return { trial, wish, freeMono: Math.max(free, wish.dueMono) };
  }

  #send({ trial, wish: { variant, large } }: Candidate, now: Instant): PlannedPacket {
    const key = this.#newKey({ trial, packet: { variant, large }, state: 'under-way' });
    const via = [trial.place];
    trial.noteSent(variant, large, now);
    this.#pacer.noteSent({ via, ttl: variant.ttl }, now.monoMs);
    this.#packets += 1;
    const { inner, end, ttl } = variant;
    return { key, via, inner, end, ttl, size: large ? this.#plan.largeBytes : 0 };
  }

  #sendPings(now: Instant, elsewhere: number | null) {
    const ping: PlannedPing[] = [];
    const later: number[] = [];
    for (const trial of this.#trials) {
      const dueMono = trial.pingDueMono(elsewhere);
      if (dueMono === null) continue;
      const name = String(trial.place);
      const atMono = Math.max(dueMono, this.#pingPacer.freeKeyMono(name));
      if (atMono > now.monoMs) later.push(atMono);
      else {
        const key = this.#newKey({ trial, packet: null, state: 'under-way' });
        trial.notePingSent(now.monoMs);
        this.#pingPacer.noteKeySent(name, now.monoMs);
        ping.push({ key, hop: trial.place });
        const nextMono = trial.pingDueMono(elsewhere);
        if (nextMono !== null) later.push(Math.max(nextMono, this.#pingPacer.freeKeyMono(name)));
      }
    }
    return { ping, wakeMono: later.length === 0 ? null : Math.min(...later) };
  }

  #newKey(sent: Sent): number {
    const key = this.#nextKey;
    this.#nextKey += 1;
    this.#sent.set(key, sent);
    return key;
  }
}

/** Finds out which hops of a path decapsulate, and how packets come home from them. */
export const createCalibrationEngine = (plan: CalibrationPlan): PacketEngine<CalibrationFacts> =>
  new CalibrationEngine(plan);
