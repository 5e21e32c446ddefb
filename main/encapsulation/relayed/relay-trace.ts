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

/** The traceroute itself, once it is known that the relay decapsulates. */
export class RelayTrace {
  readonly #options: RelayTraceOptions;
  readonly #attempt: Attempt;
  readonly #home: ReturnType<typeof homeOf>;
  /** By who said it: of packets that never got to the relay. */
  readonly #outer = new Map<string, TraceWarning>();

  constructor(options: RelayTraceOptions) {
    const { ask, session, destination, isReverse, around } = options;
    const { clock, paths } = around;
    this.#options = options;
    this.#home = isReverse ? homeOf(options.calibration) : null;
    const window = windowOf(paths);
    const sender = new RelaySender({
      path: session.path,
      goal: isReverse ? 'own' : 'second',
      home: this.#home,
      destination: destination.address,
      onOuterError: ({ from, code }) => this.#noteOuter(from, code),
    });
    this.#attempt = new Attempt(relayPlan(ask, destination, this.#home), {
      sender,
      clock,
      pace: new Pace(clock, UNPACED),
      address: destination.address,
      engine: (plan) =>
        new PacedEngine(new OnceEngine(plan, FRUGAL), window, (ttl) => burdened(session.addresses, [0], ttl)),
      onAnswer: options.onAnswer,
      onMoved: options.onMoved,
      onEnd: options.onEnd,
    });
    session.sentBeside = () => this.#attempt.sent;
  }

  get sent(): number {
    return this.#attempt.sent;
  }

  /** `isOver`: only then silence at the end means home. */
  facts(isOver: boolean): TraceFacts {
    const { facts } = this.#attempt;
    const all = isOver ? withHome(facts, this.#home, this.#options.destination.address) : facts;
    return { ...all, warnings: [...all.warnings, ...this.#outer.values()] };
  }

  begin(): void {
    this.#attempt.begin();
  }

  stop(): void {
    this.#attempt.stop();
  }

  #noteOuter(from: string, code: string | null): void {
    this.#outer.set(from, {
      code: 'lost-before-relay',
      text: `Some packets did not get as far as the host whose way is asked for: ${from} says that ${unreachableWords(code)}.`,
    });
  }
}
