import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { homesOf, keysAt } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong and what to do, for one finding of the schema. `pointAt`: where in the text that shows. */
export interface IssueWords {
  /** What it is about, `"intervalMs"`; empty where `what` is a sentence of its own. */
  readonly subject: string;
  readonly what: string;
  readonly wayOut: string;
  readonly path: readonly (string | number)[];
  readonly pointAt: 'key' | 'value' | 'parent';
}

const plainPath = (path: readonly PropertyKey[]): (string | number)[] =>
  path.map((part) => (typeof part === 'number' ? part : String(part)));

/** `retention.rawHours`, `anchors[2].port`: as the field would be written in code. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a whole number',
  string: 'a text in double quotes',
  boolean: 'true or false',
  object: 'an object in { }',
  array: 'a list in [ ]',
};

/** A key that more objects have tells nothing of where it was meant to be. */
const MAX_HOMES = 2;

function keyWayOut(key: string, path: readonly PropertyKey[]): string {
  const allowed = keysAt(path);
  const meant = nearest(key, allowed);
  if (meant !== null) return `did you mean "${meant}"?`;
  const homes = homesOf(key);
  if (homes.length === 0 || homes.length > MAX_HOMES) return `the keys here are ${allowed.join(', ')}`;
  return `did you mean ${homes.map((home) => `"${home}.${key}"`).join(' or ')}?`;
}

const unknownKey = (key: string, path: readonly PropertyKey[]): IssueWords => ({
  subject: '',
  what: `unknown key "${key}"`,
  wayOut: keyWayOut(key, path),
  path: [...plainPath(path), key],
  pointAt: 'key',
});

/** No more of what was written than a line can hold; objects and lists are not repeated. */
function inputText(input: unknown): string {
  if (typeof input === 'object' ? input !== null : typeof input === 'bigint') return 'that';
  const text = typeof input === 'string' ? JSON.stringify(input) : String(input);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function invalidChoice(issue: Extract<Issue, { code: 'invalid_value' }>): string {
  const choices = issue.values.map(String);
  const meant = typeof issue.input === 'string' ? nearest(issue.input, choices) : null;
  return meant === null ? `use one of ${choices.join(', ')}` : `did you mean "${meant}"?`;
}

function missing(issue: Issue): boolean {
  return issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

const bound = (value: number | bigint): string => String(value);

function describe(issue: Issue): { subject: string; what: string; wayOut: string } {
  const subject = issue.path.length === 0 ? 'the configuration' : `"${fieldName(issue.path)}"`;
  if (missing(issue)) return { subject, what: 'is missing', wayOut: 'add it' };
  switch (issue.code) {
    case 'invalid_type':
      return {
        subject,
        what: 'has the wrong type',
        wayOut: `write ${TYPE_WORDS[issue.expected] ?? issue.expected}`,
      };
    case 'invalid_value':
      return { subject, what: `can't be ${inputText(issue.input)}`, wayOut: invalidChoice(issue) };
    case 'too_small':
      return { subject, what: 'is too small', wayOut: `the least is ${bound(issue.minimum)}` };
    case 'too_big':
      return { subject, what: 'is too large', wayOut: `the most is ${bound(issue.maximum)}` };
    default: {
      const [what = issue.message, ...rest] = issue.message.split('; ');
      return issue.code === 'custom' && rest.length > 0
        ? { subject: '', what, wayOut: rest.join('; ') }
        : { subject, what: issue.message, wayOut: 'correct it' };
    }
  }
}

/** One entry for each thing to correct. */
export function issueWords(issue: Issue): readonly IssueWords[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path));
  const pointAt = missing(issue) ? 'parent' : 'value';
  return [{ ...describe(issue), path: plainPath(issue.path), pointAt }];
}

/** `"intervalMs" is too small` */
export const whatOf = ({ subject, what }: IssueWords): string =>
  subject === '' ? what : `${subject} ${what}`;
