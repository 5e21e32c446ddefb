import type { AnchorKey } from '../../model/anchor.ts';
import type { GapReason } from '../../model/gap.ts';
import { KINDS, type Kind } from '../../model/kind.ts';
import type { Network } from '../../model/network.ts';
import { isEvidence, isReachable, type Outcome } from '../../model/sample.ts';
import type { Availability, DetectorConfig, Instant, KindAnchor } from '../types.ts';
import { coldStart } from './cold-start.ts';
import { KindTrack } from './kind-track.ts';
import { LatencyTrack } from './latency-track.ts';
import { LossTrack } from './loss-track.ts';
import { hasRoute, isRouted, isSamePlace, isSameWay } from './network-change.ts';
import { NetworkMemory, type NetworkRecord } from './network-memory.ts';
import { PortalWatch } from './portal-watch.ts';
import { presume } from './presumption.ts';
import type { Probe } from './probe.ts';
import { type Degradation, INTERNET_KINDS, type KindStatus, type LineView } from './view.ts';

/** Probes are forgotten this long after they were sent; a reply that late counts for nothing. */
const FORGET_MS = 30_000;
/** Probes of one anchor closer together than this share of the interval belong to a burst. */
const REGULAR_SHARE = 0.85;
/** The record of the time before a network is named. */
const UNNAMED = 'unknown';

const isInternet = (kind: Kind): boolean => (INTERNET_KINDS as readonly Kind[]).includes(kind);

/** What failed where when an earlier run ended. */
interface Left {
  readonly network: string;
  readonly kinds: readonly Kind[];
}

/** What is known of the line now: every kind over its anchors, the network, and the gradual faults. */
export class Line implements LineView {
  readonly config: DetectorConfig;
  readonly portal = new PortalWatch();
  now: Instant;
  networkId = UNNAMED;
  private readonly memory: NetworkMemory;
  private readonly kinds = new Map<Kind, KindTrack>();
  private readonly probes = new Map<number, Probe>();
  private readonly lossTrack: LossTrack;
  private readonly latencyTrack: LatencyTrack;
  private record: NetworkRecord;
  private network: Network | null = null;
  private noNetworkSince: Instant | null = null;
  private localNotBeforeMono: number;
  private presumeFromMono: number;
  private left: Left | null = null;
  /** Kinds that worked on the last network there was. */
  private lastWorked: ReadonlySet<Kind> = new Set();

  constructor(config: DetectorConfig, start: Instant) {
    this.config = config;
    this.now = start;
    this.memory = new NetworkMemory(config);
    this.record = this.memory.use(UNNAMED);
    this.lossTrack = new LossTrack(config, this.record.loss);
    this.latencyTrack = new LatencyTrack(config, this.record.latency);
    this.localNotBeforeMono = start.monoMs + config.coldMs;
    this.presumeFromMono = start.monoMs + config.presumeMs;
    for (const { kind, anchor } of config.anchors) this.track(kind).path(anchor);
  }

  sent(id: number, kind: Kind, anchor: AnchorKey): void {
    if (this.probes.has(id)) return;
    const track = this.track(kind);
    const path = track.path(anchor);
    const nowMono = this.now.monoMs;
    const isRegular = nowMono - path.lastCountedMono >= REGULAR_SHARE * this.config.intervalMs;
    const counted = isRegular && isInternet(kind) && isHeard(track.status);
    if (isRegular) path.lastCountedMono = nowMono;
    const deadline = nowMono + path.usualMs + this.config.suspicionMs;
    const probe: Probe = {
      id,
      kind: track,
      path,
      sent: this.now,
      deadline,
      state: 'pending',
      counted,
      loss: 'open',
    };
    this.probes.set(id, probe);
    track.sent(probe);
  }

  /** True when the kind's status may have changed. */
  result(id: number, outcome: Outcome, rttMs: number | null): boolean {
    const probe = this.probes.get(id);
    if (probe === undefined || probe.state === 'void') return false;
    if (!isEvidence(outcome)) {
      if (probe.state === 'pending') probe.kind.dropped(probe);
      return false;
    }
    if (!isReachable(outcome)) {
      probe.kind.failed(probe, this.now);
      if (probe.state === 'overdue') this.lossTrack.concluded(probe, true);
      return true;
    }
    if (probe.state === 'answered') return false;
    probe.kind.answered(probe, rttMs, this.now);
    this.lossTrack.concluded(probe, false);
    if (rttMs !== null && probe.counted && outcome !== 'late') {
      this.latencyTrack.reply(probe.kind.kind, probe.path, rttMs);
    }
    return probe.kind.status !== 'working';
  }

