/** Why a field was refused; `code` as in ErrorEvent. */
export interface Fault {
  readonly code: 'bad-field' | 'out-of-range';
  readonly message: string;
}

/** Null: the value is a T. `name` is for the message. */
export interface Field<T> {
  readonly check: (value: unknown, name: string) => Fault | null;
  /** Never set: ties the check to the type it stands for. */
  readonly type?: T;
}

/** A check for every field of a message: a field without one is a type error. */
export type Shape<T> = { readonly [K in keyof T]-?: Field<T[K]> };

const bad = (message: string): Fault => ({ code: 'bad-field', message });

export function integer(min: number, max: number): Field<number> {
  return {
    check: (value, name) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) return bad(`${name} is not an integer`);
      if (value >= min && value <= max) return null;
      return { code: 'out-of-range', message: `${name} is not between ${min} and ${max}` };
    },
  };
}

/** A finite number of milliseconds, not negative. */
export const duration: Field<number> = {
  check: (value, name) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 ? null : bad(`${name} is no duration`),
};

export function text(maxLength: number): Field<string> {
  return {
    check: (value, name) =>
      typeof value === 'string' && value.length <= maxLength
        ? null
        : bad(`${name} is not a string of at most ${maxLength} characters`),
  };
}

export const flag: Field<boolean> = {
  check: (value, name) => (typeof value === 'boolean' ? null : bad(`${name} is not true or false`)),
};

export function oneOf<const T extends string | number>(values: readonly T[]): Field<T> {
  return {
    check: (value, name) =>
      values.some((known) => known === value) ? null : bad(`${name} is not one of ${values.join(', ')}`),
  };
}

export function nullable<T>(field: Field<T>): Field<T | null> {
  return { check: (value, name) => (value === null ? null : field.check(value, name)) };
}

export function listOf<T>(field: Field<T>, maxItems: number): Field<readonly T[]> {
  return {
    check: (value, name) => {
      if (!Array.isArray(value) || value.length > maxItems) {
        return bad(`${name} is not a list of at most ${maxItems}`);
      }
      return firstFault(value.map((item, index) => field.check(item, `${name}[${index}]`)));
    },
  };
}

/** Any names, one kind of value. */
export function recordOf<T>(field: Field<T>, maxItems: number): Field<Readonly<Record<string, T>>> {
  return {
    check: (value, name) => {
      if (!isRecord(value) || Object.keys(value).length > maxItems) {
        return bad(`${name} is not an object of at most ${maxItems} fields`);
      }
      return firstFault(
        Object.entries(value).map(([key, item]) => field.check(item, `${name}.${shown(key)}`)),
      );
    },
  };
}

export function objectOf<T extends object>(shape: Shape<T>): Field<T> {
  return {
    check: (value, name) => (isRecord(value) ? faultOf(value, shape) : bad(`${name} is not an object`)),
  };
}

/** What JSON calls an object. Only its own fields count: `__proto__` from JSON.parse is one like any other. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nothing missing, nothing more, every field as its check wants it: then, and only then, null. */
function faultOf<T>(record: Readonly<Record<string, unknown>>, shape: Shape<T>): Fault | null {
  for (const name of Object.keys(record)) {
    if (!Object.hasOwn(shape, name)) return bad(`unknown field ${shown(name)}`);
  }
  const fields: [string, Field<unknown>][] = Object.entries(shape);
  return firstFault(
    fields.map(([name, field]) =>
      Object.hasOwn(record, name) ? field.check(record[name], name) : bad(`${name} is missing`),
    ),
  );
}

/** The record as a T, or what is wrong with it. */
export function read<T>(
  record: Readonly<Record<string, unknown>>,
  shape: Shape<T>,
): { readonly value: T } | { readonly fault: Fault } {
  const fault = faultOf(record, shape);
  const conforms = (_: unknown): _ is T => fault === null;
  return conforms(record) ? { value: record } : { fault: fault ?? bad('not a message') };
}

const firstFault = (faults: readonly (Fault | null)[]): Fault | null =>
  faults.find((fault) => fault !== null) ?? null;

/** Foreign text in a message: quoted, escaped and short. */
export const shown = (value: string): string =>
  JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
