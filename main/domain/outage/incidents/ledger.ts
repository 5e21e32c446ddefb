import type { Evidence, Incident, IncidentClass, IncidentEnd } from '../../model/incident.ts';
import type { Kind } from '../../model/kind.ts';
import { monoMs, wallMs } from '../../model/units.ts';
import type { IncidentRule, Verdict } from '../classes/incident-class.ts';
import { INCIDENT_RULES } from '../classes/registry.ts';
import type { Line } from '../line/line.ts';
import { INTERNET_KINDS } from '../line/view.ts';
import type { DetectorConfig, DetectorOutput, Instant } from '../types.ts';
import { FlapGuard } from './flap-guard.ts';
import { closed, type OpenIncident } from './open-incident.ts';

type IncidentOutput = Extract<DetectorOutput, { type: 'incident' }>;
type EvidenceOf = (verdict: Verdict) => Evidence;

/** How long an incident of an earlier run, or of before a change of network, has to show itself again. */
const CONFIRM_MARGIN_MS = 5_000;
const CONFIRM_GRADUAL_MS = 90_000;
/** An incident that nobody watched for longer than this is not taken up again. */
const ADOPT_MAX_MS = 600_000;

/**
 * The incidents. Invariants: one raise and one clear for each; at most one is open at a time, because a parent
 * absorbs its children and keeps others from being raised; an id is never used twice.
 */
export class Ledger {
  private readonly config: DetectorConfig;
  private readonly line: Line;
  private readonly evidenceOf: EvidenceOf;
  private readonly flaps: FlapGuard;
  private readonly heldSince = new Map<IncidentClass, number>();
  private readonly ids = new Set<string>();
  private current: OpenIncident | null = null;
  /** What worked beside the open incident is not measured any more: that makes its silence no wider. */
  private witnessless = false;
  /** The incident cleared last: what it overshadowed is judged afresh after a while, and began after it. */
  private last: { readonly rank: number; readonly clearedMono: number; readonly until: Instant } | null =
    null;

  constructor(config: DetectorConfig, line: Line, evidenceOf: EvidenceOf) {
    this.config = config;
    this.line = line;
    this.evidenceOf = evidenceOf;
    this.flaps = new FlapGuard(config);
  }

  get open(): OpenIncident | null {
    return this.current;
  }

  /** A kind that worked is no longer measured. */
  loseWitness(): void {
    this.witnessless = this.current !== null;
  }

  /** Raises, absorbs and clears by what the line shows now. */
  evaluate(): readonly IncidentOutput[] {
    this.witnessless &&= !INTERNET_KINDS.some((kind) => this.line.status(kind) === 'working');
    const taken = this.takeover();
    if (taken.length > 0) return taken;
    const outputs = this.follow();
    return this.current === null ? [...outputs, ...this.takeover()] : outputs;
  }

  /** Nobody watched since `from`: whatever was open ended then, for all that is known. */
  endUnwatched(from: Instant): readonly IncidentOutput[] {
    this.heldSince.clear();
    this.last = null;
    return this.current === null ? [] : this.clear(this.current, 'unknown', this.current.ended ?? from);
  }

  /** Evidence was voided: verdicts that were waiting wait anew. */
  voidHeld(): void {
    this.heldSince.clear();
  }

  /** The machine moved to another network at `at`. */
  moved(at: Instant): readonly IncidentOutput[] {
    this.heldSince.clear();
    const open = this.current;
    if (open === null || open.rule.class === 'local') return [];
    if (open.ended !== null) return this.clear(open, 'recovered', open.ended);
    if (open.rule.gradual || open.rule.class === 'captive-portal') return this.clear(open, 'unknown', at);
    const untilMono = at.monoMs + this.config.coldMs + CONFIRM_MARGIN_MS;
    this.current = { ...open, unconfirmed: open.unconfirmed ?? { untilMono, lastSeen: at } };
    return [];
  }

