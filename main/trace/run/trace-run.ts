import type {
  PathMtu,
  TraceMethod,
  TraceMode,
  TraceStatus,
  TraceView,
  TraceWarning,
} from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { TracePlan } from '../../domain/trace/types.ts';
import { findTarget, type TargetFinding, type TargetSearch } from '../host/find-target.ts';
import { type Target, zoned } from '../host/literal.ts';
import { namesOf, type ReverseNames } from '../host/reverse-names.ts';
import { Attempt, type AttemptSurroundings } from '../sending/attempt.ts';
import type { SendingFailure } from '../sending/failure.ts';
import { stopsMidway } from '../sending/fallback-words.ts';
import { type LadderEnd, MethodLadder } from '../sending/method-ladder.ts';
import { paceOf } from '../sending/shared-pace.ts';
import type { RunningTrace, TraceFailure, TraceSurroundings } from '../types.ts';
import { buildView } from './build-view.ts';
import { ChangeNotice } from './change-notice.ts';
import { losePhase, type Phase, pathOf, stopPhase } from './phase.ts';
import { methodsFor, planOf, sizeOf } from './plan.ts';
import type { TracePorts } from './ports.ts';
import { mistakeTrouble, sendingTrouble, type Trouble } from './trouble.ts';

/** Names that are still asked for when the path is known may come in this time, if the resolver answers at all. */
const NAMING_GRACE_MS = 150;
/** One that has said nothing during the whole trace will hardly begin now. */
const SILENT_GRACE_MS = 50;

export class TraceRun implements RunningTrace {
  readonly ended: Promise<TraceView>;
  readonly #ask: TraceAsk;
  readonly #around: TraceSurroundings;
  readonly #ports: TracePorts;
  readonly #names: ReverseNames;
  readonly #search: TargetSearch;
  readonly #notice: ChangeNotice<TraceView>;
  readonly #started: ReturnType<TraceSurroundings['clock']['now']>;
  #settle: (view: TraceView) => void = () => {};
  #phase: Phase = { kind: 'resolving' };
  /** All that were begun: each method's, the first look, the search for the path MTU. */
  readonly #attempts: Attempt[] = [];
  #status: TraceStatus = 'running';
  #target: Target | null = null;
  #isName = false;
  #source: string | null = null;
  #pathMtu: PathMtu | null = null;
  #warnings: readonly TraceWarning[] = [];
  /** What a first look that did not reach the destination says: until it answers after all. */
  #doubts: readonly TraceWarning[] = [];
  #trouble: Trouble | null = null;
  #durationMs: number | null = null;
  #limit: { cancel(): void } | null = null;
  #forgetHelper: () => void = () => {};
  #view: TraceView | null = null;

  constructor(ask: TraceAsk, around: TraceSurroundings, ports: TracePorts) {
    this.#ask = ask;
    this.#around = around;
    this.#ports = ports;
    this.#started = around.clock.now();
    this.#notice = new ChangeNotice(around.clock, () => this.view);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#search = findTarget(ask.host, ask.family, { ...ports, clock: around.clock });
    this.#names = namesOf({ ...ask, ...around, ports, onName: () => this.#changed() });
  }

  get view(): TraceView {
    this.#view ??= this.#build();
    return this.#view;
  }

  get failure(): TraceFailure | null {
    return this.#trouble?.failure ?? null;
  }

  onChange(listener: (view: TraceView) => void): () => void {
    return this.#phase.kind === 'ended' ? () => {} : this.#notice.listen(listener);
  }

  begin(): void {
    this.#forgetHelper = this.#around.onHelperGone?.(() => this.#lose()) ?? this.#forgetHelper;
    this.#search.found
      .then((finding) => this.#found(finding))
      .catch((error: unknown) => {
        this.#fail(mistakeTrouble(error instanceof Error ? error.message : String(error)));
      });
  }

  stop(): void {
    this.#end('stopped');
  }

  #found(finding: TargetFinding): void {
    if (this.#phase.kind !== 'resolving') return;
    if (!finding.ok) {
      this.#fail({ failure: 'host', text: finding.trouble });
      return;
    }
    this.#target = finding.target;
    this.#source = finding.source;
    this.#isName = finding.isName;
    this.#warnings = finding.warnings;
    this.#names.want(finding.target.address);
    this.#trace();
  }

  #trace(): void {
    const { method, mode } = this.#ask;
    if (method !== 'auto') this.#climb('tracing', [method], mode);
    else if (mode === 'once') this.#climb('tracing', methodsFor(this.#ask), mode);
    else this.#climb('scouting', methodsFor(this.#ask), 'once', { queries: 1, findMtu: false });
  }

