import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import type { TraceWarning } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { Pace as EnginePace } from '../../domain/trace/engine/figures.ts';
import { SWIFT } from '../../domain/trace/engine/figures.ts';
import { OnceEngine } from '../../domain/trace/engine/once/once-engine.ts';
import { unreachableWords } from '../../domain/trace/engine/warning-words.ts';
import type { TraceFacts } from '../../domain/trace/types.ts';
import type { Target } from '../../trace/host/literal.ts';
import { Attempt, type AttemptEnd } from '../../trace/sending/attempt.ts';
import { Pace } from '../../trace/sending/pace.ts';
import type { PathSession } from '../sending/session.ts';
import { burdened, windowOf } from '../sending/shared-window.ts';
import type { EncapsulationSurroundings } from '../types.ts';
import { withHome } from './home-hop.ts';
import { PacedEngine } from './paced-engine.ts';
import { endingAt, joined, QUERIES, wantsMore } from './passes.ts';
import { homeOf, relayPlan } from './relay-plan.ts';
import { RelaySender } from './relay-sender.ts';

/**
 * Twenty packets a second are all there is: a packet beyond the end costs more than the round trip that it saves, so
 * who has not answered yet is asked once, and few hops ahead.
 */
const FRUGAL: EnginePace = {
  ...SWIFT,
  guessFirst: 10,
  guessRepeat: 0,
  aheadFirst: 3,
  aheadRepeat: 0,
  aheadRepeatShare: 0,
};

/** The window sees to the rate; this one only keeps the order of what is sent again. */
const UNPACED = { perSecond: 1000, burst: 100 };

export interface RelayTraceOptions {
  readonly ask: TraceAsk;
  readonly session: PathSession;
  /** Of the relay. */
  readonly calibration: HopCalibration;
  /** Of the packets: this machine, or the other host. */
  readonly destination: Target;
  readonly isReverse: boolean;
  readonly around: EncapsulationSurroundings;
  readonly onAnswer: (from: string) => void;
  readonly onMoved: () => void;
  readonly onEnd: (end: AttemptEnd) => void;
}

const NOTHING_YET: TraceFacts = {
  reached: false,
  rounds: 0,
  sent: 0,
  received: 0,
  late: 0,
  duplicate: 0,
  hops: [],
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [],
};

/** The traceroute itself, once it is known that the relay decapsulates. */
export class RelayTrace {
  readonly #options: RelayTraceOptions;
  readonly #sender: RelaySender;
  readonly #pace: Pace;
  readonly #home: ReturnType<typeof homeOf>;
  /** By who said it: of packets that never got to the relay. */
  readonly #outer = new Map<string, TraceWarning>();
  /** The last is under way, or has ended. */
  readonly #passes: Attempt[] = [];

  constructor(options: RelayTraceOptions) {
    const { session, destination, isReverse, around } = options;
    this.#options = options;
    this.#home = isReverse ? homeOf(options.calibration) : null;
    this.#pace = new Pace(around.clock, UNPACED);
    this.#sender = new RelaySender({
      path: session.path,
      goal: isReverse ? 'own' : 'second',
      home: this.#home,
      destination: destination.address,
      onOuterError: ({ from, code }) => this.#noteOuter(from, code),
    });
    session.sentBeside = () => this.sent;
  }

  get sent(): number {
    return this.#passes.reduce((sum, { sent }) => sum + sent, 0);
  }

  /** `isOver`: only then silence at the end means home. */
  facts(isOver: boolean): TraceFacts {
    const [first = NOTHING_YET, ...further] = this.#passes.map((pass) => this.#factsOf(pass, isOver));
    const all = further.reduce(joined, first);
    return { ...all, warnings: [...all.warnings, ...this.#outer.values()] };
  }

  begin(): void {
    const { ask, session, destination, around, onAnswer, onMoved } = this.#options;
    const queries = QUERIES[this.#passes.length] ?? QUERIES[0];
    const window = windowOf(around.paths);
    const pass = new Attempt(relayPlan(ask, destination, this.#home, queries), {
      sender: this.#sender,
      clock: around.clock,
      pace: this.#pace,
      address: destination.address,
      engine: (plan) =>
        new PacedEngine(new OnceEngine(plan, FRUGAL), window, (ttl) => burdened(session.addresses, [0], ttl)),
      onAnswer,
      onMoved,
      onEnd: (end) => this.#ended(end),
    });
    this.#passes.push(pass);
    pass.begin();
  }

  stop(): void {
    this.#passes.at(-1)?.stop();
  }

  /** A pass that has ended is whole; of one under way what it does not show yet may be shown by those before. */
  #factsOf(pass: Attempt, isOver: boolean): TraceFacts {
    const { facts } = pass;
    const hasEnded = isOver || pass !== this.#passes.at(-1);
    const own = this.#options.destination.address;
    return endingAt(hasEnded ? withHome(facts, this.#home, own) : facts, this.#sender.homeTtl);
  }

  #ended(end: AttemptEnd): void {
    const { ask, onEnd } = this.#options;
    const isOpen = end.kind === 'done' && ask.queries === undefined;
    if (isOpen && wantsMore(this.facts(true), this.#passes.length - 1)) this.begin();
    else onEnd(end);
  }

  #noteOuter(from: string, code: string | null): void {
    this.#outer.set(from, {
      code: 'lost-before-relay',
      text: `Some packets did not get as far as the host whose way is asked for: ${from} says that ${unreachableWords(code)}.`,
    });
  }
}
