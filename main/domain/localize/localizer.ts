import { Evidence } from './evidence.ts';
import { TRAIN_PACKETS } from './inference/hop-evidence.ts';
import { allocate, allocateEvenly } from './sending/allocation.ts';
import { HopPace } from './sending/hop-pace.ts';
import { firstRound, planRound, type Wish } from './sending/round.ts';
import { Slots } from './sending/slots.ts';
import { isSure } from './stop-rule.ts';
import type {
  Belief,
  EndReason,
  Localizer,
  LocalizerOptions,
  LocalizerVerdict,
  PathHop,
  Probe,
  ProbeResult,
  Step,
} from './types.ts';
import { verdictOf } from './verdicts/registry.ts';

/** Packets a second to a path. */
export const PATH_RATE_MOST = 20;
export const DEFAULT_BUDGET = 1_500;
/** Hops that may be asked rarely only would make it last for many minutes. */
export const DEFAULT_LONGEST_MS = 180_000;
/** Longer than most bursts; a whole train in less than the shortest usual reassembly timeout of 3 s. */
export const TRAIN_SPACING_MS = 500;
/** How many of a hop's pings show that it limits them. */
const LIMIT_SHOWN = { pings: 10, probability: 0.95 };
/** What is left of a round after that, since its hops may be asked no faster, gives way to the next one. */
const ROUND_MS = 1_000;
/** The first one calibrates, and no hop is asked faster than once a second then. */
const FIRST_ROUND_MS = 4_000;
/** Packets after which the belief is worth another look, and their share of all so far. */
const LOOK_PACKETS = 30;
const LOOK_SHARE = 0.25;

interface UnderWay {
  readonly probe: Probe;
  readonly sentMs: number;
}

class PathLocalizer implements Localizer {
  readonly #options: LocalizerOptions;
  readonly #slots: Slots;
  readonly #budget: number;
  readonly #spacingMs: number;
  #hops: readonly PathHop[];
  #evidence: Evidence;
  #paces: readonly HopPace[];
  #wishes: Wish[];
  #underWay = new Map<number, UnderWay>();
  #ended: EndReason | null = null;
  #untilMs: number | null = null;
  #lastId = 0;
  #packets = 0;
  /** Hops whose latest ping was a train. */
  readonly #lastTrains = new Set<number>();
  #lookedAtPackets = 0;
  #latest: Belief | null = null;
  #roundUntilMs: number | null = null;

  constructor(options: LocalizerOptions) {
    this.#options = options;
    const rate = Math.min(PATH_RATE_MOST, options.ratePerSecond ?? PATH_RATE_MOST);
    this.#slots = new Slots(rate);
    this.#spacingMs = this.#slots.spacingMs(TRAIN_SPACING_MS);
    this.#budget = options.budget ?? DEFAULT_BUDGET;
    this.#hops = options.hops;
    this.#evidence = new Evidence(this.#hops, this.#spacingMs);
    this.#paces = this.#hops.map(({ known }) => new HopPace(known));
    this.#wishes = [...firstRound(this.#hops, options.random)];
  }