  #climb(
    kind: 'scouting' | 'tracing',
    methods: readonly [TraceMethod, ...TraceMethod[]],
    mode: TraceMode,
    known: Partial<TraceAsk> = {},
  ): void {
    const target = this.#target;
    if (target === null) return;
    const ask = { ...this.#ask, ...known };
    const ladder = new MethodLadder({
      clock: this.#around.clock,
      methods,
      isScout: kind === 'scouting',
      attempt: (method, hooks) => this.#attempt(target, planOf(ask, target, method, mode), hooks),
      onAnswer: (from) => this.#names.want(from),
      onMoved: () => this.#changed(),
      onEnd: (end) => this.#ladderEnded(kind, end),
    });
    this.#phase = { kind, ladder };
    ladder.begin();
    this.#changed();
  }

  #attempt(
    target: Target,
    plan: TracePlan,
    hooks: Pick<AttemptSurroundings, 'onAnswer' | 'onMoved' | 'onEnd'>,
    engine = this.#engineOf(plan),
  ): Attempt {
    const { sender, clock } = this.#around;
    const pace = paceOf(sender, clock);
    const attempt = new Attempt(plan, { sender, clock, pace, address: zoned(target), engine, ...hooks });
    this.#attempts.push(attempt);
    return attempt;
  }

  #engineOf({ mode }: TracePlan): AttemptSurroundings['engine'] {
    const { path, multipath } = this.#ports.engines;
    return mode === 'multipath' ? multipath : path;
  }

  #ladderEnded(kind: 'scouting' | 'tracing', end: LadderEnd): void {
    if (end.kind === 'failed') {
      this.#failSending(end.failure);
      return;
    }
    const { best } = end;
    const { reached, hops } = best.facts;
    const isSettled = kind === 'tracing' || this.#methodsAfter(end).length === 1;
    if (kind === 'scouting' && !reached) this.#doubts = end.warnings;
    else if (isSettled) this.#warnings = [...this.#warnings, ...end.warnings];
    if (kind === 'scouting') {
      const known = reached ? { expectedHops: hops.length } : {};
      this.#climb('tracing', this.#methodsAfter(end), this.#ask.mode, known);
    } else if (best.plan.findMtu && reached) this.#size(best, hops.length);
    else this.#waitForNames(best);
  }

  /** Of a method that got stuck on the way other flows may arrive, so it is tried with all of them. */
  #methodsAfter({
    best,
    tried,
  }: Extract<LadderEnd, { kind: 'done' }>): readonly [TraceMethod, ...TraceMethod[]] {
    const { method } = best.plan;
    const [first] = tried;
    const hasFlows = this.#ask.mode === 'multipath' && first !== undefined && best.facts.reached;
    return hasFlows && stopsMidway(first, best) ? [first.plan.method, method] : [method];
  }

  #failSending(failure: SendingFailure): void {
    const address = this.#target === null ? this.#ask.host : zoned(this.#target);
    const family = this.#target?.family ?? 4;
    this.#fail(sendingTrouble(failure, { family, address, size: sizeOf(this.#ask) }));
  }

  #size(path: Attempt, hops: number): void {
    const target = this.#target;
    if (target === null) return;
    const plan = { ...path.plan, expectedHops: hops };
    const sizes = this.#attempt(
      target,
      plan,
      {
        onAnswer: (from) => this.#names.want(from),
        onMoved: () => {
          this.#pathMtu = sizes.facts.pathMtu;
          this.#changed();
        },
        onEnd: (end) => {
          // Packets that are too large for the own link never leave: that is a finding, no failure.
          if (end.kind === 'failed' && end.failure.kind !== 'unsent') this.#failSending(end.failure);
          else this.#sized(path, sizes);
        },
      },
      this.#ports.engines.mtu,
    );
    this.#phase = { kind: 'sizing', path, sizes };
    sizes.begin();
  }

  #sized(path: Attempt, sizes: Attempt): void {
    const { pathMtu, warnings } = sizes.facts;
    this.#pathMtu = pathMtu;
    this.#warnings = [...this.#warnings, ...warnings];
    this.#waitForNames(path);
  }

  #waitForNames(path: Attempt): void {
    this.#phase = { kind: 'naming', path };
    const over = (): void => this.#end('done');
    const graceMs = this.#names.isAnswering ? NAMING_GRACE_MS : SILENT_GRACE_MS;
    this.#limit = this.#around.clock.setTimer(over, graceMs);
    void this.#names.settled().then(over);
  }

  #lose(): void {
    if (!losePhase(this.#phase)) this.#failSending({ kind: 'no-helper', hasSent: false });
  }

  #fail(trouble: Trouble): void {
    if (this.#phase.kind === 'ended') return;
    this.#trouble = trouble;
    this.#end('failed');
  }

  #end(status: Exclude<TraceStatus, 'running'>): void {
    const phase = this.#phase;
    if (phase.kind === 'ended') return;
    this.#phase = { kind: 'ended', path: pathOf(phase) };
    // What ends now may still be told of what it had: that must not change how this ended.
    stopPhase(phase);
    this.#search.cancel();
    this.#status = phase.kind === 'naming' && status === 'stopped' ? 'done' : status;
    this.#limit?.cancel();
    this.#forgetHelper();
    this.#names.end();
    this.#durationMs = this.#passedMs();
    this.#view = null;
    this.#settle(this.view);
    this.#notice.last();
  }

  #changed(): void {
    if (this.#phase.kind === 'ended') return;
    this.#view = null;
    this.#notice.soon();
  }

  #passedMs(): number {
    return this.#around.clock.now().monoMs - this.#started.monoMs;
  }

  #build(): TraceView {
    const path = pathOf(this.#phase);
    const facts = path?.facts ?? null;
    return buildView({
      id: this.#around.id,
      ask: this.#ask,
      network: this.#around.network,
      startedMs: this.#started.wallMs,
      durationMs: this.#durationMs ?? this.#passedMs(),
      status: this.#status,
      target: this.#target,
      isName: this.#isName,
      source: this.#source,
      method: path?.plan.method ?? null,
      facts: facts === null || this.#phase.kind !== 'scouting' ? facts : { ...facts, rounds: 0 },
      sent: this.#attempts.reduce((sum, attempt) => sum + attempt.sent, 0),
      pathMtu: this.#pathMtu,
      warnings: facts?.reached === true ? this.#warnings : [...this.#warnings, ...this.#doubts],
      nameOf: (address) => this.#names.nameOf(address),
      trouble: this.#trouble,
    });
  }
}
