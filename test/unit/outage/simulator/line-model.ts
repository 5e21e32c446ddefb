import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Random } from './random.ts';

/** What the line does to a probe sent at `atMs` (never earlier than the one before): its round trip, or null. */
export interface LineModel {
  roundTrip(atMs: number, kind: Kind, anchor: string, random: Random): number | null;
}

/** A steady line: a floor, some jitter above it, and independent loss. */
export function steadyLine(options: { rttMs?: number; jitterMs?: number; loss?: number } = {}): LineModel {
  const { rttMs = 12, jitterMs = 2, loss = 0 } = options;
  return {
    roundTrip: (_atMs, _kind, _anchor, random) =>
      random.next() < loss ? null : rttMs + random.exponential(jitterMs),
  };
}

/** Gilbert-Elliott: a good and a bad state with exponential holding times, each with its own loss and delay. */
export function burstyLine(options: {
  readonly goodMs: number;
  readonly badMs: number;
  readonly goodLoss: number;
  readonly badLoss: number;
  readonly rttMs: number;
  readonly jitterMs: number;
  readonly badExtraMs?: number;
}): LineModel {
  let isBad = false;
  let untilMs = 0;
  return {
    roundTrip(atMs, _kind, _anchor, random) {
      while (atMs >= untilMs) {
        isBad = untilMs > 0 && !isBad;
        untilMs += random.exponential(isBad ? options.badMs : options.goodMs);
      }
      if (random.next() < (isBad ? options.badLoss : options.goodLoss)) return null;
      const extraMs = isBad ? random.exponential(options.badExtraMs ?? 0) : 0;
      return options.rttMs + random.exponential(options.jitterMs) + extraMs;
    },
  };
}

/** A log-normal round trip around a level that wanders slowly, as a radio cell's load does. */
export function heavyTailedLine(options: {
  readonly medianMs: number;
  readonly sigma: number;
  readonly wanderSigma: number;
  readonly wanderMs: number;
  readonly loss: number;
}): LineModel {
  let level = 0;
  let lastMs = 0;
  return {
    roundTrip(atMs, _kind, _anchor, random) {
      if (atMs - lastMs >= 1000) {
        const keep = Math.exp(-(atMs - lastMs) / options.wanderMs);
        level = level * keep + options.wanderSigma * Math.sqrt(1 - keep * keep) * random.normal();
        lastMs = atMs;
      }
      if (random.next() < options.loss) return null;
      return options.medianMs * Math.exp(level + options.sigma * random.normal());
    },
  };
}

/** Another line with short complete interruptions. */
export function withMicroBursts(
  line: LineModel,
  options: { readonly everyMs: number; readonly leastMs: number; readonly mostMs: number },
): LineModel {
  let fromMs = -1;
  let toMs = -1;
  return {
    roundTrip(atMs, kind, anchor, random) {
      while (atMs >= toMs) {
        fromMs = Math.max(0, toMs) + random.exponential(options.everyMs);
        toMs = fromMs + random.between(options.leastMs, options.mostMs);
      }
      const rttMs = line.roundTrip(atMs, kind, anchor, random);
      return atMs >= fromMs && atMs < toMs ? null : rttMs;
    },
  };
}
