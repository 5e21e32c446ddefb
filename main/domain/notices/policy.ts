import type { Gap } from '../model/gap.ts';
import type { Incident } from '../model/incident.ts';
import { type WallMs, wallMs } from '../model/units.ts';
import type { Instant } from '../outage/types.ts';
import { CLASS_WORDS } from '../words/class-words.ts';
import { type Left, readLeft } from './adoption.ts';
import { digestIncidents, digestWords, type Missed } from './digest.ts';
import { Gate } from './gate.ts';
import { MissedList } from './missed-list.ts';
import { begunWords, endedWords, forgottenWords, type NoticeWords } from './notice-text.ts';
import type { Quiet } from './quiet-hours.ts';
import { Heirs, type Tracked, tracked } from './tracked.ts';
import type {
  Delivery,
  NoticeInput,
  NoticeKind,
  NoticeOutput,
  NoticePolicy,
  NoticePolicyOptions,
} from './types.ts';

/** A gap this long has had its user look elsewhere. */
const AWAY_MS = 300_000;
/** A tick that comes this much too late was held up: by a sleep, perhaps, of which nothing has been heard yet. */
const LATE_MS = 5_000;
/** So long the news of it is waited for. */
const HOLD_MS = 3_000;

const DIGEST_TAG = 'digest';

/**
 * Invariants: a notice is given once; each begin that was given gets one end; one place on the desktop for an
 * incident and all that absorb it; nothing is shown in quiet hours.
 */
class Policy implements NoticePolicy {
  readonly #zone: string | undefined;
  readonly #gate: Gate;
  readonly #open = new Map<string, Tracked>();
  readonly #heirs = new Heirs();
  readonly #missed = new MissedList();
  readonly #ids = new Set<string>();
  /** Places on the desktop where a begin stands. */
  readonly #standing = new Set<string>();
  #at: Instant | null = null;
  /** When the next tick was asked for. */
  #expectedMs: WallMs | null = null;
  #holdUntilMonoMs = Number.NEGATIVE_INFINITY;
  #wasAway = false;

  constructor(options: NoticePolicyOptions) {
    this.#zone = options.zone;
    this.#gate = new Gate(options);
  }

  step(input: NoticeInput): readonly NoticeOutput[] {
    const { at } = input;
    if ((input.type === 'tick' || input.type === 'settings') && this.#isLate(at)) {
      this.#holdUntilMonoMs = at.monoMs + HOLD_MS;
    }
    this.#at = at;
    const outputs = this.#take(input);
    this.#expectedMs = this.nextDueMs;
    return outputs;
  }

  quiet(atMs: WallMs): Quiet {
    return this.#gate.quiet({ wallMs: atMs });
  }

