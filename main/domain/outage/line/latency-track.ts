import type { Kind } from '../../model/kind.ts';
import type { DetectorConfig, Instant } from '../types.ts';
import type { LatencyBaselines } from './latency-baselines.ts';
import type { PathTrack } from './path-track.ts';
import type { Degradation } from './view.ts';

/** Round trips that make a window's median worth something. */
const LEAST_REPLIES = 3;
/** The shift is over when it is below this share of what raised it. */
const CLEAR_SHARE = 0.6;

interface PathWindow {
  readonly kind: Kind;
  readonly path: PathTrack;
  rtts: number[];
  /** Windows in a row above the alarm's, and below the clear's threshold. */
  high: number;
  low: number;
  excessMs: number;
}

/**
 * A lasting shift of the round trip: windows of 10 s, their medians against each anchor's usual one. Only medians
 * count, so single slow packets are nothing, and at least two addresses must agree.
 */
export class LatencyTrack {
  private readonly config: DetectorConfig;
  private baselines: LatencyBaselines;
  private readonly windows = new Map<PathTrack, PathWindow>();
  private startedAt: Instant | null = null;
  private history: Instant[] = [];
  private raised: { since: Instant; alarm: Degradation; raisedMono: number } | null = null;

  constructor(config: DetectorConfig, baselines: LatencyBaselines) {
    this.config = config;
    this.baselines = baselines;
  }

  reply(kind: Kind, path: PathTrack, rttMs: number): void {
    const window = this.windows.get(path) ?? { kind, path, rtts: [], high: 0, low: 0, excessMs: 0 };
    this.windows.set(path, window);
    window.rtts.push(rttMs);
  }

  tick(now: Instant): void {
    this.startedAt ??= now;
    if (now.monoMs - this.startedAt.monoMs < this.config.latencyWindowMs) return;
    this.history = [...this.history, this.startedAt].slice(-this.config.latencyWindows);
    this.startedAt = now;
    for (const window of this.windows.values()) this.close(window);
    this.judge(now);
  }

  get alarm(): Degradation | null {
    return this.raised?.alarm ?? null;
  }

  reset(baselines: LatencyBaselines = this.baselines): void {
    this.baselines = baselines;
    this.windows.clear();
    this.startedAt = null;
    this.history = [];
    this.raised = null;
  }

  private close(window: PathWindow): void {
    const { rtts } = window;
    if (rtts.length < LEAST_REPLIES) {
      // An anchor that is gone, or silent, has no say.
      this.windows.delete(window.path);
      return;
    }
    rtts.sort((a, b) => a - b);
    const medianMs = rtts[Math.floor(rtts.length / 2)] ?? 0;
    window.rtts = [];
    const key = `${window.kind} ${window.path.anchor}`;
    const usual = this.baselines.usual(key);
    if (this.raised === null) this.baselines.learn(key, medianMs);
    if (usual === null) return;
    const { usualMs, spread } = usual;
    const shiftMs = Math.max(
      this.config.latencyShiftMs,
      (this.config.latencyFactor - 1) * usualMs,
      (Math.exp(this.config.latencySpreads * spread) - 1) * usualMs,
    );
    window.excessMs = medianMs - usualMs;
    window.high = window.excessMs >= shiftMs ? window.high + 1 : 0;
    window.low = window.excessMs < CLEAR_SHARE * shiftMs ? window.low + 1 : 0;
  }

  private judge(now: Instant): void {
    const all = [...this.windows.values()];
    if (this.raised !== null) {
      this.judgeEnd(all, now);
      return;
    }
    const high = all.filter((each) => each.high >= this.config.latencyWindows);
    const addresses = new Set(all.map((each) => each.path.address)).size;
    const agreeing = new Set(high.map((each) => each.path.address)).size;
    if (high.length === 0 || agreeing < Math.min(2, addresses) || agreeing * 2 < addresses) return;
    const since = this.history[0] ?? now;
    const excess = high.map((each) => each.excessMs).sort((a, b) => a - b);
    const alarm: Degradation = {
      since,
      figure: Math.round(excess[Math.floor(excess.length / 2)] ?? 0),
      lost: 0,
      sent: 0,
      kinds: [...new Set(high.map((each) => each.kind))],
    };
    this.raised = { since, alarm, raisedMono: now.monoMs };
  }

  private judgeEnd(all: readonly PathWindow[], now: Instant): void {
    if (this.raised === null) return;
    const affected = all.filter((each) => this.raised?.alarm.kinds.includes(each.kind));
    const low = affected.filter((each) => each.low >= this.config.latencyWindows);
    const isOver = affected.length > 0 && low.length * 2 > affected.length;
    const isUsual = now.monoMs - this.raised.raisedMono >= this.config.acceptMs;
    if (isUsual) this.baselines.forget();
    if (isOver || isUsual) this.raised = null;
  }
}
