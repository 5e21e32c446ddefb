const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An IANA zone; undefined: the machine's own. */
type Zone = string | undefined;

type Fields = Intl.DateTimeFormatOptions;
const CLOCK_SECONDS: Fields = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const CLOCK: Fields = { hour: '2-digit', minute: '2-digit' };
const DAY_AND_MONTH: Fields = { day: 'numeric', month: 'short' };

const formats = new Map<string, Intl.DateTimeFormat>();

function text(atMs: number, fields: Fields, zone: Zone, locale: string | undefined): string {
  const key = `${Object.keys(fields).join()} ${zone} ${locale}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...fields, timeZone: zone });
  formats.set(key, format);
  return format.format(atMs);
}

/** What a tick of an axis of that width says; midnight names its day. */
export function tickText(atMs: number, widthMs: number, zone?: Zone, locale?: string): string {
  if (widthMs < 5 * MINUTE) return text(atMs, CLOCK_SECONDS, zone, locale);
  if (widthMs > 4 * DAY) return text(atMs, DAY_AND_MONTH, zone, locale);
  const isMidnight = text(atMs, CLOCK, zone, 'en-GB') === '00:00';
  return text(atMs, isMidnight ? DAY_AND_MONTH : CLOCK, zone, locale);
}

/** The moment under the crosshair, as exactly as the buckets are. */
export function momentLabel(atMs: number, bucketMs: number, zone?: Zone, locale?: string): string {
  const clock = bucketMs < MINUTE ? CLOCK_SECONDS : CLOCK;
  const fields = bucketMs >= DAY ? DAY_AND_MONTH : { ...DAY_AND_MONTH, ...clock };
  return text(atMs, fields, zone, locale);
}
