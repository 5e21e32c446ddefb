/** Whether a value has this shape; nothing read from a file has a type before. */
export type Check<T> = (value: unknown) => value is T;

export const text: Check<string> = (value): value is string => typeof value === 'string';
export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';
/** Branded numbers are checked as what they are at run time. */
export const figure =
  <T extends number>(): Check<T> =>
  (value): value is T =>
    typeof value === 'number' && Number.isFinite(value);

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

/** What was not always written. */
export const orMissing =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

export const among =
  <const T extends string | number>(values: readonly T[]): Check<T> =>
  (value): value is T =>
    values.some((candidate) => candidate === value);

export const list =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((item) => check(item));

export const pair =
  <T>(check: Check<T>): Check<readonly [T, T]> =>
  (value): value is readonly [T, T] =>
    Array.isArray(value) && value.length === 2 && value.every((item) => check(item));

/** Every field named must fit; what else is there is of a later version and does no harm. */
export const fields =
  <T extends object>(checks: { readonly [Name in keyof T]-?: Check<T[Name]> }): Check<T> =>
  (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries<Check<unknown>>(checks).every(([name, check]) => check(Reflect.get(value, name)));
