import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMAND_SHAPES } from '../../../helper/protocol/commands.ts';
import { EVENT_SHAPES } from '../../../helper/protocol/events.ts';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import {
  ECHO_OUTCOMES,
  ENCAPSULATED_KINDS,
  ERROR_CODES,
  FATAL_CODES,
  INTERFACE_ROLES,
  PATH_ENDS,
  PROBE_ANSWERS,
  PROBE_METHODS,
  PROBE_OUTCOMES,
  PROTOCOL_VERSION,
} from '../../../helper/protocol/messages.ts';
import { parseCommand, parseEvent } from '../../../helper/protocol/parse.ts';
import { EXAMPLE_EVENTS } from './examples.ts';

const PAGE = readFileSync(new URL('../../../helper/PROTOCOL.md', import.meta.url), 'utf8');

/** The text from a `### \`name\`` heading to the next heading. */
function section(name: string): string {
  const parts = PAGE.split(/^#+ /m);
  return parts.find((part) => part.startsWith(`\`${name}\``)) ?? '';
}

const examples = (prefix: string): string[] => PAGE.split('\n').filter((line) => line.startsWith(prefix));

describe('PROTOCOL.md', () => {
  test.each([
    ...Object.entries(COMMAND_SHAPES).map(([name, shape]) => [`${name}`, Object.keys(shape)] as const),
    ...Object.entries(EVENT_SHAPES).map(([name, shape]) => [`${name} event`, Object.keys(shape)] as const),
  ])('%s has a section that names each of its fields', (name, fields) => {
    const [message = '', event] = name.split(' ');
    const text = section(event === undefined ? `${message}` : `event ${message}`);
    expect(text).not.toBe('');
    for (const field of fields.filter((other) => other !== 'op' && other !== 'event')) {
      expect(text).toContain(`\`${field}\``);
    }
  });

  test.each([
    ...ERROR_CODES,
    ...FATAL_CODES,
    ...ECHO_OUTCOMES,
    ...PROBE_OUTCOMES,
    ...PROBE_ANSWERS,
    ...PROBE_METHODS,
    ...PATH_ENDS,
  ])('%s is explained', (code) => {
    expect(PAGE).toMatch(new RegExp(`^\\| \`${code}\` \\|`, 'm'));
  });

  test('every field of an answer and of its lists is explained', () => {
    const [example] = EXAMPLE_EVENTS.flatMap((event) =>
      event.event === 'probe-again' ? [event.answer] : [],
    );
    const { mpls = [], interfaces = [], ...fields } = example ?? {};
    const names = [...mpls, ...interfaces, fields].flatMap((part) => Object.keys(part));
    expect(names).toContain('bottomOfStack');
    expect(names).toContain('index');
    const text = section('event probe');
    for (const name of [...names, ...INTERFACE_ROLES]) expect(text).toContain(`\`${name}\``);
  });

  test('both innermost packets are explained, and what only their answers tell', () => {
    for (const kind of ENCAPSULATED_KINDS) expect(section('encapsulated')).toContain(`\`${kind}\``);
    expect(section('event encapsulated')).toContain('`layer`');
  });

  test('what only the answers to trains tell is explained', () => {
    expect(section('event train')).toContain('`fragmented`');
  });

  test.each(Object.entries(LIMITS))('the limit %s is listed with its value', (name, value) => {
    expect(PAGE).toMatch(new RegExp(`^\\| \`${name}\` \\| ${value} \\|`, 'm'));
  });

  test('no limit is listed that does not exist', () => {
    const [, limits = ''] = PAGE.split('## Limits');
    const listed = [...(limits.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(Object.keys(LIMITS).toSorted());
  });

  test('every example is a valid message, and each message has one', () => {
    const ops = examples('{"op"').map((line) => parseCommand(line));
    const events = examples('{"event"').map((line) => parseEvent(line));
    expect(ops.filter((result) => 'event' in result)).toEqual([]);
    expect(events.filter((result) => 'error' in result)).toEqual([]);
    const opNames = ops.map((result) => ('op' in result ? result.op : ''));
    const eventNames = events.map((result) => ('event' in result ? result.event : ''));
    expect(new Set(opNames)).toEqual(new Set(Object.keys(COMMAND_SHAPES)));
    expect(new Set(eventNames)).toEqual(new Set(Object.keys(EVENT_SHAPES)));
  });

  test('the protocol version is told', () => {
    expect(PAGE).toContain(`Protocol version ${PROTOCOL_VERSION}`);
  });
});
