const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people read off a clock or a calendar. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 112].map((days) => days * DAY),
];

/** Of the machine's own zone, ms to add to UTC. */
const offsetAt = (atMs: number): number => -new Date(atMs).getTimezoneOffset() * MINUTE;

/** A place on the local clock, counted as if it were UTC, as a time; DST makes a day of 23 or 25 hours. */
function fromLocal(localMs: number): number {
  const guess = localMs - offsetAt(localMs);
  return localMs - offsetAt(guess);
}

/**
 * Round times of the machine's zone within the range, `count` of them at most (but one). The same time is a tick
 * wherever the range begins: a live axis glides.
 */
export function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  const wanted = (toMs - fromMs) / Math.max(1, count);
  const step = STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / (112 * DAY)) * 112 * DAY;
  const first = Math.floor((fromMs + offsetAt(fromMs)) / step) * step;
  const ticks: number[] = [];
  for (let local = first; local <= toMs + DAY; local += step) {
    const atMs = fromLocal(local);
    if (atMs >= fromMs && atMs <= toMs && atMs !== ticks.at(-1)) ticks.push(atMs);
    if (atMs > toMs) break;
  }
  return ticks;
}

/** An IANA zone; undefined: the machine's own. */
type Zone = string | undefined;

type Fields = Intl.DateTimeFormatOptions;
const DAY_CLOCK: Fields = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DAY_AND_MONTH: Fields = { day: 'numeric', month: 'short' };

const formats = new Map<string, Intl.DateTimeFormat>();

function text(atMs: number, fields: Fields, zone: Zone, locale: string | undefined): string {
  const key = JSON.stringify([fields, zone, locale]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...fields, timeZone: zone });
  formats.set(key, format);
  // Some locales part "PM" with a narrow no-break space, which few fonts have.
  return format.format(atMs).replaceAll('\u202f', ' ');
}

/** `02:30`, but `2:30 PM`. */
function clockFields(locale: string | undefined): Fields {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return { hour: hour12 === true ? 'numeric' : '2-digit', minute: '2-digit' };
}

/** What a tick of an axis of that width says; midnight names its day. */
export function tickText(atMs: number, widthMs: number, zone?: Zone, locale?: string): string {
  const clock = clockFields(locale);
  if (widthMs < 5 * MINUTE) return text(atMs, { ...clock, second: '2-digit' }, zone, locale);
  if (widthMs > 4 * DAY) return text(atMs, DAY_AND_MONTH, zone, locale);
  const isMidnight = text(atMs, DAY_CLOCK, zone, 'en-GB') === '00:00';
  return text(atMs, isMidnight ? DAY_AND_MONTH : clock, zone, locale);
}
