import type { LineView } from './view.ts';
import { TCP_KINDS } from './view.ts';

/** Between two checks, and the longest pause it grows to while the suspicion lasts. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 300_000;
/** Suspicion must be gone this long before the next one is a new one. */
const CALM_MS = 10_000;

/** Asks for captive-portal checks on suspicion only, and remembers the answer while the suspicion lasts. */
export class PortalWatch {
  captive = false;
  private nextAskMono = Number.NEGATIVE_INFINITY;
  private pauseMs = FIRST_PAUSE_MS;
  private suspectMono = Number.NEGATIVE_INFINITY;

  /** True: ask now. */
  step(view: LineView): boolean {
    const nowMono = view.now.monoMs;
    if (!isSuspicious(view)) {
      if (TCP_KINDS.some((kind) => view.status(kind) === 'working')) this.captive = false;
      if (nowMono - this.suspectMono >= CALM_MS) this.pauseMs = FIRST_PAUSE_MS;
      return false;
    }
    this.suspectMono = nowMono;
    if (nowMono < this.nextAskMono) return false;
    this.nextAskMono = nowMono + this.pauseMs;
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
    return true;
  }

  /** Null: the check could not tell; what was known stays. */
  answer(captive: boolean | null): void {
    if (captive !== null) this.captive = captive;
  }

  /** A network where nothing is known yet. */
  reset(): void {
    this.captive = false;
    this.nextAskMono = Number.NEGATIVE_INFINITY;
    this.pauseMs = FIRST_PAUSE_MS;
  }
}

/** TCP is asked, and none of it gets through any more (or ever did). */
function isSuspicious(view: LineView): boolean {
  if (view.noNetwork !== null) return false;
  const asked = TCP_KINDS.filter((kind) => view.status(kind) !== 'absent');
  if (asked.some((kind) => view.status(kind) === 'working')) return false;
  return asked.some((kind) => {
    const status = view.status(kind);
    return status === 'down' || status === 'suspect' || view.isMute(kind);
  });
}
