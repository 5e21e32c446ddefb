import type { DetectorConfig, Instant } from '../types.ts';
import type { PathTrack } from './path-track.ts';

interface Entry {
  readonly path: PathTrack;
  readonly at: Instant;
  readonly good: boolean;
}

/** The last probes of a kind that is down: enough answers among them, and it works again. */
export class Recovery {
  private entries: Entry[] = [];
  private readonly config: DetectorConfig;
  private solo: Instant | null = null;

  constructor(config: DetectorConfig) {
    this.config = config;
  }

  note(path: PathTrack, good: boolean, at: Instant, anchors: number): void {
    if (!good && !path.wasAlive) return;
    this.entries.push({ path, at, good });
    const excess = this.entries.length - this.windowFor(anchors);
    if (excess > 0) this.entries.splice(0, excess);
    if (good && path.streak === 1) this.solo = at;
  }

  /** Something was answered lately: worth a burst. */
  get stirring(): boolean {
    return this.entries.some((entry) => entry.good);
  }

  /** When it began to work again, or null: it does not. `alive`: anchors that answered before the outage. */
  recovered(paths: Iterable<PathTrack>, anchors: number, alive: number): Instant | null {
    for (const path of paths) if (path.streak >= this.config.recoverySolo) return this.solo;
    const window = this.windowFor(anchors);
    const good = this.entries.filter((entry) => entry.good);
    const allowed = this.config.recoveryWindow - this.config.recoveryReplies;
    if (this.entries.length < window || good.length < window - allowed) return null;
    const answering = new Set(good.map((entry) => entry.path)).size;
    if (answering < Math.min(this.config.recoveryAnchors, alive)) return null;
    return good[0]?.at ?? null;
  }

  private windowFor(anchors: number): number {
    return anchors > 1 ? this.config.recoveryWindow : this.config.recoveryWindowSingle;
  }
}
