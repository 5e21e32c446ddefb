import type { HopCalibration } from '../../model/encapsulation.ts';
import type { Instant } from '../../outage/types.ts';
import { passes, Refusals } from '../../trace/engine/refusals.ts';
import { packetBytes } from '../room.ts';
import { isSane, type Meaning, meaningOf } from '../sending/meaning.ts';
import { Outbox, type Sent } from '../sending/outbox.ts';
import type {
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
  PathProbeFacts,
  PathProbePlan,
  PlannedPacket,
} from '../types.ts';
import { boomerang, type Homecoming } from './boomerang.ts';
import { capabilitiesOf, homecomingOf } from './capabilities.ts';
import { Places } from './places.ts';
import { RoundOrder } from './round-order.ts';
import {
  type CheckPacket,
  LOST_AT_THE_END,
  LOST_BEFORE_CHECK,
  LOST_BEFORE_GIVING_UP,
  LOST_IN_ROW,
  SilenceCheck,
} from './silence-check.ts';
import type { Capability } from './turning-place.ts';

type Purpose =
  | {
      readonly type: 'boomerang';
      readonly turn: number;
      /** Of those to that place, from 1. */
      readonly nth: number;
      readonly via: readonly number[];
    }
  | { readonly type: 'check'; readonly what: CheckPacket; readonly check: SilenceCheck };

/** What is sent next of one kind, once it may be. */
interface Next {
  readonly dueMono: number;
  readonly send: () => void;
}

const OVER: PacketStep = { send: [], ping: [], wakeAtMono: null, done: true };
/** Even sending keeps a little below the rate: what is sent a moment late must not wait for its turn again. */
const PACE_MARGIN = 1.02;
/**
 * Rounds as close as the rate of one hop allows would all have to keep the order of the first: a hop that came last
 * could not come first the next time.
 */
const ROUND_SLACK = 1.2;

class PathProbeEngine implements PacketEngine<PathProbeFacts> {
  readonly #plan: PathProbePlan;
  readonly #places: Places;
  readonly #home: Homecoming | null;
  /** By the place where they turn round; empty when none would come home. */
  readonly #boomerangs: readonly Omit<PlannedPacket, 'key'>[];
  readonly #outbox: Outbox<Purpose>;
  readonly #order: RoundOrder;
  readonly #refusals = new Refusals();
  readonly #checks = new Map<number, SilenceCheck>();
  #begun = 0;
  #roundMono = Number.NEGATIVE_INFINITY;
  #lastMono = Number.NEGATIVE_INFINITY;
  #prohibitedBy: string | null = null;
  #gaveUp = false;

  constructor(plan: PathProbePlan, calibration: readonly HopCalibration[]) {
    this.#plan = plan;
    this.#places = new Places(capabilitiesOf(plan.path, calibration));
    const first = calibration.find(({ address }) => address === plan.path[0]);
    const home = homecomingOf(plan.path, first);
    this.#home = home;
    this.#boomerangs = home === null ? [] : plan.path.map((_, turn) => boomerang(turn, home));
    this.#outbox = new Outbox(plan.rates);
    this.#order = new RoundOrder(plan.random);
  }

  start(now: Instant): PacketStep {
    return this.#move(now);
  }

  tick(now: Instant): PacketStep {
    return this.#move(now);
  }

  result(key: number, result: PacketResult, now: Instant): PacketStep {
    const sent = this.#outbox.settle(key, result);
    if (sent !== null && result.outcome === 'unsent') this.#unsent(sent, result.code, now);
    else if (sent !== null && result.outcome !== 'unsent') this.#settled(sent, result);
    return this.#move(now);
  }

  again(key: number, kind: 'late' | 'duplicate', answer: PacketAnswer, now: Instant): PacketStep {
    const sent = this.#outbox.find(key);
    if (sent?.state === 'lost' && kind === 'late' && isSane(answer)) this.#answered(sent, answer);
    if (sent?.state === 'answered' && kind === 'duplicate' && sent.purpose.type === 'boomerang') {
      if (answer.kind === 'echo-reply') this.#places.at(sent.purpose.turn)?.noteDuplicate();
    }
    return this.#move(now);
  }

  facts(): PathProbeFacts {
    return {
      rounds: this.#begun - (this.#order.left.length > 0 ? 1 : 0),
      sent: this.#outbox.packets,
      hops: this.#places.counts(this.#home?.way ?? null),
      prohibitedBy: this.#prohibitedBy,
    };
  }

  #unsent({ purpose }: Sent<Purpose>, code: string, now: Instant): void {
    this.#refusals.note(now.monoMs);
    if (this.#refusals.isHopeless(now.monoMs)) this.#gaveUp = true;
    if (purpose.type === 'check') {
      purpose.check.noteUnsent(purpose.what, passes(code));
      return;
    }
    const place = this.#places.at(purpose.turn);
    if (!passes(code)) place?.noteFailed();
    else if (place !== null) {
      place.takeBackSent();
      this.#order.putBack(purpose.turn);
    }
  }

