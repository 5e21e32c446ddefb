import type { ProbeAnswer } from '../../../helper/protocol/messages.ts';
import { assertNever } from '../../domain/model/units.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type {
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../../domain/trace/types.ts';
import type { ProbeReport, ProbeSender } from '../../helper-client/types.ts';
import type { Clock } from '../../monitor/types.ts';
import type { SendingFailure } from './failure.ts';
import type { Pace } from './pace.ts';
import { Silence } from './silence.ts';
import { Wake } from './wake.ts';

/** Refusals that only mean "not now". */
const BUSY: ReadonlySet<string> = new Set(['rate-limited', 'too-many-outstanding']);
const BUSY_WAIT_MS = 100;
/** A helper that has no room for so long is not waited for any more: the packet is told as never sent. */
const BUSY_LIMIT_MS = 10_000;

export type AttemptEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: SendingFailure };

export interface AttemptSurroundings {
  readonly sender: ProbeSender;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Of the target, as the helper takes it: with its zone. */
  readonly address: string;
  readonly engine: (plan: TracePlan) => TraceEngine;
  /** Something came back from an address. */
  readonly onAnswer: (from: string, rttMs: number) => void;
  readonly onMoved: () => void;
  /** Called once, unless it was stopped. */
  readonly onEnd: (end: AttemptEnd) => void;
}

interface Pending {
  readonly id: number;
  readonly sentMs: number;
}

/** One engine at work: its packets go through the pace to the helper, and what becomes of them goes back to it. */
export class Attempt {
  readonly plan: TracePlan;
  readonly #around: AttemptSurroundings;
  readonly #engine: TraceEngine;
  readonly #silence: Silence;
  /** By key, oldest first. */
  readonly #pending = new Map<number, Pending>();
  readonly #busySinceMs = new Map<number, number>();
  #unsentCode: string | null = null;
  #hasSent = false;
  #sent = 0;
  #hasResults = false;
  readonly #wake: Wake;
  /** Null unless the helper owes us a result. */
  #factsBeforeSilence: TraceFacts | null = null;
  #end: AttemptEnd | null = null;

