import type { SeriesLabels } from '../../series-bound.ts';

/** The last round trip and the longest are those of so long; nothing that came back since then: neither is told. */
export const RECENT_MS = 60_000;

interface Reading {
  readonly atMs: number;
  readonly seconds: number;
}

interface Track {
  readonly labels: SeriesLabels;
  last: Reading;
  /** Each is longer than all that came after it, so the first is the longest of all. */
  peaks: readonly Reading[];
}

export interface RecentRoundTrip {
  readonly labels: SeriesLabels;
  readonly lastSeconds: number;
  readonly maxSeconds: number;
}

const keyOf = ({ kind, anchor }: SeriesLabels): string => `${kind} ${anchor}`;

/** Times in milliseconds on one monotonic clock, given in order. */
export class RecentRoundTrips {
  readonly #tracks = new Map<string, Track>();

  add(labels: SeriesLabels, seconds: number, atMs: number): void {
    const reading = { atMs, seconds };
    const track = this.#tracks.get(keyOf(labels));
    if (track === undefined) {
      this.#tracks.set(keyOf(labels), { labels, last: reading, peaks: [reading] });
      return;
    }
    const longer = track.peaks.filter((peak) => peak.seconds > seconds && atMs - peak.atMs < RECENT_MS);
    track.last = reading;
    track.peaks = [...longer, reading];
  }

  forget(labels: SeriesLabels): void {
    this.#tracks.delete(keyOf(labels));
  }

  /** After a time that was not measured none is recent, even where the clock stood still in a sleep. */
  clear(): void {
    this.#tracks.clear();
  }

  at(nowMs: number): readonly RecentRoundTrip[] {
    return [...this.#tracks.values()].flatMap(({ labels, last, peaks }) => {
      const longest = peaks.find((peak) => nowMs - peak.atMs < RECENT_MS);
      if (longest === undefined) return [];
      return [{ labels, lastSeconds: last.seconds, maxSeconds: longest.seconds }];
    });
  }
}