  #settled(sent: Sent<Purpose>, result: Exclude<PacketResult, { readonly outcome: 'unsent' }>): void {
    this.#refusals.noteSent();
    if (result.outcome === 'answered' && isSane(result.answer)) {
      this.#answered(sent, result.answer);
      return;
    }
    sent.state = 'lost';
    const { purpose } = sent;
    if (purpose.type === 'check') {
      purpose.check.noteLost(purpose.what);
      this.#judge(purpose.check);
      return;
    }
    this.#places.at(purpose.turn)?.noteLost(purpose.nth);
    this.#maybeCheck();
    const check = this.#checks.get(purpose.turn);
    if (check !== undefined) this.#judge(check);
  }

  #answered(sent: Sent<Purpose>, answer: PacketAnswer): void {
    const late = sent.state === 'lost';
    sent.state = 'answered';
    const { purpose } = sent;
    if (purpose.type === 'boomerang') {
      this.#boomerangAnswered(purpose, answer, late);
      return;
    }
    const meaning = meaningOf({ via: [purpose.check.place] }, answer, this.#plan.path);
    if (purpose.what !== 'ping') this.#heed(meaning);
    purpose.check.noteAnswered(purpose.what, answer, late);
    this.#judge(purpose.check);
  }

  #boomerangAnswered(
    { turn, nth, via }: Extract<Purpose, { readonly type: 'boomerang' }>,
    answer: PacketAnswer,
    late: boolean,
  ): void {
    const place = this.#places.at(turn);
    const meaning = meaningOf({ via }, answer, this.#plan.path);
    this.#heed(meaning);
    if (place?.isTestable !== true) return;
    const isHome = meaning.type === 'home';
    if (isHome) this.#checks.delete(turn);
    if (meaning.type === 'unwrapped' && meaning.tooBig) {
      place.noteTooBig({ bytes: this.#bytes(turn), by: answer.from, mtu: answer.mtu ?? null });
    }
    if (late) place.takeBackLost(nth, isHome ? 'late' : 'failed');
    else if (isHome) place.noteReceived(nth, answer);
    else place.noteFailed();
  }

  /** Who forbids such packets ends it; who does not know them is not tested, and no loss. */
  #heed(meaning: Meaning): void {
    if (meaning.type === 'prohibited') this.#prohibitedBy ??= meaning.by;
    if (meaning.type === 'refused') {
      this.#giveUpFrom(meaning.place, { decapsulates: 'no', reason: 'refuses' });
    }
  }

  #giveUpFrom(at: number, capability: Capability): void {
    this.#places.giveUpFrom(at, capability);
    this.#order.cutAt(at);
  }

  /**
   * The nearest place from which nothing has ever come home is asked whether it decapsulates at all, and the nearest
   * from which nothing comes home any more whether it still does.
   */
  #maybeCheck(): void {
    const unheard = this.#places.firstUnheard;
    const least = Math.min(LOST_BEFORE_CHECK, this.#plan.count);
    if ((this.#places.at(unheard)?.lost ?? 0) >= least) this.#check(unheard);
    const isAllSent = this.#begun >= this.#plan.count && this.#order.left.length === 0;
    this.#check(this.#places.firstFallenSilent(isAllSent ? LOST_AT_THE_END : LOST_IN_ROW));
  }

  #check(at: number): void {
    if (this.#places.at(at) === null || this.#checks.has(at)) return;
    this.#checks.set(at, new SilenceCheck(at, this.#plan.path, this.#bytes(at)));
  }

  #bytes(turn: number): number {
    return packetBytes(this.#plan.family, turn + 1, this.#home?.way ?? 'own');
  }

  /**
   * A hop that unwraps and answers, but from which no boomerang comes home, is no loss either: the link that carries its
   * answers carries boomerangs as well, unless the hop before it takes none with the own address from that side, as
   * source checks do (RFC 3704).
   */
  #judge(check: SilenceCheck): void {
    const { place: at, verdict } = check;
    const place = this.#places.at(at);
    if (verdict === null || place === null || this.#checks.get(at) !== check) return;
    if (place.hasComeHome) {
      if (!check.hasPlainlyCeased) return;
      this.#giveUpFrom(at, { decapsulates: 'untestable', reason: 'ceased' });
      // One before it may have as well, though it has not been missed for so long.
      this.#check(this.#places.firstFallenSilent(1));
    } else if (verdict === 'too-big') {
      const tooBig = { bytes: this.#bytes(at), by: null, mtu: null };
      this.#giveUpFrom(at, { decapsulates: 'yes', reason: verdict, tooBig });
    } else if (verdict !== 'unwraps') {
      this.#giveUpFrom(at, { decapsulates: 'untestable', reason: verdict });
    } else if (place.lost >= Math.min(LOST_BEFORE_GIVING_UP, this.#plan.count)) {
      this.#giveUpFrom(at, { decapsulates: 'yes', reason: 'no-way-home' });
    }
  }

  #move(now: Instant): PacketStep {
    const wakeAtMono = this.#sendAll(now.monoMs);
    const isIdle = wakeAtMono === null && this.#outbox.underWay === 0;
    if (isIdle || this.#gaveUp || this.#prohibitedBy !== null) return OVER;
    return { ...this.#outbox.take(), wakeAtMono, done: false };
  }

  /** When there is something to send again; null: nothing, unless a result changes that. */
  #sendAll(nowMono: number): number | null {
    if (this.#gaveUp || this.#prohibitedBy !== null) return null;
    for (;;) {
      const next = this.#next(nowMono);
      if (next === null) return null;
      const dueMono = Math.max(next.dueMono, this.#refusals.holdUntilMono);
      if (dueMono > nowMono) return dueMono;
      next.send();
    }
  }

  #next(nowMono: number): Next | null {
    const all = [this.#nextBoomerang(nowMono), ...this.#nextOfChecks(nowMono)].filter(
      (next) => next !== null,
    );
    return all.toSorted((a, b) => a.dueMono - b.dueMono)[0] ?? null;
  }

  #nextBoomerang(nowMono: number): Next | null {
    const { rates, isSynchronous } = this.#plan;
    if (this.#order.left.length === 0) {
      const dueMono = this.#beginRound(nowMono);
      if (dueMono === null || dueMono > nowMono) return dueMono === null ? null : { dueMono, send: () => {} };
    }
    const evenMono = isSynchronous
      ? Number.NEGATIVE_INFINITY
      : this.#lastMono + (1000 / rates.perSecond) * PACE_MARGIN;
    const dueMono = Math.max(evenMono, Math.min(...this.#order.left.map((turn) => this.#freeMono(turn))));
    const send = (): void => {
      const turn = this.#order.take((place) => this.#freeMono(place) <= nowMono);
      const packet = turn === null ? undefined : this.#boomerangs[turn];
      if (turn === null || packet === undefined) return;
      const nth = this.#places.at(turn)?.noteSent() ?? 0;
      this.#launch(packet, { type: 'boomerang', turn, nth, via: packet.via }, nowMono);
    };
    return { dueMono, send };
  }

  #freeMono(turn: number): number {
    const packet = this.#boomerangs[turn];
    return packet === undefined ? Number.NEGATIVE_INFINITY : this.#outbox.freeMono(packet);
  }

  /** When the next round begins: now, or later, if not before; null: only results can tell, or there is none. */
  #beginRound(nowMono: number): number | null {
    const { count, isSynchronous, rates } = this.#plan;
    const places = this.#places.tested;
    if (this.#begun >= count || places.length === 0) return null;
    if (isSynchronous && this.#outbox.underWay > 0) return null;
    const least = isSynchronous ? 0 : (ROUND_SLACK * 1000) / rates.perHopPerSecond;
    const dueMono = this.#roundMono + least;
    if (dueMono <= nowMono) {
      this.#begun += 1;
      this.#roundMono = nowMono;
      this.#order.begin(places);
    }
    return dueMono;
  }

  #nextOfChecks(nowMono: number): readonly (Next | null)[] {
    return [...this.#checks.values()].flatMap((check) => [
      this.#nextCheckPacket(check, nowMono),
      this.#nextCheckPing(check, nowMono),
    ]);
  }

  #nextCheckPacket(check: SilenceCheck, nowMono: number): Next | null {
    const next = this.#places.at(check.place) === null ? null : check.next();
    if (next === null) return null;
    const dueMono = Math.max(next.dueMono, this.#outbox.freeMono(next.packet));
    const send = (): void => {
      check.noteSent(next.what, nowMono);
      this.#launch(next.packet, { type: 'check', what: next.what, check }, nowMono);
    };
    return { dueMono, send };
  }

  #nextCheckPing(check: SilenceCheck, nowMono: number): Next | null {
    const dueMono = this.#places.at(check.place) === null ? null : check.pingDueMono();
    if (dueMono === null) return null;
    const send = (): void => {
      check.noteSent('ping', nowMono);
      this.#outbox.ping(check.place, { type: 'check', what: 'ping', check }, nowMono);
    };
    return { dueMono: Math.max(dueMono, this.#outbox.pingFreeMono(check.place)), send };
  }

  #launch(packet: Omit<PlannedPacket, 'key'>, purpose: Purpose, nowMono: number): void {
    this.#lastMono = nowMono;
    this.#outbox.packet(packet, purpose, nowMono);
  }
}

/**
 * Sends boomerangs to every prefix of the path whose hops all decapsulate. `calibration`: of the path's addresses, in
 * any order; a hop that is not among them counts as one that nothing is known of.
 */
export const createPathProbeEngine = (
  plan: PathProbePlan,
  calibration: readonly HopCalibration[],
): PacketEngine<PathProbeFacts> => new PathProbeEngine(plan, calibration);