  get nextDueMs(): WallMs | null {
    const at = this.#at;
    if (at === null) return null;
    const wallOf = (monoMs: number): number =>
      at.wallMs + Math.max(monoMs, this.#holdUntilMonoMs) - at.monoMs;
    const begin = this.#firstDueMonoMs();
    const digestMs = this.#digestDueMs(at, wallOf);
    const due = [...(begin === null ? [] : [wallOf(begin)]), ...(digestMs === null ? [] : [digestMs])];
    return due.length === 0 ? null : wallMs(Math.max(at.wallMs, Math.min(...due)));
  }

  #take(input: NoticeInput): readonly NoticeOutput[] {
    const { at } = input;
    switch (input.type) {
      case 'incident':
        // What the raised one absorbs is told next, and has its place on the desktop: nothing is told before.
        if (input.phase === 'cleared') return [...this.#clear(input.incident, at), ...this.#due(at)];
        this.#raise(input.incident, at);
        return [];
      case 'gap':
        // Incidents that it ended are told next.
        this.#wasAway ||= isAway(input.gap);
        return [];
      case 'settings':
        this.#gate.settings = input.settings;
        return this.#due(at);
      case 'tick':
        return this.#due(at);
      case 'adopt':
        return this.#adopt(readLeft(input), at);
    }
  }

  #isLate(at: Instant): boolean {
    if (this.#at === null) return false;
    const drift = at.wallMs - this.#at.wallMs - (at.monoMs - this.#at.monoMs);
    const isOverdue = this.#expectedMs !== null && at.wallMs - this.#expectedMs > LATE_MS;
    return Math.abs(drift) > LATE_MS || isOverdue;
  }

  #raise(incident: Incident, at: Instant): void {
    if (this.#open.has(incident.id) || this.#ids.has(noticeId(incident.id, 'begun'))) return;
    const sinceMonoMs = at.monoMs - Math.max(0, incident.raisedMs - incident.sinceMs);
    this.#open.set(incident.id, tracked(incident, sinceMonoMs, at.monoMs));
  }

  #clear(incident: Incident, at: Instant): readonly NoticeOutput[] {
    const one = this.#open.get(incident.id);
    if (one === undefined) return [];
    this.#open.delete(incident.id);
    this.#missed.update(incident);
    one.incident = incident;
    const children = this.#heirs.take(incident.id);
    const parent = incident.end === 'absorbed' ? this.#open.get(incident.parent ?? '') : undefined;
    if (parent !== undefined) {
      return this.#makeWay(one.begun === null ? children : [...children, one], parent, at);
    }
    if (one.begun === null) return children.flatMap((child) => this.#end(child, { at, after: incident }));
    return this.#end(one, { at });
  }

  #makeWay(children: readonly Tracked[], parent: Tracked, at: Instant): readonly NoticeOutput[] {
    if (parent.begun !== null) return children.flatMap((child) => this.#endUnder(child, parent, at));
    if (children.length > 0) this.#heirs.add(parent, children);
    return [];
  }

  #due(at: Instant): readonly NoticeOutput[] {
    if (at.monoMs < this.#holdUntilMonoMs) return [];
    const due = [...this.#open.values()].filter(
      (one) => one.begun === null && at.monoMs >= this.#dueMonoMs(one),
    );
    return [...this.#digest(at), ...due.flatMap((one) => this.#begin(one, at))];
  }

  #dueMonoMs({ sinceMonoMs, notBeforeMonoMs }: Tracked): number {
    return Math.max(sinceMonoMs + this.#gate.settings.notifyAfterMs, notBeforeMonoMs);
  }

  #firstDueMonoMs(): number | null {
    const waiting = [...this.#open.values()].filter(({ begun }) => begun === null);
    return waiting.length === 0 ? null : Math.min(...waiting.map((one) => this.#dueMonoMs(one)));
  }

  #begin(one: Tracked, at: Instant): readonly NoticeOutput[] {
    const { incident, tag } = one;
    const delivery = this.#gate.forBegin(incident.class, at);
    one.begun = delivery;
    one.told = delivery === 'shown';
    const ends = this.#heirs.take(incident.id).flatMap((child) => this.#endUnder(child, one, at));
    this.#missed.add(one, delivery);
    if (one.told) {
      this.#gate.shown(incident.class, at.monoMs);
      this.#standing.add(tag);
    }
    const urgent = CLASS_WORDS[incident.class].state === 'down';
    const words = begunWords(incident, { nowMs: at.wallMs, zone: this.#zone });
    return [
      ...ends,
      ...this.#give({ kind: 'begun', incident: incident.id, words, delivery, at, tag, urgent }),
    ];
  }

  #endUnder(child: Tracked, parent: Tracked, at: Instant): readonly NoticeOutput[] {
    const isReplaced = child.told && parent.told && child.tag === parent.tag;
    return this.#end(child, isReplaced ? { at, delivery: 'replaced' } : { at });
  }

  #end(
    one: Tracked,
    how: { readonly at: Instant; readonly after?: Incident; readonly delivery?: Delivery },
  ): readonly NoticeOutput[] {
    const { incident, tag } = one;
    const { at, after = null } = how;
    // Whose begin was not shown has no end to show, and for the same reason.
    const byGate = one.told ? this.#gate.forEnd(incident.class, at) : (one.begun ?? 'off');
    const delivery = how.delivery ?? byGate;
    this.#missed.add(one, delivery);
    if (delivery === 'shown') this.#gate.shown(incident.class, at.monoMs);
    // What stands there still is the business of the next digest, or of what took the place.
    if (delivery !== 'quiet-hours' && delivery !== 'replaced') this.#standing.delete(tag);
    const words = endedWords(incident, after, { nowMs: at.wallMs, zone: this.#zone });
    return this.#give({ kind: 'ended', incident: incident.id, words, delivery, at, tag, urgent: false });
  }

  #digestDueMs(at: Instant, wallOf: (monoMs: number) => number): number | null {
    if (!this.#wasAway && !this.#missed.ofQuietHours) return null;
    const quiet = this.#gate.quiet(at);
    return quiet.active ? quiet.untilMs : wallOf(at.monoMs);
  }

  #digest(at: Instant): readonly NoticeOutput[] {
    if (this.#gate.quiet(at).active) return [];
    const isDue = this.#wasAway || this.#missed.ofQuietHours;
    this.#wasAway = false;
    if (!isDue || this.#missed.isEmpty) return [];
    const { enabled, muted } = this.#gate.settings;
    const missed = this.#missed.takeAll().filter(({ incident }) => !muted.includes(incident.class));
    this.#markTold(missed, enabled);
    return enabled && missed.length > 0 ? this.#giveDigest(missed, at) : [];
  }

  /** What a digest has told of ends in sight; what nobody was told of ends unseen. */
  #markTold(missed: readonly Missed[], enabled: boolean): void {
    const ids = new Set(missed.map(({ incident }) => incident.id));
    for (const one of [...this.#open.values(), ...this.#heirs.all]) {
      if (!ids.has(one.incident.id)) continue;
      if (enabled) one.told = true;
      else if (!one.told) one.begun = 'off';
    }
  }

  #giveDigest(missed: readonly Missed[], at: Instant): readonly NoticeOutput[] {
    const told = digestIncidents(missed);
    const tag = missed.find((one) => this.#standing.has(one.tag))?.tag ?? DIGEST_TAG;
    const open = new Set(missed.filter(({ incident }) => incident.untilMs === null).map((one) => one.tag));
    for (const one of missed) if (!open.has(one.tag)) this.#standing.delete(one.tag);
    return this.#give({
      kind: 'digest',
      incident: told.length === 1 ? (told[0]?.id ?? null) : null,
      words: digestWords(missed, { nowMs: at.wallMs, zone: this.#zone }),
      delivery: 'shown',
      at,
      tag,
      urgent: false,
    });
  }

  #adopt(left: Left, at: Instant): readonly NoticeOutput[] {
    for (const id of left.ids) this.#ids.add(id);
    for (const { class: name, monoMs } of left.shown) this.#gate.shown(name, monoMs);
    for (const one of [...left.told, ...left.waiting]) this.#open.set(one.incident.id, one);
    for (const { one, why } of left.missed) this.#missed.add(one, why);
    const ended = left.told.map(({ incident }) => incident).filter(({ untilMs }) => untilMs !== null);
    return [
      ...ended.flatMap((incident) => this.#clear(incident, at)),
      ...left.forgotten.flatMap(({ incident, title, delivery, told }) =>
        this.#give({
          kind: 'ended',
          incident,
          words: forgottenWords(title),
          delivery: told ? this.#gate.forEnd(null, at) : delivery,
          at,
          tag: incident,
          urgent: false,
        }),
      ),
    ];
  }

  #give(what: {
    readonly kind: NoticeKind;
    readonly incident: string | null;
    readonly words: NoticeWords;
    readonly delivery: Delivery;
    readonly at: Instant;
    readonly tag: string;
    readonly urgent: boolean;
  }): readonly NoticeOutput[] {
    const { kind, incident, words, delivery, tag, urgent } = what;
    const atMs = wallMs(Math.round(what.at.wallMs));
    const id = kind === 'digest' ? this.#freshId(`digest-${atMs}`) : noticeId(incident ?? '', kind);
    this.#ids.add(id);
    return [{ notice: { id, kind, incident, atMs, ...words, delivery }, tag, urgent }];
  }

  #freshId(base: string): string {
    let id = base;
    for (let more = 2; this.#ids.has(id); more += 1) id = `${base}-${more}`;
    return id;
  }
}

const noticeId = (incident: string, kind: NoticeKind): string => `${incident}:${kind}`;

function isAway({ reason, fromMs, toMs }: Gap): boolean {
  return (reason === 'sleep' || reason === 'pause' || reason === 'not-running') && toMs - fromMs >= AWAY_MS;
}

export const createNoticePolicy = (options: NoticePolicyOptions): NoticePolicy => new Policy(options);
