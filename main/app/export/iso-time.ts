const MINUTE_MS = 60_000;
/** Every zone's offset holds for a quarter of an hour at least. */
const SLOT_MS = 15 * MINUTE_MS;

/** `2026-11-21T14:02:31.123+01:00`: local time with its offset from UTC. Undefined: the machine's zone. */
export function isoTimeIn(zone: string | undefined): (atMs: number) => string {
  const offsetOf = zone === undefined ? machineOffset : zoneOffset(zone);
  let slot = Number.NaN;
  let offset = 0;
  return (atMs) => {
    const current = Math.floor(atMs / SLOT_MS);
    if (current !== slot) {
      slot = current;
      offset = offsetOf(current * SLOT_MS);
    }
    return new Date(Math.round(atMs) + offset * MINUTE_MS).toISOString().slice(0, -1) + offsetText(offset);
  };
}

const machineOffset = (atMs: number): number => -new Date(atMs).getTimezoneOffset();

/** Minutes east of UTC: what the zone's clock shows, read as if it were UTC, less the time it is. */
function zoneOffset(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return Math.round((shown - atMs) / MINUTE_MS);
  };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
