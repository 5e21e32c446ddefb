/** Three decimals: microseconds of a millisecond figure. More digits are noise that looks like knowledge. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const roundedOrNull = (value: number | null): number | null =>
  value === null ? null : rounded(value);
