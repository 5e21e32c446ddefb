import { HistoryError } from '../errors.ts';

/** A row as SQLite hands it over: nothing is believed before one of these functions has looked at it. */
export type Row = Readonly<Record<string, unknown>>;

const damaged = (name: string): HistoryError =>
  new HistoryError('damaged', `The history file is damaged: column ${name} holds something unexpected.`);

export function numberOf(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw damaged(name);
  return value;
}

export function numberOrNull(row: Row, name: string): number | null {
  return row[name] === null ? null : numberOf(row, name);
}

export function textOf(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw damaged(name);
  return value;
}

export function textOrNull(row: Row, name: string): string | null {
  return row[name] === null ? null : textOf(row, name);
}

export function bytesOf(row: Row, name: string): Uint8Array {
  const value = row[name];
  if (!(value instanceof Uint8Array)) throw damaged(name);
  return value;
}

/** A text that must be one of a fixed set. */
export function oneOf<const T extends string>(values: readonly T[], row: Row, name: string): T {
  const value = row[name];
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw damaged(name);
  return found;
}
