import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { KindAnchor } from '../../../../main/domain/outage/types.ts';

const INTERVAL_MS = 1000;
const BURST_MS = 100;

/** Whom a monitor probes when: anchors spread evenly over the second, bursts at 10 Hz over theirs. */
export class ProbeSchedule {
  private anchors: readonly KindAnchor[];
  private turn = 0;
  private burst: readonly KindAnchor[] = [];
  private burstTurn = 0;
  private burstUntilMs = 0;
  private burstNextMs = 0;
  private steadyNextMs = 0;

  constructor(anchors: readonly KindAnchor[]) {
    this.anchors = spread(anchors);
  }

  setAnchors(anchors: readonly KindAnchor[]): void {
    this.anchors = spread(anchors);
  }

  setBurst(kinds: readonly Kind[], nowMs: number, untilMs: number): void {
    const wanted = this.anchors.filter((each) => kinds.includes(each.kind));
    const isFaster = wanted.length > 0 && wanted.length < INTERVAL_MS / BURST_MS;
    this.burst = isFaster ? wanted : [];
    this.burstUntilMs = untilMs;
    this.burstNextMs = nowMs + BURST_MS;
  }

  /** After a sleep the turns begin anew. */
  resume(nowMs: number): void {
    this.steadyNextMs = nowMs;
    this.burst = [];
  }

  get nextMs(): number {
    return this.burst.length > 0 ? Math.min(this.steadyNextMs, this.burstNextMs) : this.steadyNextMs;
  }

  /** Whose turn it is at `nextMs`; null: nobody's (its kind is in a burst). */
  take(nowMs: number): KindAnchor | null {
    if (this.burst.length > 0 && nowMs >= this.burstUntilMs) this.burst = [];
    if (this.burst.length > 0 && this.burstNextMs <= this.steadyNextMs) {
      this.burstNextMs += BURST_MS;
      this.burstTurn = (this.burstTurn + 1) % this.burst.length;
      return this.burst[this.burstTurn] ?? null;
    }
    this.steadyNextMs += INTERVAL_MS / this.anchors.length;
    this.turn = (this.turn + 1) % this.anchors.length;
    const next = this.anchors[this.turn] ?? null;
    return next !== null && this.burst.includes(next) ? null : next;
  }
}

/** The kinds take turns, so that each kind is asked evenly over the second. */
function spread(anchors: readonly KindAnchor[]): readonly KindAnchor[] {
  const byKind = new Map<Kind, KindAnchor[]>();
  for (const each of anchors) byKind.set(each.kind, [...(byKind.get(each.kind) ?? []), each]);
  const placed = [...byKind.values()].flatMap((list, offset) =>
    list.map((each, index) => ({ each, phase: (index + offset / byKind.size) / list.length })),
  );
  return placed.sort((a, b) => a.phase - b.phase).map(({ each }) => each);
}
