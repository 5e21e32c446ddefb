import type { Instant } from '../../outage/types.ts';
import { Refusals } from '../../trace/engine/refusals.ts';
import { isSane, meaningOf } from '../sending/meaning.ts';
import { Outbox, type Sent } from '../sending/outbox.ts';
import type {
  CalibrationFacts,
  CalibrationPlan,
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
} from '../types.ts';
import { HopTrial, type Wish } from './hop-trial.ts';
import type { Variant } from './variants.ts';

interface Purpose {
  readonly trial: HopTrial;
  /** Null: an ordinary ping. */
  readonly packet: { readonly variant: Variant; readonly large: boolean } | null;
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
  readonly #outbox: Outbox<Purpose>;
  readonly #refusals = new Refusals();
  #prohibitedBy: string | null = null;
  #gaveUp = false;

  constructor(plan: CalibrationPlan) {
    this.#plan = plan;
    this.#trials = plan.hops.map((place) => new HopTrial(plan, place));
    this.#outbox = new Outbox(plan.rates);
  }

  start(now: Instant): PacketStep {
    return this.#move(now);
  }

  tick(now: Instant): PacketStep {
    return this.#move(now);
  }

  result(key: number, result: PacketResult, now: Instant): PacketStep {
    const sent = this.#outbox.settle(key, result);
    if (sent !== null) this.#note(sent, result, now);
    return this.#move(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: PacketAnswer, now: Instant): PacketStep {
    const sent = this.#outbox.find(key);
    if (sent?.state === 'lost' && kind === 'late' && isSane(answer)) this.#noteAnswer(sent, answer);
    return this.#move(now);
  }

  facts(): CalibrationFacts {
    return {
      hops: this.#trials.map((trial) => trial.calibration()),
      sent: this.#outbox.packets,
      prohibitedBy: this.#prohibitedBy,
    };
  }

  #note(sent: Sent<Purpose>, result: PacketResult, now: Instant): void {
    const { trial, packet } = sent.purpose;
    if (result.outcome === 'unsent') {
      this.#refusals.note(now.monoMs);
      if (packet === null) trial.notePingUnsent(result.code);
      else trial.noteUnsent(packet.variant, packet.large, result.code);
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

  #noteAnswer(sent: Sent<Purpose>, answer: PacketAnswer): void {
    const { trial, packet } = sent.purpose;
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
    const wakes = [this.#sendPackets(now, elsewhere), this.#sendPings(now, elsewhere)];
    const wakeMono = Math.min(...wakes);
    return { ...this.#outbox.take(), wakeAtMono: Number.isFinite(wakeMono) ? wakeMono : null, done: false };
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

  /** All that may be sent now; gives when there is more, infinity when only results can tell. */
  #sendPackets(now: Instant, elsewhere: number | null): number {
    const wishes = new Map(this.#trials.map((trial) => [trial, trial.wishes(elsewhere)]));
    for (;;) {
      const candidates = [...wishes].flatMap(([trial, all]) =>
        all.map((wish) => this.#candidate(trial, wish)),
      );
      const ready = candidates.filter(({ freeMono }) => freeMono <= now.monoMs);
      const next = ready.toSorted((a, b) => a.trial.made - b.trial.made)[0];
      if (next === undefined) return Math.min(...candidates.map(({ freeMono }) => freeMono));
      this.#send(next, now);
      wishes.set(next.trial, next.trial.wishes(elsewhere));
    }
  }

  #candidate(trial: HopTrial, wish: Wish): Candidate {
    const free = this.#outbox.freeMono({ via: [trial.place], ttl: wish.variant.ttl });
    return { trial, wish, freeMono: Math.max(free, wish.dueMono) };
  }

  #send({ trial, wish: { variant, large } }: Candidate, now: Instant): void {
    const { inner, end, ttl } = variant;
    const packet = { via: [trial.place], inner, end, ttl, size: large ? this.#plan.largeBytes : 0 };
    trial.noteSent(variant, large, now);
    this.#outbox.packet(packet, { trial, packet: { variant, large } }, now.monoMs);
  }

  /** As `#sendPackets`. */
  #sendPings(now: Instant, elsewhere: number | null): number {
    const due = (trial: HopTrial): number =>
      Math.max(
        trial.pingDueMono(elsewhere) ?? Number.POSITIVE_INFINITY,
        this.#outbox.pingFreeMono(trial.place),
      );
    for (const trial of this.#trials) {
      if (due(trial) > now.monoMs) continue;
      trial.notePingSent(now.monoMs);
      this.#outbox.ping(trial.place, { trial, packet: null }, now.monoMs);
    }
    return Math.min(...this.#trials.map(due));
  }
}

/** Finds out which hops of a path decapsulate, and how packets come home from them. */
export const createCalibrationEngine = (plan: CalibrationPlan): PacketEngine<CalibrationFacts> =>
  new CalibrationEngine(plan);
