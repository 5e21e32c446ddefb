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
/** The same as that of the sentences beside the charts, wherever their reader is. */
const CLOCK: Fields = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DAY_AND_MONTH: Fields = { day: 'numeric', month: 'short' };

const formats = new Map<string, Intl.DateTimeFormat>();

function text(atMs: number, fields: Fields, zone: Zone, locale: string | undefined): string {
  const key = JSON.stringify([fields, zone, locale]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...fields, timeZone: zone });
  formats.set(key, format);
  return format.format(atMs);
}

/** What a tick of an axis of that width says; midnight names its day. */
export function tickText(atMs: number, widthMs: number, zone?: Zone, locale?: string): string {
  if (widthMs < 5 * MINUTE) return text(atMs, { ...CLOCK, second: '2-digit' }, zone, locale);
  if (widthMs > 4 * DAY) return text(atMs, DAY_AND_MONTH, zone, locale);
  const isMidnight = text(atMs, CLOCK, zone, 'en-GB') === '00:00';
  return text(atMs, isMidnight ? DAY_AND_MONTH : CLOCK, zone, locale);
}