  /** Incidents an earlier run left open: the uppermost is taken up, the others are its children. */
  adopt(incidents: readonly Incident[], now: Instant, lastAlive: Instant): readonly IncidentOutput[] {
    const rules = new Map(INCIDENT_RULES.map((rule) => [rule.class, rule]));
    const found = incidents.flatMap((incident) => {
      const rule = rules.get(incident.class);
      if (rule === undefined || incident.untilMs !== null || this.ids.has(incident.id)) return [];
      this.ids.add(incident.id);
      return [{ rule, incident, sinceMono: null, unconfirmed: null, ended: null }];
    });
    const byRank = found.sort((a, b) => a.rule.rank - b.rule.rank);
    const outputs: IncidentOutput[] = [];
    for (const open of byRank) outputs.push(...this.adoptOne(open, now, lastAlive));
    return outputs;
  }

  private adoptOne(open: OpenIncident, now: Instant, lastAlive: Instant): readonly IncidentOutput[] {
    if (this.current !== null) {
      return [clearOutput(closed(open, 'absorbed', lastAlive, this.current.incident.id))];
    }
    if (now.wallMs - lastAlive.wallMs > ADOPT_MAX_MS)
      return [clearOutput(closed(open, 'unknown', lastAlive))];
    const forMs = open.rule.gradual ? CONFIRM_GRADUAL_MS : this.config.coldMs + CONFIRM_MARGIN_MS;
    this.current = { ...open, unconfirmed: { untilMono: now.monoMs + forMs, lastSeen: lastAlive } };
    this.flaps.raised(open.rule.class, now.monoMs);
    return [];
  }

  /** The uppermest class that holds and may be raised now is raised; the open one, if any, makes way. */
  private takeover(): readonly IncidentOutput[] {
    const found = this.candidate();
    if (found === null) return [];
    const { rule, verdict } = found;
    const old = this.current;
    const fresh = this.raise(rule, verdict);
    const outputs: IncidentOutput[] = [{ type: 'incident', phase: 'raised', incident: fresh.incident }];
    if (old !== null) outputs.push(this.makeWay(old, fresh));
    this.current = fresh;
    this.last = null;
    if (!rule.gradual) this.line.forgetDegradation();
    return outputs;
  }

  private candidate(): { rule: IncidentRule; verdict: Verdict } | null {
    const nowMono = this.line.now.monoMs;
    let found: { rule: IncidentRule; verdict: Verdict } | null = null;
    for (const rule of INCIDENT_RULES) {
      const verdict = rule.judge(this.line);
      if (verdict === null) {
        this.heldSince.delete(rule.class);
        continue;
      }
      const heldSince = this.heldSince.get(rule.class) ?? nowMono;
      this.heldSince.set(rule.class, heldSince);
      if (found !== null || !this.mayRaise(rule, verdict)) continue;
      if (rule.isReady(this.line, nowMono - heldSince)) found = { rule, verdict };
    }
    return found;
  }

  /**
   * Parents always; a sibling takes the place of an open incident whose own kinds still fail but which is no longer
   * the whole truth. What a parent overshadowed is given time to recover with it; what began later is new.
   */
  private mayRaise(rule: IncidentRule, { since, failing }: Verdict): boolean {
    const open = this.current;
    if (open !== null) {
      if (this.witnessless && rule.ofSilence === true) return false;
      // Silence that is awaited confirms what was left open; for anything wider it is as new as after any start.
      if (open.unconfirmed !== null && failing.some((kind) => this.line.isDownEarly(kind))) return false;
      if (rule.rank !== open.rule.rank) return rule.rank < open.rule.rank;
      return open.rule.judge(this.line) === null && open.rule.persists(this.line);
    }
    if (this.last === null || rule.rank < this.last.rank) return true;
    if (since.monoMs > this.last.until.monoMs) return true;
    return this.line.now.monoMs - this.last.clearedMono >= this.config.afterParentMs;
  }

  private raise(rule: IncidentRule, verdict: Verdict): OpenIncident {
    const { now } = this.line;
    const earliest = this.last?.until;
    const since = earliest !== undefined && earliest.monoMs > verdict.since.monoMs ? earliest : verdict.since;
    const incident: Incident = {
      id: this.newId(rule.class, since),
      class: rule.class,
      sinceMs: since.wallMs,
      raisedMs: wallMs(since.wallMs + Math.max(0, now.monoMs - since.monoMs)),
      untilMs: null,
      end: null,
      parent: null,
      evidence: this.evidenceOf(verdict),
      network: this.line.networkId,
    };
    this.flaps.raised(rule.class, now.monoMs);
    return { rule, incident, sinceMono: since.monoMs, unconfirmed: null, ended: null };
  }

