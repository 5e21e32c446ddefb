/** Branded numbers: a unit mistake is a type error, the values stay plain numbers at run time. */
declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]: Name };

/** Milliseconds since the Unix epoch. A label for people; never subtracted to get a duration. */
export type WallMs = Branded<'wall-ms'>;
/** Milliseconds on a monotonic clock of this process; meaningless across runs. */
export type MonoMs = Branded<'mono-ms'>;

export const wallMs = (value: number): WallMs => value as WallMs;
export const monoMs = (value: number): MonoMs => value as MonoMs;

/** Exhaustiveness check for tagged unions. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
