import { InvalidArgumentError } from 'commander';
import { nearest } from '../settings/nearest.ts';

/** Parsers for option values: they return the value or throw the one error that commander turns into words. */

export function wholeNumber(min: number, max: number, unit = ''): (text: string) => number {
  const range = `Write a whole number from ${min} to ${max}${unit}.`;
  return (text) => {
    const value = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) throw new InvalidArgumentError(range);
    return value;
  };
}

/** Empty is what an unset variable leaves in a script: it would mean the current folder. */
export function folder(text: string): string {
  if (text === '') throw new InvalidArgumentError('Name a folder.');
  return text;
}

/** Of an id: fewer signs would fit too many. */
export function beginning(text: string): string {
  if (text.length < 4) throw new InvalidArgumentError('Write at least the first 4 signs of an id.');
  return text;
}

export function family(text: string): 4 | 6 {
  if (text === '4') return 4;
  if (text === '6') return 6;
  throw new InvalidArgumentError('Write 4 or 6.');
}

const isOneOf = <T extends string>(choices: readonly T[], text: string): text is T =>
  (choices as readonly string[]).includes(text);

function oneOf<T extends string>(choices: readonly T[], text: string): T {
  if (isOneOf(choices, text)) return text;
  const meant = nearest(text, choices);
  throw new InvalidArgumentError(
    meant === null ? `Write one of ${choices.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

export function choice<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => oneOf(choices, text);
}

/** What is pasted often has blanks around it. */
export const host = (text: string): string => text.trim();

/** `A,B,C`, or the option given more than once; each must be there. */
export function hostList(text: string, before: readonly string[] = []): readonly string[] {
  const hosts = text.split(',').map((part) => part.trim());
  if (hosts.includes('')) throw new InvalidArgumentError('Write hosts with commas between: A,B,C.');
  return [...before, ...hosts];
}

/** `icmp4,tcp4`, or the option given more than once. */
export function choices<T extends string>(
  all: readonly T[],
): (text: string, before?: readonly T[]) => readonly T[] {
  return (text, before = []) => [
    ...new Set([...before, ...text.split(',').map((part) => oneOf(all, part.trim()))]),
  ];
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** The latest moment a Date can hold, in ms since the epoch; negative ones are before any measurement. */
const MAX_MS = 8_640_000_000_000_000;

function momentMs(text: string, nowMs: number): number {
  if (text === 'now') return nowMs;
  const relative = /^-([0-9]{1,6})([smhdw])$/.exec(text);
  if (relative !== null) return nowMs - Number(relative[1]) * (UNIT_MS[relative[2] ?? ''] ?? Number.NaN);
  if (!ISO.test(text)) return Number.NaN;
  // A day alone means its local midnight, as a time without a zone is local; Date.parse would take UTC.
  const ms = Date.parse(text.length === 10 ? `${text}T00:00` : text);
  // Date.parse lets 2026-02-30 roll over into March; the day must come back as it was written.
  const day = Date.parse(text.slice(0, 10));
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text.slice(0, 10)
    ? Number.NaN
    : ms;
}

/** ISO 8601 (`2026-11-21T14:00Z`; local time without a zone), `-90m`, `-7d` or `now`; ms since the epoch. */
export function moment(now: () => number): (text: string) => number {
  return (text) => {
    const ms = momentMs(text, now());
    if (!(ms >= 0 && ms <= MAX_MS)) {
      throw new InvalidArgumentError('Write a time such as 2026-11-21T14:00, -1h, -7d or now.');
    }
    return ms;
  };
}
