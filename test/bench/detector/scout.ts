import { detectorConfig } from '../../../main/domain/outage/config.ts';
import { HashedLine, slotDraw } from './hashed-line.ts';
import type { LineFigures } from './lines.ts';
import type { Slots } from './slots.ts';

/** Told of every regular probe that was lost, and of the first of its anchor that was not. */
export interface LossWatcher {
  regular(slot: number, place: number, lost: boolean): void;
}

/** No outage class follows from the gateway alone, and its single anchor makes a suspicion of any loss. */
const IGNORED = 'gateway';

/**
 * A probe is never overdue sooner than this after it was sent: the usual round trip is never below the least, and a
 * loss is told at the timeout.
 */
export function overdueMs({ roundTrips, timeoutMs }: LineFigures): number {
  const { suspicionMs } = detectorConfig({ anchors: [], intervalMs: 1000 });
  const leastMs = roundTrips.type === 'floored' ? roundTrips.floorMs : 0;
  return Math.min(leastMs + suspicionMs, timeoutMs);
}

/**
 * Runs through the regular probes of a line and finds the onsets: a probe is unanswered when it may first be overdue,
 * and so are all later ones of its kind that were sent by then. While there is none no kind but the gateway can be
 * suspect, so no burst changes who is probed, so the regular probes are all there are; and what is never suspect is
 * never down. Every outage class needs a kind other than the gateway that is down: none can begin without an onset.
 */
export class Scout {
  private readonly slots: Slots;
  private readonly seed: number;
  private readonly line: HashedLine;
  private readonly watcher: LossWatcher | null;
  private readonly timeoutMs: number;
  private readonly overdueMs: number;
  /** By kind: when the first probe was sent that nothing has answered for yet, or -1. */
  private readonly openMs: Float64Array;
  /** By place: its kind; -1 for one that is ignored. */
  private readonly kindOf: Int8Array;
  private readonly wasLost: Uint8Array;
  private slot = 0;
  private place = 0;

  constructor(figures: LineFigures, seed: number, slots: Slots, watcher: LossWatcher | null = null) {
    this.slots = slots;
    this.seed = seed;
    this.line = new HashedLine(figures, seed);
    this.watcher = watcher;
    this.timeoutMs = figures.timeoutMs;
    this.overdueMs = overdueMs(figures);
    this.openMs = new Float64Array(slots.kinds.length).fill(-1);
    this.kindOf = Int8Array.from(slots.places, ({ kind }) =>
      kind === IGNORED ? -1 : slots.kinds.indexOf(kind),
    );
    this.wasLost = new Uint8Array(slots.size);
  }

  /** When the probe of the next onset was sent, in milliseconds; null: none is known by `untilMs`. */
  next(untilMs: number): number | null {
    const { slots, seed, line, openMs, kindOf, wasLost } = this;
    const { slotMs, size } = slots;
    const { state } = line;
    const lastSlot = Math.floor(untilMs / slotMs);
    let { slot, place } = this;
    let onset: number | null = null;
    let changesMs = -1;
    let lostBelow = 0;
    let promptBelow = 0;
    for (; slot <= lastSlot && onset === null; slot += 1, place = place + 1 === size ? 0 : place + 1) {
      const atMs = slot * slotMs;
      if (atMs >= changesMs) {
        state.moveTo(atMs);
        changesMs = state.changesMs;
        lostBelow = line.lostBelow;
        promptBelow = line.promptBelow(this.overdueMs);
      }
      const draw = slotDraw(slot, seed);
      const kind = kindOf[place] ?? -1;
      const isIdle = kind < 0 || (openMs[kind] ?? -1) < 0;
      if (isIdle && draw >= lostBelow && draw < promptBelow && wasLost[place] === 0) continue;
      const rttMs = line.fate(draw);
      this.watch(slot, place, rttMs);
      if (kind >= 0) onset = this.follow(kind, atMs, rttMs);
    }
    this.slot = slot;
    this.place = place;
    return onset;
  }

  /**
   * One more probe of a kind. Only the oldest unanswered one need be kept: an answer in time for it is in time for
   * the later ones too, and if none comes it is an onset by itself.
   */
  private follow(kind: number, atMs: number, rttMs: number | null): number | null {
    const open = this.openMs[kind] ?? -1;
    const answeredMs = rttMs === null ? Number.POSITIVE_INFINITY : atMs + rttMs;
    const isOnset = open >= 0 && atMs > open + this.overdueMs;
    // An answer at the very moment may come after the judgement.
    const isSettled = answeredMs < (open >= 0 && !isOnset ? open : atMs) + this.overdueMs;
    this.openMs[kind] = isSettled ? -1 : open >= 0 && !isOnset ? open : atMs;
    return isOnset ? open : null;
  }

  private watch(slot: number, place: number, rttMs: number | null): void {
    const lost = rttMs === null || rttMs > this.timeoutMs;
    if (!lost && this.wasLost[place] === 0) return;
    this.wasLost[place] = lost ? 1 : 0;
    this.watcher?.regular(slot, place, lost);
  }
}
