/**
 * Moments as their reader writes them, but always by a clock of 24 hours: the sentences beside them have it. Locale and
 * zone are passed in; left out, they are the machine's own.
 */
export interface Reader {
  readonly locale?: string;
  readonly zone?: string;
}

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(atMs: number, { locale, zone }: Reader, fields: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([locale, zone, fields]);
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, { ...fields, ...(zone === undefined ? {} : { timeZone: zone }) });
    formats.set(key, known);
  }
  return known.format(atMs);
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY = { day: 'numeric', month: 'short' } as const;

const sameDay = (oneMs: number, otherMs: number, reader: Reader): boolean => {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  return format(oneMs, reader, fields) === format(otherMs, reader, fields);
};

const sameYear = (oneMs: number, otherMs: number, reader: Reader): boolean =>
  format(oneMs, reader, { year: 'numeric' }) === format(otherMs, reader, { year: 'numeric' });

/** `14:02` */
export const localClock = (atMs: number, reader: Reader = {}): string => format(atMs, reader, CLOCK);

/** `14:02` today, `20 Nov, 14:02` in this year, else with the year. */
export function localMoment(atMs: number, nowMs: number, reader: Reader = {}): string {
  if (sameDay(atMs, nowMs, reader)) return localClock(atMs, reader);
  const day = sameYear(atMs, nowMs, reader) ? DAY : { ...DAY, year: 'numeric' as const };
  return format(atMs, reader, { ...day, ...CLOCK });
}

/** `12 min ago` within the hour, a moment beyond. */
export function localAgo(atMs: number, nowMs: number, reader: Reader = {}): string {
  const age = nowMs - atMs;
  if (age < 0 || age >= HOUR) return localMoment(atMs, nowMs, reader);
  if (age < 5000) return 'just now';
  return age < 60_000 ? `${Math.floor(age / 1000)} s ago` : `${Math.floor(age / 60_000)} min ago`;
}

/** With everything, for whoever has to be exact: `20 Nov 2026, 14:02:31`. */
export const localExact = (atMs: number, reader: Reader = {}): string =>
  format(atMs, reader, { ...DAY, year: 'numeric', ...CLOCK, second: '2-digit' });

/** `14:02:31`, for what happens within a minute. */
export const localSecond = (atMs: number, reader: Reader = {}): string =>
  format(atMs, reader, { ...CLOCK, second: '2-digit' });

/** As exact within the day: `14:02:31` today, else with everything. */
export const localExactMoment = (atMs: number, nowMs: number, reader: Reader = {}): string =>
  sameDay(atMs, nowMs, reader) ? localSecond(atMs, reader) : localExact(atMs, reader);
