import { MAX_LABELS } from '../../domain/model/metrics-config.ts';
import { type Fault, isPrintable } from './fault.ts';

export const MAX_LABEL_NAME_LENGTH = 64;
export const MAX_LABEL_LENGTH = 128;

/** Names that series have already, or that stores of series use for themselves. */
const TAKEN = ['machine', 'kind', 'anchor', 'class', 'subject', 'state', 'le', 'quantile'];

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function nameFault(name: string): string | null {
  if (name.length > MAX_LABEL_NAME_LENGTH) {
    return `the name of a label is too long; use at most ${MAX_LABEL_NAME_LENGTH} characters`;
  }
  const shown = JSON.stringify(name);
  if (!NAME.test(name)) return `${shown} cannot name a label; use letters, digits and _, no digit first`;
  if (name.startsWith('__')) return `${shown} cannot name a label; names that begin with __ are reserved`;
  return TAKEN.includes(name) ? `the label ${shown} is one of Faultline's own; choose another name` : null;
}

function valueFault(name: string, value: string): string | null {
  const label = `the label ${JSON.stringify(name)}`;
  if (value === '') return `${label} says nothing; give it a value or leave it out`;
  if (value.length > MAX_LABEL_LENGTH)
    return `${label} is too long; use at most ${MAX_LABEL_LENGTH} characters`;
  return isPrintable(value) ? null : `${label} holds a character that cannot be shown; leave it out`;
}

export function labelFaults(labels: Readonly<Record<string, string>>): readonly Fault[] {
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS)
    return [{ path: [], message: `there are ${entries.length} labels; the most is ${MAX_LABELS}` }];
  return entries.flatMap(([name, value]) => {
    const message = nameFault(name) ?? valueFault(name, value);
    return message === null ? [] : [{ path: [name], message }];
  });
}

/** A record of the schema is without it, whatever was written. */
const LOST_NAME = '__proto__';

/** What is wrong with labels as they were written, that `labelFaults` can't see any more. */
export function lostNameFaults(labels: unknown): readonly Fault[] {
  if (typeof labels !== 'object' || labels === null || !Object.hasOwn(labels, LOST_NAME)) return [];
  const message = nameFault(LOST_NAME);
  return message === null ? [] : [{ path: [LOST_NAME], message }];
}
