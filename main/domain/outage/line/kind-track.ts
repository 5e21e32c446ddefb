import type { AnchorKey } from '../../model/anchor.ts';
import type { Kind } from '../../model/kind.ts';
import type { DetectorConfig, Instant } from '../types.ts';
import { AnswerHistory } from './answer-history.ts';
import { type ColdStart, coldStart } from './cold-start.ts';
import { PathTrack } from './path-track.ts';
import type { Probe } from './probe.ts';
import { Recovery } from './recovery.ts';
import type { KindStatus } from './view.ts';

/** Unanswered probes remembered one by one: more than a burst can send before the last late reply. */
const RUN_REMEMBERED = 256;
/** Probes that must have been tried before a kind is called unavailable. */
const UNAVAILABLE_TRIES = 3;

/**
 * One kind over all its anchors. The failing run is what was sent after the last answered probe: an answer to a
 * later probe proves the path, whatever became of earlier ones, so a dead anchor among live ones makes no run.
 */
export class KindTrack {
  readonly kind: Kind;
  readonly paths = new Map<AnchorKey, PathTrack>();
  status: KindStatus = 'unknown';
  /** It has worked on this network, in this run or by an earlier run's account. */
  worked = false;
  /** Taken for one that works here, since nothing else is known of this network. */
  presumed = false;
  /** It failed in the open incident of an earlier run: its silence is no surprise and needs no cold time. */
  missed = false;
  /** The network has a route for it. */
  routed = true;
  /** When it works again after `down`: the first answer. */
  recoveredAt: Instant | null = null;

  private readonly config: DetectorConfig;
  private pending: Probe[] = [];
  private run: Probe[] = [];
  private runFirst: Instant | null = null;
  private downSince: Instant | null = null;
  private runLost = 0;
  private runSent = 0;
  private replies = 0;
  private tries = 0;
  private lastAnsweredSentMono = Number.NEGATIVE_INFINITY;
  private lastReplyMono: number;
  private lastEvidenceMono: number;
  private lastSentMono = Number.NEGATIVE_INFINITY;
  private startedMono: number;
  private cold: ColdStart;
  private coldUntilMono: number;
  private repliedSinceStart = false;
  private recovery: Recovery;
  private readonly answers: AnswerHistory;

  constructor(kind: Kind, config: DetectorConfig, nowMono: number) {
    this.kind = kind;
    this.config = config;
    this.startedMono = nowMono;
    this.lastReplyMono = nowMono;
    this.lastEvidenceMono = nowMono;
    this.cold = coldStart(config, 'start');
    this.coldUntilMono = nowMono + this.cold.forMs;
    this.recovery = new Recovery(config);
    this.answers = new AnswerHistory(config.besideMs);
  }

  path(anchor: AnchorKey): PathTrack {
    const known = this.paths.get(anchor);
    if (known !== undefined) return known;
    const path = new PathTrack(anchor);
    this.paths.set(anchor, path);
    return path;
  }

  sent(probe: Probe): void {
    this.lastSentMono = probe.sent.monoMs;
    this.tries += 1;
    this.pending.push(probe);
    this.runSent += 1;
    this.runFirst ??= probe.sent;
    this.run.push(probe);
    if (this.run.length > RUN_REMEMBERED) this.run.shift();
  }

  answered(probe: Probe, rttMs: number | null, at: Instant): void {
    this.settle(probe, 'answered');
    probe.path.reply(rttMs, at.monoMs);
    this.replies += 1;
    this.repliedSinceStart = true;
    this.worked = true;
    this.lastReplyMono = Math.max(this.lastReplyMono, at.monoMs);
    this.lastEvidenceMono = at.monoMs;
    this.answers.note(probe.sent.monoMs, at.monoMs);
    if (probe.sent.monoMs >= this.lastAnsweredSentMono) this.cutRun(probe.sent.monoMs);
    if (this.status === 'down') this.recovery.note(probe.path, true, at, this.paths.size);
  }

  failed(probe: Probe, at: Instant): void {
    if (probe.state !== 'pending') return;
    this.settle(probe, 'overdue');
    probe.path.failure();
    this.lastEvidenceMono = at.monoMs;
    if (probe.sent.monoMs > this.lastAnsweredSentMono) this.runLost += 1;
    if (this.status === 'down') this.recovery.note(probe.path, false, at, this.paths.size);
  }

  /** The probe says nothing: it was never sent, or taken in a stall. */
  dropped(probe: Probe): void {
    this.settle(probe, 'void');
    this.run = this.run.filter((other) => other !== probe);
    this.recountRun();
  }

  /** Calls overdue what is. */
  expire(now: Instant): void {
    if (this.pending.length === 0) return;
    for (const probe of this.pending.filter((each) => each.deadline <= now.monoMs)) this.failed(probe, now);
  }

  judge(now: Instant): KindStatus {
    const before = this.status;
    this.status = this.next(now.monoMs);
    if (this.status === 'down' && before !== 'down') this.enterDown();
    if (this.status === 'working') this.presumed = false;
    return this.status;
  }

  /** Probes in flight and the failing run are void; what is known of the kind stays. */
  void(settledMono: number): void {
    for (const probe of this.pending) probe.state = 'void';
    this.pending = [];
    this.run = [];
    this.resetRun();
    this.lastReplyMono = settledMono;
    this.lastEvidenceMono = settledMono;
    this.recovery = new Recovery(this.config);
  }

