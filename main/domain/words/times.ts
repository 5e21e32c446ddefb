/** Durations and moments for people. The zone is passed in: this code has no clock and no place of its own. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The two largest units that matter: `850 ms`, `12 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < SECOND) return `${Math.floor(whole)} ms`;
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} s`;
  if (whole < HOUR) return twoUnits(whole, MINUTE, 'min', SECOND, 's');
  if (whole < DAY) return twoUnits(whole, HOUR, 'h', MINUTE, 'min');
  return twoUnits(whole, DAY, 'd', HOUR, 'h');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

/** An IANA zone (`Europe/Berlin`); undefined: the machine's own. */
export type Zone = string | undefined;

function parts(atMs: number, zone: Zone, fields: Intl.DateTimeFormatOptions): Map<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone, hourCycle: 'h23' });
  return new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
}

/** `14:02` */
export function clockText(atMs: number, zone: Zone): string {
  const at = parts(atMs, zone, { hour: '2-digit', minute: '2-digit' });
  return `${at.get('hour')}:${at.get('minute')}`;
}

/** `14:02:31` */
export function clockSecondsText(atMs: number, zone: Zone): string {
  const at = parts(atMs, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return `${at.get('hour')}:${at.get('minute')}:${at.get('second')}`;
}

/** `2026-11-21` */
export function dateText(atMs: number, zone: Zone): string {
  const at = parts(atMs, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${at.get('year')}-${at.get('month')}-${at.get('day')}`;
}

/** `14:02` today, `2026-11-20 14:02` on any other day. */
export function momentText(atMs: number, nowMs: number, zone: Zone): string {
  const clock = clockText(atMs, zone);
  return dateText(atMs, zone) === dateText(nowMs, zone) ? clock : `${dateText(atMs, zone)} ${clock}`;
}

/** Start and end of a time, with seconds when both would read the same without: `14:02:05` and `14:02:08`. */
export function spanTexts(
  fromMs: number,
  toMs: number,
  nowMs: number,
  zone: Zone,
): readonly [from: string, to: string] {
  const from = momentText(fromMs, nowMs, zone);
  const to = momentText(toMs, nowMs, zone);
  if (from !== to) return [from, to];
  const seconds = (atMs: number, moment: string): string =>
    moment.slice(0, -clockText(atMs, zone).length) + clockSecondsText(atMs, zone);
  return [seconds(fromMs, from), seconds(toMs, to)];
}

/** Relative within the hour (`12 min ago`), absolute beyond (`14:02`, `2026-11-20 14:02`). */
export function agoText(atMs: number, nowMs: number, zone: Zone): string {
  const age = nowMs - atMs;
  if (age < 0 || age >= HOUR) return momentText(atMs, nowMs, zone);
  if (age < 5 * SECOND) return 'just now';
  return age < MINUTE ? `${Math.floor(age / SECOND)} s ago` : `${Math.floor(age / MINUTE)} min ago`;
}
