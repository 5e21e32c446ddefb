import { ALL_ANCHORS } from '../../unit/outage/simulator/networks.ts';
import type { LineFigures } from './lines.ts';
import { type LossWatcher, Scout } from './scout.ts';
import { type MonitorOptions, type SeenOutage, SkippingMonitor } from './skipping-monitor.ts';
import { Slots } from './slots.ts';

const SECOND_MS = 1000;
/** The start is played, so that everything is learned. */
const WARM_UP_MS = 120_000;
/** Longer than any probe is undecided: onsets of this long before the end of a window are looked at again. */
const LOOK_BACK_MS = 3_000;
/** What a kind needs to be suspect after an onset. */
const LOOK_AHEAD_MS = 1_500;
/** Played before an onset: more than the silence that makes a kind down. */
const LEAD_MS = 4_000;
/** The same where round trips wander: the replies that make the usual round trip are all the line's own. */
const LEAD_WANDERING_MS = 33_000;

/** A stretch that was played packet by packet, in milliseconds of the line. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface OutageYear {
  readonly outages: readonly SeenOutage[];
  readonly windows: number;
  /** Share of the time that was played packet by packet. */
  readonly playedShare: number;
  /** Up to when it was looked at, in milliseconds of the line. */
  readonly endMs: number;
}

export interface YearOptions extends MonitorOptions {
  readonly losses?: LossWatcher;
  readonly onWindow?: (window: Window) => void;
}

/** The whole detector around every onset of the line as it is; what lies between cannot begin an outage class. */
export function outageYear(
  figures: LineFigures,
  seed: number,
  forMs: number,
  options: YearOptions = {},
): OutageYear {
  const slots = new Slots(options.anchors ?? ALL_ANCHORS);
  const scout = new Scout(figures, seed, slots, options.losses ?? null);
  const monitor = new SkippingMonitor(figures, seed, options);
  const leadMs = figures.roundTrips.type === 'log-normal' ? LEAD_WANDERING_MS : LEAD_MS;
  let fromMs = 0;
  let windows = 0;
  let playedMs = 0;
  const close = (): void => {
    windows += 1;
    playedMs += monitor.nowMs - fromMs;
    options.onWindow?.({ fromMs, toMs: monitor.nowMs });
  };
  const rest = (untilMs: number): void => {
    while (monitor.nowMs < untilMs || !monitor.isAtRest) monitor.play(monitor.nowMs + SECOND_MS);
  };
  rest(WARM_UP_MS);
  for (let onset = scout.next(forMs); onset !== null; onset = scout.next(forMs)) {
    if (onset < monitor.nowMs - LOOK_BACK_MS) continue;
    const startMs = SECOND_MS * Math.floor((onset - leadMs) / SECOND_MS);
    if (startMs > monitor.nowMs) {
      close();
      monitor.skip(startMs);
      fromMs = startMs;
    }
    rest(onset + LOOK_AHEAD_MS);
  }
  close();
  return { outages: monitor.outages, windows, playedShare: playedMs / forMs, endMs: monitor.nowMs };
}
