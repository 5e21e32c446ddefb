import type { WallMs } from './units.ts';

/** The order is the order people see. */
export const EXPORTERS = ['statsd', 'prometheus', 'push'] as const;
export type ExporterName = (typeof EXPORTERS)[number];

/**
 * How an exporter stands. `waiting`: nothing has gone out yet. `trouble`: the far end is away or refuses; `text` says
 * which, and what is done about it.
 */
export type ExporterPhase = 'off' | 'waiting' | 'working' | 'trouble';

/** One of several things that can be wrong at once. */
export interface ExporterTrouble {
  /** Equal for what would be said again. */
  readonly id: string;
  readonly text: string;
}

export interface ExporterState {
  readonly name: ExporterName;
  readonly phase: ExporterPhase;
  /** One sentence for people; empty while it is off. */
  readonly text: string;
  /** What `text` is made of in `trouble`, where that may be several things. */
  readonly troubles?: readonly ExporterTrouble[];
  /** Figures that went out (StatsD, push), or scrapes that were answered. */
  readonly sent: number;
  /** Figures that were given up, since the start: no queue (StatsD), a full queue, or refused by the server. */
  readonly dropped: number;
  /** Figures that wait on disk; null: it keeps nothing. */
  readonly queued: number | null;
  /** When something last arrived, or was last scraped; null: never. */
  readonly lastMs: WallMs | null;
}

/**
 * What a test by hand found. `arrived`: the far end has it for certain. `sent`: it left, and nothing says more (UDP).
 */
export interface ExporterTest {
  readonly name: ExporterName;
  readonly outcome: 'arrived' | 'sent' | 'failed';
  /** One sentence or two: what that means, and what to do where it failed. */
  readonly text: string;
}