  private makeWay(old: OpenIncident, parent: OpenIncident): IncidentOutput {
    if (old.ended !== null) return clearOutput(closed(old, 'recovered', old.ended));
    const at = {
      wallMs: parent.incident.sinceMs,
      monoMs: monoMs(parent.sinceMono ?? this.line.now.monoMs),
    };
    return clearOutput(closed(old, 'absorbed', at, parent.incident.id));
  }

  /** Follows the open incident: confirmed, ended, come back, cleared. */
  private follow(): readonly IncidentOutput[] {
    const open = this.current;
    if (open === null) return [];
    if (open.unconfirmed !== null) return this.followUnconfirmed(open, open.unconfirmed);
    if (open.rule.persists(this.line)) {
      if (open.ended !== null) this.current = { ...open, ended: null };
      return [];
    }
    const ended = open.ended ?? this.endOf(open);
    this.current = { ...open, ended };
    if (this.line.now.monoMs - ended.monoMs < this.flaps.holdMs(open.rule.class)) return [];
    return this.clear(this.current, this.howEnded(open), ended);
  }

  private followUnconfirmed(
    open: OpenIncident,
    { untilMono, lastSeen }: NonNullable<OpenIncident['unconfirmed']>,
  ): readonly IncidentOutput[] {
    if (open.rule.judge(this.line) !== null) {
      this.current = { ...open, unconfirmed: null };
      return [];
    }
    const { failing } = open.incident.evidence;
    // Where no kind is to blame (no network at all), any that works refutes it.
    const telling: readonly Kind[] = failing.length > 0 ? failing : INTERNET_KINDS;
    const isRefuted = !open.rule.gradual && telling.some((kind) => this.line.status(kind) === 'working');
    const isOver = isRefuted || this.line.now.monoMs >= untilMono;
    return isOver ? this.clear(open, 'unknown', lastSeen) : [];
  }

  private endOf(open: OpenIncident): Instant {
    const back = open.incident.evidence.failing
      .filter((kind) => this.line.status(kind) === 'working')
      .flatMap((kind) => this.line.recoveredAt(kind) ?? []);
    const { now } = this.line;
    const latest = back.reduce<Instant | null>((a, b) => (a === null || b.monoMs > a.monoMs ? b : a), null);
    const isOld = latest === null || latest.monoMs < (open.sinceMono ?? Number.NEGATIVE_INFINITY);
    return open.rule.gradual || isOld ? now : latest;
  }

  /** Kinds that are no longer there, or no longer heard of, have not been seen to recover. */
  private howEnded(open: OpenIncident): IncidentEnd {
    const { failing } = open.incident.evidence;
    if (open.rule.gradual || failing.length === 0) return 'recovered';
    const isSeen = (kind: Kind): boolean => ['working', 'suspect'].includes(this.line.status(kind));
    return failing.some(isSeen) ? 'recovered' : 'unknown';
  }

  private clear(open: OpenIncident, end: IncidentEnd, at: Instant): readonly IncidentOutput[] {
    const nowMono = this.line.now.monoMs;
    this.current = null;
    this.witnessless = false;
    if (open.unconfirmed !== null) this.line.resume(null);
    if (end === 'recovered') {
      this.flaps.cleared(open.rule.class, nowMono);
      this.last = { rank: open.rule.rank, clearedMono: nowMono, until: at };
    }
    if (!open.rule.gradual) this.line.forgetDegradation();
    return [clearOutput(closed(open, end, at))];
  }

  private newId(name: IncidentClass, since: Instant): string {
    const base = `${name}-${Math.round(since.wallMs)}`;
    let id = base;
    for (let more = 2; this.ids.has(id); more += 1) id = `${base}-${more}`;
    this.ids.add(id);
    return id;
  }
}

const clearOutput = (incident: Incident): IncidentOutput => ({
  type: 'incident',
  phase: 'cleared',
  incident,
});