  constructor(plan: TracePlan, around: AttemptSurroundings) {
    this.plan = plan;
    this.#around = around;
    this.#engine = around.engine(plan);
    this.#wake = new Wake(around.clock, () => this.#tell((now) => this.#tick(now), this.#wake.now()));
    this.#silence = new Silence(around.clock, plan.timeoutMs, () =>
      this.#fail({ kind: 'no-helper', hasSent: true }),
    );
  }

  get facts(): TraceFacts {
    const isCutShort = this.#end?.kind === 'failed' && this.#end.failure.kind === 'no-helper';
    return (isCutShort ? this.#factsBeforeSilence : null) ?? this.#engine.facts();
  }

  /** Packets that left, as far as is known: what was refused or could not be sent is taken back. */
  get sent(): number {
    return this.#sent;
  }

  get end(): AttemptEnd | null {
    return this.#end;
  }

  begin(): void {
    this.#tell((now) => this.#engine.start(now));
  }

  /** What is in flight is given up; the facts stay. */
  stop(): void {
    this.#close({ kind: 'stopped' });
  }

  /** The helper is gone: nothing will be heard of what is in flight. */
  lose(): void {
    this.#fail({ kind: 'no-helper', hasSent: this.#hasSent });
  }

  #tell(told: (now: Instant) => TraceStep, now = this.#wake.nowBeforeWake()): void {
    if (this.#end !== null) return;
    try {
      this.#take(told(now));
    } catch (error) {
      this.#fail({ kind: 'mistake', message: error instanceof Error ? error.message : String(error) });
    }
  }

  /**
   * Past the deadline a result is owed: the engine then calls the packet lost by itself. If the helper turns out to
   * be gone, nobody knows what became of it, and the facts from before stand.
   */
  #tick(now: Instant): TraceStep {
    const oldestMs = this.#oldestSentMs();
    const isOwed = oldestMs !== null && this.#around.clock.now().monoMs > oldestMs + this.plan.timeoutMs;
    if (isOwed) this.#factsBeforeSilence ??= this.#engine.facts();
    return this.#engine.tick(now);
  }

  #take({ send, wakeAtMono, done }: TraceStep): void {
    this.#wake.at(done ? null : wakeAtMono);
    for (const probe of send) this.#around.pace.enqueue(this, () => this.#send(probe));
    if (done) this.#finish();
    this.#around.onMoved();
  }

  #send(probe: PlannedProbe): void {
    if (this.#end !== null) return;
    const { sender, address, clock } = this.#around;
    const { method, port, timeoutMs } = this.plan;
    const { key, ttl, flow, size } = probe;
    const sentMs = clock.now().monoMs;
    const id = sender.probe({ method, address, ttl, flow, port, size, timeoutMs }, (report) =>
      this.#report(probe, report),
    );
    if (id === null) {
      this.lose();
      return;
    }
    this.#hasSent = true;
    this.#sent += 1;
    this.#pending.set(key, { id, sentMs });
    this.#silence.watch(this.#oldestSentMs());
  }

  #oldestSentMs(): number | null {
    const [first] = this.#pending.values();
    return first === undefined ? null : first.sentMs;
  }

  #report(probe: PlannedProbe, report: ProbeReport): void {
    if (this.#end !== null) return;
    this.#factsBeforeSilence = null;
    switch (report.event) {
      case 'probe-again':
        this.#again(probe.key, report.kind, zoneless(report.answer));
        break;
      case 'error':
        this.#refused(probe, report.code, report.message);
        break;
      case 'probe':
        if (report.outcome === 'send-error') this.#sent -= 1;
        this.#result(probe.key, resultOf(report));
        break;
      default:
        assertNever(report);
    }
  }

  #refused(probe: PlannedProbe, code: string, message: string): void {
    this.#settle(probe.key);
    this.#sent -= 1;
    if (!BUSY.has(code)) {
      this.#fail(code === 'family-unavailable' ? { kind: 'no-family' } : { kind: 'refused', message });
      return;
    }
    const nowMs = this.#around.clock.now().monoMs;
    const sinceMs = this.#busySinceMs.get(probe.key) ?? nowMs;
    this.#busySinceMs.set(probe.key, sinceMs);
    if (nowMs - sinceMs >= BUSY_LIMIT_MS) this.#result(probe.key, { outcome: 'unsent', code });
    else this.#around.pace.putBack(this, () => this.#send(probe), BUSY_WAIT_MS);
  }

  #result(key: number, result: ProbeResult): void {
    this.#settle(key);
    this.#busySinceMs.delete(key);
    if (result.outcome === 'unsent') this.#unsentCode ??= result.code;
    else this.#hasResults = true;
    if (result.outcome === 'answered') this.#heard(result.answer);
    this.#tell((now) => this.#engine.result(key, result, now));
  }

  #settle(key: number): void {
    this.#pending.delete(key);
    this.#silence.watch(this.#oldestSentMs());
  }

  #again(key: number, kind: 'late' | 'duplicate', answer: ProbeAnswer): void {
    this.#heard(answer);
    this.#tell((now) => this.#engine.again(key, kind, answer, now));
  }

  #heard({ from, rttMs }: ProbeAnswer): void {
    this.#around.onAnswer(from, rttMs);
  }

  /** A trace of which not one packet left this machine says nothing of the path. */
  #finish(): void {
    const code = this.#hasResults ? null : this.#unsentCode;
    if (code === null) this.#close({ kind: 'done' });
    else this.#fail({ kind: 'unsent', code });
  }

  #fail(failure: SendingFailure): void {
    this.#close({ kind: 'failed', failure });
  }

  #close(end: AttemptEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#wake.at(null);
    this.#silence.end();
    this.#around.pace.withdraw(this);
    for (const { id } of this.#pending.values()) this.#around.sender.cancelProbe(id);
    this.#pending.clear();
    if (end.kind !== 'stopped') this.#around.onEnd(end);
  }
}

/** The plan's address has no zone either: that of an answer is the interface it came in by. */
function zoneless(answer: ProbeAnswer): ProbeAnswer {
  const [from = ''] = answer.from.split('%');
  return { ...answer, from };
}

function resultOf({ outcome, answer, code }: Extract<ProbeReport, { event: 'probe' }>): ProbeResult {
  switch (outcome) {
    case 'answered':
      return answer === null ? { outcome: 'lost' } : { outcome, answer: zoneless(answer) };
    case 'send-error':
      return { outcome: 'unsent', code: code ?? outcome };
    case 'lost':
    case 'cancelled':
      return { outcome: 'lost' };
    default:
      return assertNever(outcome);
  }
}
