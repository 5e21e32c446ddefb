import type { Target } from '../../protocol/target.ts';

/**
 * - `queued`: the kernel has not taken it yet. `waiting`: sent, no answer so far. These two are pending.
 * - `lost`, `failed` (told as unreachable): told, but an answer may still take it back.
 * - `answered`: further answers are duplicates. `cancelled`: nothing more is told.
 */
export type FlightState = 'queued' | 'waiting' | 'lost' | 'failed' | 'answered' | 'cancelled';

/** One packet that asks for an answer, from the command until nothing can answer it any more. */
export interface Flight {
  readonly id: number;
  /** Under which an answer looks for it; no two that can still be answered share one. */
  readonly names: readonly (string | number)[];
  readonly target: Target;
  readonly timeoutMs: number;
  state: FlightState;
  /** Monotonic; null until the system call. */
  sentAtMs: number | null;
  /** Answers after the first that took it. */
  duplicates: number;
  stopTimer: () => void;
}

export const isPending = (flight: Flight): boolean => flight.state === 'queued' || flight.state === 'waiting';

/** What every flight begins with. */
export const newFlight = (id: number, target: Target, timeoutMs: number): Omit<Flight, 'names'> => ({
  id,
  target,
  timeoutMs,
  state: 'queued',
  sentAtMs: null,
  duplicates: 0,
  stopTimer: () => {},
});

/** Milliseconds to three decimals: the clock's last digits are noise. */
export const roundTripMs = (sentAtMs: number, atMs: number): number =>
  Math.max(0, Math.round((atMs - sentAtMs) * 1000) / 1000);
