import type { Kind } from '../../model/kind.ts';
import type { DetectorConfig, Instant } from '../types.ts';
import { LossBaseline } from './loss-baseline.ts';
import { type CusumState, QUIET, stepCusum } from './loss-cusum.ts';
import type { Probe } from './probe.ts';
import type { Degradation } from './view.ts';

/** A bin is judged this long after its end; what is concluded or taken back later is worked in. */
const CLOSE_LAG_MS = 1_500;
/** Bins kept for revisions and corroboration. */
const KEPT_BINS = 64;
/** A bin is learned from after so many more (a minute): final by then, and no part of a fault about to be named. */
const FINAL_BINS = 30;
/** An address whose loss is this far out of line with the other addresses is its own trouble. */
const OUTLIER = { memory: 1 / 100, factor: 3, margin: 0.03 } as const;
/**
 * Bins tell how often there is loss, not how much: from here on (extra loss looked for) nearly every bin of a full
 * set of anchors is lossy long before that much is lost, so the share of probes must show it as well.
 */
const SHARE_COUNTS_ABOVE = 0.05;
/** Bins whose share says that it is over (half a minute), and how far below what was looked for that is. */
const OVER_BINS = 15;
const OVER_FACTOR = 0.5;
/** The rarer of the two protocols must hold at least this share of the losses. */
const LEAST_SHARE = 0.1;

interface Bin {
  readonly index: number;
  readonly atMono: number;
  /** The first lost probe of it. */
  firstLost: Instant | null;
  isClosed: boolean;
  /** Part of a fault that was named: never learned as usual. */
  isFault: boolean;
  sent: number;
  lost: number;
  readonly byKind: Map<Kind, number>;
  readonly byAddress: Map<string, number>;
  before: CusumState;
}

const isTcp = (kind: Kind): boolean => kind === 'tcp4' || kind === 'tcp6';

/** Extra loss on the line as a whole: bins of all internet probes sent at the regular pace. */
export class LossTrack {
  private readonly config: DetectorConfig;
  private baseline: LossBaseline;
  /** Learned while the alarm is on, so that a fault does not become usual by itself. */
  private changed: LossBaseline;
  private raisedMono = 0;
  private bins: Bin[] = [];
  private closed: Bin[] = [];
  private state: CusumState = QUIET;
  private readonly rates = new Map<string, number>();
  private readonly kinds = new Set<Kind>();
  private raised: Degradation | null = null;

  constructor(config: DetectorConfig, baseline: LossBaseline) {
    this.config = config;
    this.baseline = baseline;
    this.changed = new LossBaseline(config);
  }

  concluded(probe: Probe, lost: boolean): void {
    if (!probe.counted) return;
    if (probe.loss === 'open') {
      this.rate(probe.path.address, lost ? 1 : 0);
      this.kinds.add(probe.kind.kind);
      if (this.isOutlier(probe.path.address)) {
        probe.loss = 'excluded';
        return;
      }
      probe.loss = lost ? 'lost' : 'answered';
      this.change(probe, 1, lost ? 1 : 0);
    } else if (probe.loss === 'lost' && !lost) {
      probe.loss = 'answered';
      const rate = this.rates.get(probe.path.address) ?? 0;
      this.rates.set(probe.path.address, Math.max(0, rate - OUTLIER.memory));
      this.change(probe, 0, -1);
    }
  }

  /** Judges the bins that are over. */
  tick(now: Instant): void {
    for (;;) {
      const bin = this.bins[0];
      if (bin === undefined || bin.atMono + this.config.lossBinMs + CLOSE_LAG_MS > now.monoMs) break;
      this.bins.shift();
      this.close(bin);
    }
    this.report(now.monoMs);
  }

  get alarm(): Degradation | null {
    return this.raised;
  }

  /** What was under way is void (a gap, an outage, another network); what is usual stays learned. */
  reset(baseline: LossBaseline = this.baseline): void {
    this.baseline = baseline;
    this.bins = [];
    this.closed = [];
    this.state = QUIET;
    this.raised = null;
    this.kinds.clear();
  }

  private change(probe: Probe, sent: number, lost: number): void {
    const bin = this.binOf(probe.sent);
    if (bin === null) return;
    bin.sent += sent;
    bin.lost += lost;
    if (lost > 0 && (bin.firstLost === null || probe.sent.monoMs < bin.firstLost.monoMs)) {
      bin.firstLost = probe.sent;
    }
    if (lost !== 0) {
      bin.byKind.set(probe.kind.kind, (bin.byKind.get(probe.kind.kind) ?? 0) + lost);
      bin.byAddress.set(probe.path.address, (bin.byAddress.get(probe.path.address) ?? 0) + lost);
    }
    if (bin.isClosed) this.replay(this.closed.indexOf(bin));
  }

  /** Null: too old, or voided. */
  private binOf(sent: Instant): Bin | null {
    const index = Math.floor(sent.monoMs / this.config.lossBinMs);
    for (let at = this.bins.length - 1; at >= 0; at -= 1) {
      const bin = this.bins[at];
      if (bin?.index === index) return bin;
      if (bin !== undefined && bin.index < index) break;
    }
    const lastClosed = this.closed.at(-1);
    if (lastClosed !== undefined && index <= lastClosed.index) {
      return this.closed.find((bin) => bin.index === index) ?? null;
    }
    const bin: Bin = {
      index,
      atMono: index * this.config.lossBinMs,
      firstLost: null,
      isClosed: false,
      isFault: false,
      sent: 0,
      lost: 0,
      byKind: new Map(),
      byAddress: new Map(),
      before: QUIET,
    };
    this.bins.push(bin);
    this.bins.sort((a, b) => a.index - b.index);
    return bin;
  }

