import type { Clock } from './clock.ts';
import type { MutableCounters } from './counters.ts';
import type { Limits } from './limits.ts';

/** What the echoes and the probes of traceroutes each get; `E`: the events they report. */
export interface SideOptions<E> {
  readonly clock: Clock;
  /** Unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly limits: Limits;
  readonly counters: MutableCounters;
  readonly report: (event: E) => void;
  /** Called whenever the last pending one has been told. */
  readonly onIdle: () => void;
}