  /** Judges everything anew. */
  judge(): void {
    let hasFallen = false;
    for (const track of this.kinds.values()) {
      const before = track.status;
      track.expire(this.now);
      const status = track.judge(this.now);
      if (status === 'working' && track.worked) this.record.worked.add(track.kind);
      hasFallen ||= status === 'down' && before !== 'down' && isInternet(track.kind);
    }
    if (hasFallen && this.lossTrack.alarm === null) this.lossTrack.reset();
    if (hasFallen && this.latencyTrack.alarm === null) this.latencyTrack.reset();
    this.presume();
    this.lossTrack.tick(this.now);
    this.latencyTrack.tick(this.now);
    this.forgetProbes();
  }

  anchors(anchors: readonly KindAnchor[]): void {
    for (const kind of KINDS) {
      const wanted = new Set(anchors.filter((each) => each.kind === kind).map((each) => each.anchor));
      const track = this.kinds.get(kind);
      if (wanted.size === 0) {
        if (track !== undefined) this.forgetKind(track);
        continue;
      }
      this.keepPaths(this.track(kind), wanted);
    }
  }

  /** `unwatched`: so long that nothing known before can be trusted. */
  gap(reason: GapReason, unwatched: boolean): void {
    const cold = coldStart(this.config, reason === 'sleep' ? 'wake' : 'move');
    this.probes.clear();
    for (const track of this.kinds.values()) {
      if (unwatched) track.restart(this.now, cold, this.record.worked.has(track.kind));
      else track.void(this.now.monoMs + this.config.settleMs);
    }
    this.forgetDegradation();
    if (!unwatched) return;
    this.portal.reset();
    this.localNotBeforeMono = this.now.monoMs + cold.forMs;
    this.presumeFromMono = this.now.monoMs + cold.forMs + this.config.presumeMs;
  }

  /** True when this is another place: what was known of the line before is void. */
  enter(network: Network, carried: readonly Kind[]): boolean {
    const previous = this.network;
    const from = this.record;
    this.network = network;
    if (network.id === this.networkId) {
      this.route(network);
      return false;
    }
    this.networkId = network.id;
    // A network that has worked since the start, or the wake, is missed as soon as it is gone.
    if ([...this.kinds.values()].some((track) => track.isProven)) this.localNotBeforeMono = this.now.monoMs;
    if (previous === null || hasRoute(previous)) this.lastWorked = from.worked;
    this.record = this.memory.use(network.id);
    this.noteNetworkLoss(network);
    const isFirst = previous === null;
    for (const kind of from.worked) {
      if (isFirst || isSameWay(kind, previous, network)) this.record.worked.add(kind);
    }
    const isMove = !isFirst && !isSamePlace(previous, network);
    for (const track of this.kinds.values()) {
      const worked = this.record.worked.has(track.kind);
      if (isMove) track.restart(this.now, coldStart(this.config, 'move'), worked);
      else track.recall(worked);
    }
    this.route(network);
    if (isFirst) this.missLeft();
    if (isMove) {
      this.move();
      this.carry(carried);
    }
    this.lossTrack.reset(this.record.loss);
    this.latencyTrack.reset(this.record.latency);
    return isMove;
  }

  /** An earlier run's account of which kinds work where, and the kinds that failed in what it left open. */
  adopt(availability: readonly Availability[], carried: readonly Kind[]): void {
    this.memory.adopt(availability);
    this.record = this.memory.use(this.networkId);
    for (const track of this.kinds.values()) track.recall(this.record.worked.has(track.kind));
    this.carry(carried);
  }

  /** These kinds failed on that network when an earlier run ended; null once that is confirmed to be over. */
  resume(left: Left | null): void {
    this.left = left;
    for (const track of this.kinds.values()) track.missed = false;
    this.missLeft();
  }

  exportAvailability(): readonly Availability[] {
    return this.memory.export().filter((each) => each.network !== UNNAMED);
  }

  /** Gradual faults are judged afresh: an outage has begun or ended. */
  forgetDegradation(): void {
    this.lossTrack.reset();
    this.latencyTrack.reset();
  }

  status(kind: Kind): KindStatus {
    return this.kinds.get(kind)?.status ?? 'absent';
  }

  failingSince(kind: Kind): Instant | null {
    return this.kinds.get(kind)?.since ?? null;
  }

  recoveredAt(kind: Kind): Instant | null {
    return this.kinds.get(kind)?.recoveredAt ?? null;
  }

  answeredBeside(kind: Kind, since: Instant): boolean {
    const { besideMs } = this.config;
    const sentMono = this.kinds.get(kind)?.newestAnsweredBy(this.now.monoMs - besideMs);
    return sentMono !== undefined && sentMono >= since.monoMs + besideMs;
  }

  isSilent(kind: Kind): boolean {
    const track = this.kinds.get(kind);
    return track !== undefined && track.silentMs(this.now.monoMs) >= this.config.besideMs;
  }

