import type { WallMs } from '../model/units.ts';

/** Minutes since local midnight. A zone of undefined is the machine's own, also after the user moved. */
export function minuteOfDayIn(zone: string | undefined): (atMs: WallMs) => number {
  if (zone === undefined) {
    return (atMs) => {
      const at = new Date(atMs);
      return at.getHours() * 60 + at.getMinutes();
    };
  }
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (atMs) => {
    const [hour, minute] = format.format(atMs).split(':');
    return Number(hour) * 60 + Number(minute);
  };
}
