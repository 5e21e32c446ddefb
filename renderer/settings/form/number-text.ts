import type { Bound } from '../../../main/contract/settings-view.ts';
import { countText } from '../../../main/domain/words/numbers.ts';

/** How a number of the config is shown: `scale` of its own units make one of `unit`. */
export interface ShownNumber {
  readonly unit: string;
  readonly scale: number;
}

/** `1.5` for 1500 ms in seconds. */
export const numberText = (value: number, { scale }: ShownNumber): string => String(value / scale);

/** What was written, in the units of the config; null: no number. A comma is read as a point. */
export function parseNumber(text: string, { scale }: ShownNumber): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  // 0.1 * 3 has more digits than anybody wrote.
  return Number((Number(plain) * scale).toPrecision(12));
}

const figure = (value: number, { scale }: ShownNumber): string => {
  const shown = value / scale;
  return Number.isInteger(shown) ? countText(shown) : String(shown);
};

/** `1 to 60 s` */
export const boundText = ({ min, max }: Bound, shown: ShownNumber): string =>
  `${figure(min, shown)} to ${figure(max, shown)} ${shown.unit}`;

/** Why a number can't be taken, in the units that the user sees; null: nothing is known against it. */
export function numberFault(text: string, bound: Bound | undefined, shown: ShownNumber): string | null {
  const value = parseNumber(text, shown);
  const allowed = bound === undefined ? '' : `, ${boundText(bound, shown)}`;
  if (value === null) return `Write a number${allowed}.`;
  if (bound === undefined) return null;
  if (value < bound.min) return `This is too small; the least is ${figure(bound.min, shown)} ${shown.unit}.`;
  if (value > bound.max) return `This is too large; the most is ${figure(bound.max, shown)} ${shown.unit}.`;
  return null;
}
