import type { TraceHop } from '../../model/trace.ts';

/** Losses in a row, and how unlikely the loss before them makes them. */
const IN_A_ROW = 3;
const ACCIDENT = 0.01;

/** A hop that used to answer and has stopped: so many losses in a row that its usual loss does not explain them. */
export function hasFallenSilent({ samples }: TraceHop): boolean {
  const last = samples.findLastIndex(({ rttMs }) => rttMs !== null);
  const run = samples.length - 1 - last;
  const before = samples.slice(0, last + 1);
  const lost = before.filter(({ rttMs }) => rttMs === null).length;
  const usual = (lost + 1) / (before.length + 2);
  return run >= IN_A_ROW && usual ** run < ACCIDENT;
}