  isDownEarly(kind: Kind): boolean {
    return this.kinds.get(kind)?.isDownEarly(this.now.monoMs) ?? false;
  }

  isMute(kind: Kind): boolean {
    const track = this.kinds.get(kind);
    if (track === undefined || track.status !== 'unknown') return false;
    return track.silentMs(this.now.monoMs) >= this.config.totalSilenceMs;
  }

  get noNetwork(): LineView['noNetwork'] {
    const since = this.noNetworkSince;
    if (since === null) return null;
    const from = Math.max(since.monoMs + this.config.localHoldMs, this.localNotBeforeMono);
    return { since, established: this.now.monoMs >= from };
  }

  get captive(): boolean {
    return this.portal.captive;
  }

  get loss(): Degradation | null {
    return this.lossTrack.alarm;
  }

  get latency(): Degradation | null {
    return this.latencyTrack.alarm;
  }

  /** Kinds worth probing faster: not decided yet, or about to come back. */
  get hurried(): readonly Kind[] {
    const all = [...this.kinds.values()];
    return all.filter((track) => track.status === 'suspect' || track.stirring).map((track) => track.kind);
  }

  /** Probes lost and sent in the failing runs of these kinds. */
  countRun(kinds: readonly Kind[]): { readonly lost: number; readonly sent: number } {
    const tracks = kinds.flatMap((kind) => this.kinds.get(kind) ?? []);
    return {
      lost: tracks.reduce((sum, track) => sum + track.lost, 0),
      sent: tracks.reduce((sum, track) => sum + track.sentInRun, 0),
    };
  }

  /** It has worked on this network or, while there is none, on the last one. */
  hasWorked(kind: Kind): boolean {
    return this.noNetworkSince !== null ? this.lastWorked.has(kind) : this.record.worked.has(kind);
  }

  private track(kind: Kind): KindTrack {
    const known = this.kinds.get(kind);
    if (known !== undefined) return known;
    const track = new KindTrack(kind, this.config, this.now.monoMs);
    track.worked = this.record.worked.has(kind);
    if (this.network !== null) track.routed = isRouted(kind, this.network);
    this.kinds.set(kind, track);
    return track;
  }

  private keepPaths(track: KindTrack, wanted: ReadonlySet<AnchorKey>): void {
    for (const anchor of [...track.paths.keys()]) if (!wanted.has(anchor)) track.paths.delete(anchor);
    for (const anchor of wanted) track.path(anchor);
    for (const probe of [...this.probes.values()]) {
      if (probe.kind === track && !wanted.has(probe.path.anchor)) this.forgetProbe(probe);
    }
  }

  private forgetKind(track: KindTrack): void {
    this.kinds.delete(track.kind);
    for (const probe of [...this.probes.values()]) if (probe.kind === track) this.forgetProbe(probe);
  }

  private forgetProbe(probe: Probe): void {
    if (probe.state === 'pending' || probe.state === 'overdue') probe.kind.dropped(probe);
    this.probes.delete(probe.id);
  }

  private route(network: Network): void {
    for (const track of this.kinds.values()) {
      const routed = isRouted(track.kind, network);
      if (routed === track.routed) continue;
      track.routed = routed;
      track.restart(this.now, coldStart(this.config, 'move'), this.record.worked.has(track.kind));
    }
  }

  private noteNetworkLoss(network: Network): void {
    if (hasRoute(network)) this.noNetworkSince = null;
    else this.noNetworkSince ??= this.now;
  }

  private presume(): void {
    const isDue = this.now.monoMs >= this.presumeFromMono && this.status('dns') !== 'working';
    const tracks = INTERNET_KINDS.flatMap((kind) => this.kinds.get(kind) ?? []);
    presume(tracks, isDue, (track) => track.restart(this.now, coldStart(this.config, 'move'), false));
  }

  /** Kinds that failed in an incident are taken for ones that work here too, until one shows that they don't. */
  private carry(kinds: readonly Kind[]): void {
    for (const track of this.kinds.values()) {
      if (isInternet(track.kind) && kinds.includes(track.kind)) track.presumed = !track.worked;
    }
  }

  private missLeft(): void {
    if (this.left?.network !== this.networkId) return;
    for (const kind of this.left.kinds) {
      const track = this.kinds.get(kind);
      if (track !== undefined) track.missed = true;
    }
  }

  private move(): void {
    this.probes.clear();
    this.portal.reset();
    this.presumeFromMono = this.now.monoMs + this.config.presumeMs;
  }

  private forgetProbes(): void {
    for (const probe of this.probes.values()) {
      if (this.now.monoMs - probe.sent.monoMs < FORGET_MS) return;
      this.probes.delete(probe.id);
    }
  }
}

const isHeard = (status: KindStatus): boolean => status === 'working' || status === 'suspect';