  /** Begins afresh: unknown, and not called down before the cold time has passed or it has proven to work. */
  restart(now: Instant, cold: ColdStart, worked: boolean): void {
    this.void(now.monoMs);
    this.status = 'unknown';
    this.worked = worked;
    this.presumed = false;
    this.missed = false;
    this.replies = 0;
    this.tries = 0;
    this.repliedSinceStart = false;
    this.recoveredAt = null;
    this.startedMono = now.monoMs;
    this.cold = cold;
    this.coldUntilMono = now.monoMs + cold.forMs;
    for (const path of this.paths.values()) path.streak = 0;
  }

  /** It is known to have worked on this network. */
  recall(worked: boolean): void {
    this.worked ||= worked;
    if (this.worked) this.presumed = false;
  }

  /** The first probe that failed. While it is down, answers that do not suffice to bring it back change nothing. */
  get since(): Instant | null {
    return this.status === 'down' ? this.downSince : this.runFirst;
  }

  get lost(): number {
    return this.runLost;
  }

  get sentInRun(): number {
    return this.runSent;
  }

  get overdue(): boolean {
    return this.runLost > 0;
  }

  /** Nothing has been heard since it was last begun afresh. */
  get mute(): boolean {
    return !this.repliedSinceStart;
  }

  get triedEnough(): boolean {
    return this.tries >= UNAVAILABLE_TRIES;
  }

  /** It has answered often enough since it was last begun afresh to be missed. */
  get isProven(): boolean {
    return this.replies >= this.cold.provenReplies;
  }

  /** Down, but answers have been seen: a burst decides sooner. */
  get stirring(): boolean {
    return this.status === 'down' && this.recovery.stirring;
  }

  /** Down although its cold time still runs, for it was down already when the earlier run ended. */
  isDownEarly(nowMono: number): boolean {
    return this.missed && this.mute && nowMono < this.coldUntilMono;
  }

  /** When the newest probe was sent of those answered by `atMono`. */
  newestAnsweredBy(atMono: number): number {
    return this.answers.newestSentBy(atMono);
  }

  silentMs(nowMono: number): number {
    return nowMono - this.lastReplyMono;
  }

  sinceStartMs(nowMono: number): number {
    return nowMono - this.startedMono;
  }

  private next(nowMono: number): KindStatus {
    if (this.paths.size === 0 && this.tries === 0) return 'absent';
    if (!this.routed) return 'unavailable';
    if (this.status === 'down') return this.nextFromDown();
    if (!this.repliedSinceStart) return this.nextFromSilence(nowMono);
    if (!this.worked && this.silentMs(nowMono) >= this.config.availabilityMs && this.overdue) {
      this.repliedSinceStart = false;
      return 'unavailable';
    }
    if (this.isDown(nowMono)) {
      if (nowMono >= this.coldUntilMono || this.isProven) return 'down';
      this.repliedSinceStart = false;
      return 'unknown';
    }
    const staleMs = Math.max(this.config.staleMs, 3 * this.config.intervalMs);
    if (nowMono - this.lastEvidenceMono > staleMs) return 'unknown';
    return this.overdue ? 'suspect' : 'working';
  }

  private nextFromSilence(nowMono: number): KindStatus {
    if (!this.worked && !this.presumed) {
      const known = this.sinceStartMs(nowMono) >= this.config.availabilityMs && this.triedEnough;
      return known ? 'unavailable' : this.status === 'unavailable' ? 'unavailable' : 'unknown';
    }
    const isAwaited = nowMono >= this.coldUntilMono || this.missed;
    return isAwaited && this.isDown(nowMono) ? 'down' : 'unknown';
  }

  private nextFromDown(): KindStatus {
    const paths = [...this.paths.values()];
    const alive = paths.filter((path) => path.wasAlive).length;
    const since = this.recovery.recovered(paths, paths.length, Math.max(1, alive));
    if (since === null) return 'down';
    this.recoveredAt = since;
    this.worked = true;
    return 'working';
  }

  private isDown(nowMono: number): boolean {
    if (!this.worked && !this.presumed) return false;
    const single = this.paths.size < 2;
    const needed = single ? this.config.totalOverdueSingle : this.config.totalOverdue;
    // Silence proves nothing while nobody asks.
    const asking = nowMono - this.lastSentMono <= this.config.intervalMs + 1_000;
    return asking && this.runLost >= needed && this.silentMs(nowMono) >= this.config.totalSilenceMs;
  }

  private enterDown(): void {
    this.recovery = new Recovery(this.config);
    this.recoveredAt = null;
    this.downSince = this.runFirst;
    for (const path of this.paths.values()) {
      path.freezeAlive(this.lastReplyMono);
      path.streak = 0;
    }
  }

  private settle(probe: Probe, state: Probe['state']): void {
    if (probe.state === 'pending') {
      const index = this.pending.indexOf(probe);
      if (index >= 0) this.pending.splice(index, 1);
    }
    probe.state = state;
  }

  /** The run now begins after the probe sent at `sentMono`, which was answered. */
  private cutRun(sentMono: number): void {
    this.lastAnsweredSentMono = sentMono;
    let done = 0;
    while (done < this.run.length && (this.run[done]?.sent.monoMs ?? Infinity) <= sentMono) done += 1;
    this.run.splice(0, done);
    this.recountRun();
  }

  private recountRun(): void {
    const first = this.run[0];
    if (first === undefined) {
      this.resetRun();
      return;
    }
    if (this.run.length < RUN_REMEMBERED) {
      this.runFirst = first.sent;
      this.runSent = this.run.length;
    }
    let lost = 0;
    for (const probe of this.run) if (probe.state === 'overdue') lost += 1;
    this.runLost = lost;
  }

  private resetRun(): void {
    this.runFirst = null;
    this.runLost = 0;
    this.runSent = 0;
  }
}
