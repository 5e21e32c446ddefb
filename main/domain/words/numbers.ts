/** Numbers for people, always with their unit; a no-break thin space would be finer but breaks alignment. */

/** `0.42 ms`, `21.3 ms`, `340 ms`, `1,234 ms`: three significant digits, never an exponent. `-` for null. */
export function millisecondsText(ms: number | null): string {
  return ms === null ? '-' : `${millisecondsFigure(ms)} ms`;
}

/** The same without its unit, for a column whose head names it. */
export function millisecondsFigure(ms: number | null): string {
  if (ms === null) return '-';
  if (ms < 9.995) return ms.toFixed(2);
  return ms < 99.95 ? ms.toFixed(1) : countText(Math.round(ms));
}

/** `0 %`, `0.3 %`, `4.2 %`, `100 %`. Something is never shown as nothing, nor nearly all as all. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return '<0.1 %';
  if (percent > 99.9) return '>99.9 %';
  return percent < 10 || percent > 99 ? `${trimZero(percent.toFixed(1))} %` : `${Math.round(percent)} %`;
}

/** `0.3-4.2 %`: an interval of shares. */
export function percentRangeText([low, high]: readonly [number, number]): string {
  const figure = (share: number): string => trimZero((share * 100).toFixed(1));
  return `${figure(low)}-${figure(high)} %`;
}

/** `12,345` */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 probe`, `2 probes`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`;
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1,000: `512 bytes`, `1.4 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const figure = unit === 0 || value >= 99.95 ? String(Math.round(value)) : trimZero(value.toFixed(1));
  return `${figure} ${BYTE_UNITS[unit] ?? ''}`;
}

const trimZero = (text: string): string => text.replace(/\.0$/, '');
