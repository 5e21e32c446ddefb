import type { StatsEvent } from '../protocol/messages.ts';

/** As in StatsEvent; counted from the start of the process. */
export type ProbeCounters = Omit<StatsEvent, 'event' | 'id' | 'rejected' | 'dropped'>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const newCounters = (): Mutable<Omit<ProbeCounters, 'pending'>> => ({
  sent: 0,
  received: 0,
  matched: 0,
  late: 0,
  duplicate: 0,
  unmatched: 0,
  malformed: 0,
});
