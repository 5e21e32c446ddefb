import { type Anchor, anchorKey } from '../../domain/model/anchor.ts';
import type { Kind } from '../../domain/model/kind.ts';

/** Names a target: the limits on the pace hold for each of them. */
export const targetKey = (anchor: Anchor): string => `${anchor.kind} ${anchorKey(anchor)}`;

/** First the first anchor of each kind, then the second ones: each kind is spread over the interval too. */
export function interleave(anchors: readonly Anchor[]): readonly Anchor[] {
  const seen = new Set<string>();
  const ranks = new Map<Kind, number>();
  const ranked: { readonly anchor: Anchor; readonly rank: number }[] = [];
  for (const anchor of anchors) {
    if (seen.has(targetKey(anchor))) continue;
    seen.add(targetKey(anchor));
    const rank = ranks.get(anchor.kind) ?? 0;
    ranks.set(anchor.kind, rank + 1);
    ranked.push({ anchor, rank });
  }
  return ranked.sort((left, right) => left.rank - right.rank).map(({ anchor }) => anchor);
}

/**
 * Fixed due times: anchor number i of n has its turn at epoch + (i + k n) x spacing. A due time follows from the
 * epoch, never from the turn before, so that nothing drifts.
 */
export class Grid {
  readonly #anchors: readonly Anchor[];
  readonly #spacingMs: number;
  readonly #epochMs: number;
  #turn = 0;

  constructor(anchors: readonly Anchor[], spacingMs: number, epochMs: number) {
    this.#anchors = anchors;
    this.#spacingMs = spacingMs;
    this.#epochMs = epochMs;
  }

  /** Infinity: nothing to probe. */
  get nextDueMs(): number {
    return this.#anchors.length === 0 ? Number.POSITIVE_INFINITY : this.#dueMs(this.#turn);
  }

  /** The anchors whose turn has come; a turn missed by more than `toleranceMs` is left out, not caught up on. */
  take(nowMs: number, toleranceMs: number): readonly Anchor[] {
    if (this.#anchors.length === 0) return [];
    const oldest = Math.ceil((nowMs - toleranceMs - this.#epochMs) / this.#spacingMs);
    this.#turn = Math.max(this.#turn, oldest);
    const due: Anchor[] = [];
    for (; this.#dueMs(this.#turn) <= nowMs; this.#turn += 1) {
      const anchor = this.#anchors[this.#turn % this.#anchors.length];
      if (anchor !== undefined) due.push(anchor);
    }
    return due;
  }

  #dueMs(turn: number): number {
    return this.#epochMs + turn * this.#spacingMs;
  }
}
