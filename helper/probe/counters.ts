import type { StatsEvent } from '../protocol/messages.ts';

/** As in StatsEvent; counted from the start of the process. */
export type ProbeCounters = Omit<StatsEvent, 'event' | 'id' | 'rejected' | 'dropped'>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableCounters = Mutable<Omit<ProbeCounters, 'pending'>>;

export const newCounters = (): MutableCounters => ({
  sent: 0,
  received: 0,
  matched: 0,
  late: 0,
  duplicate: 0,
  unmatched: 0,
  malformed: 0,
});