  next(nowMs: number): Step {
    const send: Probe[] = [];
    this.#untilMs ??= nowMs + (this.#options.longestMs ?? DEFAULT_LONGEST_MS);
    const isOver = nowMs >= this.#untilMs;
    for (;;) {
      if (this.#ended === null && (isOver || this.#packets >= this.#budget)) this.#ended = 'budget';
      if (this.#ended !== null) return { send, waitUntilMs: null, done: this.#isDone() };
      const freeMs = this.#slots.freeMs(nowMs);
      if (freeMs > nowMs) return { send, waitUntilMs: freeMs, done: false };
      this.#plan(nowMs);
      if (this.#ended !== null) continue;
      const wish = this.#nextWish(nowMs);
      if (wish === undefined) return { send, waitUntilMs: this.#laterMs(nowMs), done: false };
      send.push(this.#send(wish, nowMs));
    }
  }

  take({ id, outcome }: ProbeResult): void {
    const underWay = this.#underWay.get(id);
    if (underWay === undefined) return;
    this.#underWay.delete(id);
    const { probe, sentMs } = underWay;
    if (outcome === 'unsent') {
      this.#packets -= probe.packets;
      return;
    }
    if (outcome === 'answered' && probe.family !== 'ttl-limited') this.#paces[probe.hop - 1]?.noteAnswered();
    this.#evidence.note(probe.hop, probe.family, sentMs, outcome === 'answered');
  }

  routeChanged(hops: readonly PathHop[] = this.#hops): void {
    this.#hops = hops;
    this.#evidence = new Evidence(hops, this.#spacingMs);
    this.#paces = hops.map(({ known }) => new HopPace(known));
    this.#wishes = [...firstRound(hops, this.#options.random)];
    this.#underWay = new Map();
    this.#lookedAtPackets = this.#packets;
    this.#latest = null;
    this.#roundUntilMs = null;
  }

  stop(): void {
    this.#ended ??= 'told';
    this.#underWay.clear();
  }

  belief(): Belief {
    return this.#evidence.belief();
  }

  verdict(): LocalizerVerdict {
    return verdictOf({
      hops: this.#hops,
      belief: this.belief(),
      probes: this.#lastId,
      packets: this.#packets,
      ended: this.#ended,
    });
  }

  #isDone(): boolean {
    return this.#ended !== 'budget' || this.#underWay.size === 0;
  }

  /** A new round when the last one is out, a new look when there is enough that is new. */
  #plan(nowMs: number): void {
    this.#roundUntilMs ??= nowMs + FIRST_ROUND_MS;
    if (this.#wishes.length > 0 && nowMs < this.#roundUntilMs) return;
    const isDue = this.#packets - this.#lookedAtPackets >= Math.max(LOOK_PACKETS, LOOK_SHARE * this.#packets);
    if (isDue) this.#look();
    if (this.#ended !== null) return;
    const belief = this.#lookedAt;
    const { plan, random } = this.#options;
    const shares = plan === 'uniform' ? allocateEvenly(this.#hops, belief) : allocate(this.#hops, belief);
    if (shares.every(({ place, direction }) => place + direction <= 0)) this.#ended = 'untestable';
    this.#wishes = [...planRound(this.#hops, shares, belief, random)];
    this.#roundUntilMs = nowMs + ROUND_MS;
  }

  get #lookedAt(): Belief {
    this.#latest ??= this.belief();
    return this.#latest;
  }

  #look(): void {
    this.#lookedAtPackets = this.#packets;
    const belief = this.belief();
    this.#latest = belief;
    this.#slowDown(belief);
    if (isSure(this.#hops, belief)) this.#ended = 'sure';
  }

  /** Hops that seem to limit their pings are asked again, more slowly: is it they, or the way there? */
  #slowDown(belief: Belief): void {
    for (const { hop, tests, limitsPings } of belief.hops) {
      if (tests.echo.sent < LIMIT_SHOWN.pings || tests.echo.answered === 0) continue;
      if (limitsPings < LIMIT_SHOWN.probability) continue;
      const tooFast = this.#paces[hop - 1]?.noteLimits(tests.echo.answered / tests.echo.sent) === true;
      if (tooFast) this.#evidence.forgetPings(hop);
    }
  }

  /**
   * Trains first, since single packets would take their slots; pings first where the hop's latest probe was a train,
   * since both share what it answers a second.
   */
  #nextWish(nowMs: number): Wish | undefined {
    const may = (wish: Wish): boolean => this.#mayLeave(wish, nowMs);
    const isTurn = ({ hop, family }: Wish): boolean => (family === 'train') !== this.#lastTrains.has(hop);
    const pairs = this.#wishes.findIndex(
      (wish) => wish.family !== 'ttl-limited' && isTurn(wish) && may(wish),
    );
    const at = pairs >= 0 ? pairs : this.#wishes.findIndex(may);
    return at < 0 ? undefined : this.#wishes.splice(at, 1)[0];
  }

  #mayLeave({ hop, family }: Wish, nowMs: number): boolean {
    const packets = family === 'train' ? TRAIN_PACKETS : 1;
    const pace = this.#paces[hop - 1];
    if (pace === undefined || pace.freeMs(family === 'ttl-limited') > nowMs) return false;
    return this.#slots.fits(nowMs, packets, this.#spacingMs);
  }

  /** When the first of what is left may leave. */
  #laterMs(nowMs: number): number {
    const free = this.#wishes.map(
      ({ hop, family }) => this.#paces[hop - 1]?.freeMs(family === 'ttl-limited') ?? 0,
    );
    const soonest = Math.min(this.#roundUntilMs ?? nowMs, ...free);
    return Math.max(soonest, nowMs + 1_000 / PATH_RATE_MOST);
  }

  #send({ hop, family }: Wish, nowMs: number): Probe {
    const packets = family === 'train' ? TRAIN_PACKETS : 1;
    this.#slots.take(nowMs, packets, this.#spacingMs);
    this.#paces[hop - 1]?.noteSent(family === 'ttl-limited', nowMs);
    if (family === 'train') this.#lastTrains.add(hop);
    else if (family === 'echo') this.#lastTrains.delete(hop);
    this.#packets += packets;
    this.#lastId += 1;
    const spacingMs = packets > 1 ? this.#spacingMs : 0;
    const probe: Probe = { id: this.#lastId, family, hop, packets, spacingMs };
    this.#underWay.set(probe.id, { probe, sentMs: nowMs });
    return probe;
  }
}

/** Finds out which link of a traced path loses packets, in which direction, and how sure that is. */
export const createLocalizer = (options: LocalizerOptions): Localizer => new PathLocalizer(options);
