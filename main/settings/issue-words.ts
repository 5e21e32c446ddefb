import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { keysAt } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong and what to do, for one finding of the schema. `path` is where to point. */
export interface IssueWords {
  readonly what: string;
  readonly wayOut: string;
  readonly path: readonly (string | number)[];
  readonly pointAt: 'key' | 'value';
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

function unknownKey(key: string, path: readonly PropertyKey[]): IssueWords {
  const allowed = keysAt(path);
  const meant = nearest(key, allowed);
  return {
    what: `unknown key "${key}"`,
    wayOut: meant === null ? `the keys here are ${allowed.join(', ')}` : `did you mean "${meant}"?`,
    path: [...plainPath(path), key],
    pointAt: 'key',
  };
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

function describe(issue: Issue): { what: string; wayOut: string } {
  const name = issue.path.length === 0 ? 'the configuration' : `"${fieldName(issue.path)}"`;
  if (missing(issue)) return { what: `${name} is missing`, wayOut: 'add it' };
  switch (issue.code) {
    case 'invalid_type':
      return {
        what: `${name} has the wrong type`,
        wayOut: `write ${TYPE_WORDS[issue.expected] ?? issue.expected}`,
      };
    case 'invalid_value':
      return { what: `${name} can't be ${JSON.stringify(issue.input)}`, wayOut: invalidChoice(issue) };
    case 'too_small':
      return { what: `${name} is too small`, wayOut: `the least is ${bound(issue.minimum)}` };
    case 'too_big':
      return { what: `${name} is too large`, wayOut: `the most is ${bound(issue.maximum)}` };
    default: {
      const [what = issue.message, ...rest] = issue.message.split('; ');
      return issue.code === 'custom' && rest.length > 0
        ? { what, wayOut: rest.join('; ') }
        : { what: `${name} ${issue.message}`, wayOut: 'correct it' };
    }
  }
}

/** One entry for each thing to correct. */
export function issueWords(issue: Issue): readonly IssueWords[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path));
  const path = plainPath(issue.path);
  return [{ ...describe(issue), path: missing(issue) ? path.slice(0, -1) : path, pointAt: 'value' }];
}
