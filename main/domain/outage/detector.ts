import { type HealthBySubject, SUBJECTS } from '../model/health.ts';
import type { Evidence, Incident } from '../model/incident.ts';
import { KINDS } from '../model/kind.ts';
import { assertNever, monoMs, wallMs } from '../model/units.ts';
import { BurstPlanner } from './burst-planner.ts';
import type { Verdict } from './classes/incident-class.ts';
import { detectorConfig } from './config.ts';
import { isUnwatched } from './gap-rule.ts';
import { judgeHealth, UNKNOWN_HEALTH } from './health.ts';
import { Ledger } from './incidents/ledger.ts';
import { Line } from './line/line.ts';
import { INTERNET_KINDS } from './line/view.ts';
import type {
  Availability,
  Detector,
  DetectorConfig,
  DetectorInput,
  DetectorOptions,
  DetectorOutput,
  DetectorSettings,
  Instant,
} from './types.ts';

/** Ticks come four times a second: without any input for this long the process did not run. */
const HEARTBEAT_LOST_MS = 5_000;

type InputOf<Type extends DetectorInput['type']> = Extract<DetectorInput, { type: Type }>;

/**
 * Judges the line from what its probes met. Pure: the same inputs give the same outputs.
 * `options` need the anchors and the interval; docs/detector.md has the rules and the other figures.
 */
export const createDetector = (options: DetectorOptions): Detector => new OutageDetector(options);

/** Every part of the machine holds this one object, so a change of it reaches all of them. */
type LiveConfig = { -readonly [Name in keyof DetectorConfig]: DetectorConfig[Name] };

class OutageDetector implements Detector {
  private readonly config: LiveConfig;
  private machine: Machine | null = null;

  constructor(options: DetectorOptions) {
    this.config = detectorConfig(options);
  }

  reconfigure(settings: DetectorSettings): void {
    Object.assign(this.config, settings);
  }

  step(input: DetectorInput): readonly DetectorOutput[] {
    // Time begins with the first input.
    this.machine ??= new Machine(this.config, input.at);
    return this.machine.step(input);
  }

  get health(): HealthBySubject {
    return this.machine?.health ?? UNKNOWN_HEALTH;
  }

  get open(): readonly Incident[] {
    return this.machine?.open ?? [];
  }

  exportAvailability(): readonly Availability[] {
    return this.machine?.exportAvailability() ?? [];
  }
}

class Machine {
  health: HealthBySubject = UNKNOWN_HEALTH;
  private readonly config: DetectorConfig;
  private readonly line: Line;
  private readonly ledger: Ledger;
  private readonly bursts: BurstPlanner;

  constructor(config: DetectorConfig, start: Instant) {
    this.config = config;
    this.line = new Line(config, start);
    this.ledger = new Ledger(config, this.line, (verdict) => this.evidenceOf(verdict));
    this.bursts = new BurstPlanner(config.burstMaxMs, start.monoMs);
  }

  get open(): readonly Incident[] {
    const { open } = this.ledger;
    return open === null ? [] : [open.incident];
  }

  exportAvailability(): readonly Availability[] {
    return this.line.exportAvailability();
  }

  step(input: DetectorInput): readonly DetectorOutput[] {
    const before = this.line.now;
    // Invariant: monotonic time never runs backwards in here, whatever is fed.
    this.line.now = { monoMs: monoMs(Math.max(before.monoMs, input.at.monoMs)), wallMs: input.at.wallMs };
    const isHole = input.type !== 'gap' && this.line.now.monoMs - before.monoMs > HEARTBEAT_LOST_MS;
    const missed = isHole ? this.gap({ type: 'gap', at: input.at, from: before, reason: 'stall' }) : [];
    const outputs = this.take(input);
    return missed.length === 0 ? outputs : [...missed, ...outputs];
  }

