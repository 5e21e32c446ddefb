import type { AnchorKey } from '../../model/anchor.ts';
import type { MonoMs } from '../../model/units.ts';

/** Replies remembered, and how many new ones make the usual round trip worth a new look (each of the first does). */
const REMEMBERED = 32;
const REFRESH = 8;
const USUAL_QUANTILE = 0.92;
/** Until an anchor has answered often enough. */
const UNKNOWN_USUAL_MS = 500;
/** The usual round trip never stretches a deadline beyond this. */
const USUAL_CAP_MS = 2_000;
/** An anchor counts as alive while its last reply is not older than its kind's last reply by more than this. */
const ALIVE_MS = 30_000;

/** The address an anchor key names, without its port: one machine may be an anchor of several kinds. */
function addressOf(anchor: AnchorKey): string {
  if (anchor.startsWith('[')) return anchor.slice(1, anchor.indexOf(']'));
  const colon = anchor.indexOf(':');
  return colon >= 0 && colon === anchor.lastIndexOf(':') ? anchor.slice(0, colon) : anchor;
}

/** One anchor of one kind: its usual round trip and whether it is alive. */
export class PathTrack {
  readonly anchor: AnchorKey;
  readonly address: string;
  /** Upper end of the usual round trips (92nd percentile of the last 32). */
  usualMs = UNKNOWN_USUAL_MS;
  lastReplyMono = Number.NEGATIVE_INFINITY;
  /** Replies in a row. */
  streak = 0;
  /** Frozen when the kind goes down: an anchor that was dead before takes no part in the recovery. */
  wasAlive = true;
  /** When a probe last entered the loss statistics, so that bursts don't. */
  lastCountedMono = Number.NEGATIVE_INFINITY;
  private readonly rtts: number[] = [];
  private next = 0;
  private fresh = 0;

  constructor(anchor: AnchorKey) {
    this.anchor = anchor;
    this.address = addressOf(anchor);
  }

  reply(rttMs: number | null, now: MonoMs): void {
    this.lastReplyMono = now;
    this.streak += 1;
    if (rttMs === null || !(rttMs >= 0)) return;
    this.rtts[this.next] = rttMs;
    this.next = (this.next + 1) % REMEMBERED;
    this.fresh += 1;
    if (this.fresh < REFRESH && this.rtts.length >= REFRESH) return;
    this.fresh = 0;
    const sorted = [...this.rtts].sort((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length * USUAL_QUANTILE)] ?? UNKNOWN_USUAL_MS;
    this.usualMs = Math.min(usual, USUAL_CAP_MS);
  }

  failure(): void {
    this.streak = 0;
  }

  freezeAlive(kindLastReplyMono: number): void {
    this.wasAlive = kindLastReplyMono - this.lastReplyMono <= ALIVE_MS;
  }
}