  private close(bin: Bin): void {
    bin.isClosed = true;
    this.closed.push(bin);
    this.step(bin);
    bin.isFault = this.state.alarm;
    const final = this.closed.at(-1 - FINAL_BINS);
    const previous = this.closed.at(-2 - FINAL_BINS);
    if (final !== undefined && final.sent > 0) {
      const pupil = final.isFault ? this.changed : this.baseline;
      pupil.learn((previous?.lost ?? 0) > 0 ? 1 : 0, final.lost > 0 ? 1 : 0);
    }
    if (this.closed.length > KEPT_BINS) this.closed.shift();
  }

  private step(bin: Bin): void {
    bin.before = this.state;
    const state = stepCusum(this.state, bin, this.baseline, this.config, (first) => this.corroborated(first));
    this.state = state.alarm && this.isFarBelow() ? { ...QUIET, previous: state.previous } : state;
  }

  /** The loss of these bins may be as much as `least`, within two standard errors. */
  private reaches(bins: readonly Bin[], least: number): boolean {
    if (this.config.lossExtra <= SHARE_COUNTS_ABOVE) return true;
    const sent = bins.reduce((sum, bin) => sum + bin.sent, 0);
    const share = bins.reduce((sum, bin) => sum + bin.lost, 0) / Math.max(1, sent);
    return share + 2 * Math.sqrt((share * (1 - share)) / Math.max(1, sent)) >= least;
  }

  private isFarBelow(): boolean {
    return !this.reaches(this.closed.slice(-OVER_BINS), OVER_FACTOR * this.config.lossExtra);
  }

  private replay(from: number): void {
    const first = this.closed[from];
    // An alarm that was told is ended by its own test only.
    if (first === undefined || this.state.alarm) return;
    this.state = first.before;
    for (let at = from; at < this.closed.length; at += 1) {
      const bin = this.closed[at];
      if (bin !== undefined) this.step(bin);
    }
  }

  /** Loss that lasts this long has become the usual. */
  private accept(): void {
    this.baseline.become(this.changed);
    this.reset();
  }

  private report(nowMono: number): void {
    if (!this.state.alarm) {
      this.raised = null;
      return;
    }
    if (this.raised !== null) {
      if (nowMono - this.raisedMono >= this.config.acceptMs) this.accept();
      return;
    }
    const run = this.runSince(this.state.firstMono ?? 0);
    const sent = run.reduce((sum, bin) => sum + bin.sent, 0);
    const lost = run.reduce((sum, bin) => sum + bin.lost, 0);
    const kinds = [...this.kinds].filter((kind) => run.some((bin) => (bin.byKind.get(kind) ?? 0) > 0));
    const since = run.find((bin) => bin.lost > 0)?.firstLost ?? undefined;
    if (since === undefined) return;
    this.raisedMono = nowMono;
    this.changed = new LossBaseline(this.config);
    for (const bin of run) bin.isFault = true;
    this.raised = { since, sent, lost, kinds, figure: sent === 0 ? 0 : (100 * lost) / sent };
  }

  /**
   * Extra loss is the line's only if more than one address shows it, and TCP as well as ICMP if both are asked; and
   * as much as is looked for must be lost.
   */
  private corroborated(firstMono: number): boolean {
    const addresses = new Set<string>();
    let tcp = 0;
    let icmp = 0;
    for (const bin of this.runSince(firstMono)) {
      for (const [address, lost] of bin.byAddress) if (lost > 0) addresses.add(address);
      for (const [kind, lost] of bin.byKind) {
        if (isTcp(kind)) tcp += lost;
        else icmp += lost;
      }
    }
    const groups = new Set([...this.kinds].map(isTcp)).size;
    const rarer = Math.min(tcp, icmp) / Math.max(1, tcp + icmp);
    if (groups > 1 && rarer < LEAST_SHARE) return false;
    if (!this.reaches(this.runSince(firstMono), this.config.lossExtra)) return false;
    return addresses.size >= Math.min(2, this.rates.size);
  }

  private runSince(firstMono: number): readonly Bin[] {
    return this.closed.filter((bin) => bin.atMono >= firstMono);
  }

  private rate(address: string, lost: 0 | 1): void {
    const rate = this.rates.get(address) ?? 0;
    this.rates.set(address, rate + (lost - rate) * OUTLIER.memory);
  }

  private isOutlier(address: string): boolean {
    const rate = this.rates.get(address) ?? 0;
    if (rate <= OUTLIER.margin || this.rates.size < 2) return false;
    const others = [...this.rates].filter(([other]) => other !== address).map(([, value]) => value);
    others.sort((a, b) => a - b);
    const median = others[Math.floor((others.length - 1) / 2)] ?? 0;
    return rate > OUTLIER.factor * median + OUTLIER.margin;
  }
}