  private take(input: DetectorInput): readonly DetectorOutput[] {
    switch (input.type) {
      case 'sent':
        this.line.sent(input.id, input.kind, input.anchor);
        return [];
      case 'result':
        return this.line.result(input.id, input.outcome, input.rttMs) ? this.judge() : [];
      case 'tick':
        return this.judge();
      case 'gap':
        return this.gap(input);
      case 'network':
        return this.network(input);
      case 'anchors':
        return this.anchors(input);
      case 'portal':
        this.line.portal.answer(input.captive);
        return this.judge();
      case 'adopt':
        return this.adopt(input);
      default:
        return assertNever(input);
    }
  }

  private anchors({ anchors }: InputOf<'anchors'>): readonly DetectorOutput[] {
    const worked = INTERNET_KINDS.filter((kind) => this.line.status(kind) === 'working');
    this.line.anchors(anchors);
    if (worked.some((kind) => this.line.status(kind) === 'absent')) this.ledger.loseWitness();
    return this.judge();
  }

  private gap({ from, reason }: InputOf<'gap'>): readonly DetectorOutput[] {
    const unwatched = isUnwatched(this.config, reason, from, this.line.now);
    const ended = unwatched ? this.ledger.endUnwatched(from) : [];
    this.ledger.voidHeld();
    this.line.gap(reason, unwatched);
    return [...ended, ...this.judge()];
  }

  private network({ network }: InputOf<'network'>): readonly DetectorOutput[] {
    const failing = this.ledger.open?.incident.evidence.failing ?? [];
    const isMove = this.line.enter(network, failing);
    const ended = isMove ? this.ledger.moved(this.line.now) : [];
    return [...ended, ...this.judge()];
  }

  private adopt({ open, lastAliveMs, availability }: InputOf<'adopt'>): readonly DetectorOutput[] {
    const { now } = this.line;
    const worked = open.map(({ network, evidence }) => ({
      network,
      kinds: [...evidence.failing, ...evidence.working],
    }));
    const carried = open.flatMap(({ evidence }) => evidence.failing);
    this.line.adopt([...worked, ...(availability ?? [])], carried);
    const lastAlive = { monoMs: now.monoMs, wallMs: wallMs(Math.min(lastAliveMs ?? now.wallMs, now.wallMs)) };
    const cleared = this.ledger.adopt(open, now, lastAlive);
    const left = this.ledger.open;
    if (left !== null && left.unconfirmed !== null && !left.rule.gradual) {
      const { network, evidence } = left.incident;
      this.line.resume({ network, kinds: evidence.failing });
    }
    return [...cleared, ...this.judge()];
  }

  private judge(): readonly DetectorOutput[] {
    this.line.judge();
    const asks = this.line.portal.step(this.line);
    const outputs: DetectorOutput[] = [
      ...this.ledger.evaluate(),
      ...this.healthChanges(),
      ...this.bursts.step(this.line.hurried, this.line.now.monoMs),
    ];
    if (asks) outputs.push({ type: 'portal-check' });
    return outputs;
  }

  private healthChanges(): readonly DetectorOutput[] {
    const all = this.judgeHealth();
    const previous = this.health;
    this.health = all;
    const changed = SUBJECTS.filter((subject) => all[subject] !== previous[subject]);
    return changed.map((subject) => ({
      type: 'health',
      at: this.line.now,
      subject,
      health: all[subject],
      previous: previous[subject],
      all,
    }));
  }

  private judgeHealth(): HealthBySubject {
    const { open } = this.ledger;
    return judgeHealth(
      this.line,
      open === null ? null : { rule: open.rule, failing: open.incident.evidence.failing },
    );
  }

  private evidenceOf({ failing, figure, lost, sent }: Verdict): Evidence {
    const run = this.line.countRun(failing);
    const working = KINDS.filter((kind) => this.line.status(kind) === 'working' && !failing.includes(kind));
    const evidence = { health: this.judgeHealth(), failing, working };
    const counts = { lost: lost ?? run.lost, sent: sent ?? run.sent };
    return figure === undefined ? { ...evidence, ...counts } : { ...evidence, ...counts, figure };
  }
}
