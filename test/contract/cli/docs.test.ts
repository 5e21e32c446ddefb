import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildProgram } from '../../../main/cli/program.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import * as schemas from './schemas.ts';

const DOC = readFileSync(fileURLToPath(new URL('../../../docs/cli.md', import.meta.url)), 'utf8');

/** The text below `## name`, up to the next heading of that level; everything before the first one for ''. */
function section(name: string): string {
  const parts = DOC.split(/^## /m);
  return parts.find((part) => part.startsWith(`${name}\n`)) ?? '';
}

const program = buildProgram(async () => {});
const commands = program.commands.map((command) => ({
  name: command.name(),
  options: command.options.flatMap(({ long }) => (long == null ? [] : [long])),
}));
const shared = ['--json', '--ascii', '--verbose'];

/** Every name and every choice in a schema, however deep. */
function words(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, inner]) => [name, ...words(inner)]);
  }
  if (schema instanceof z.ZodArray) return words(schema.element);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return words(schema.unwrap());
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return [];
}

describe('docs/cli.md', () => {
  test('has a section for each command, and none for a command that is not there', () => {
    const headings = [...DOC.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['What all commands share', ...commands.map(({ name }) => name)]);
  });

  test.each(commands)('$name: every option', ({ name, options }) => {
    const own = options.filter((option) => !shared.includes(option));
    for (const option of own) expect(section(name)).toContain(`| \`${option}\` |`);
    const documented = [...section(name).matchAll(/^\| `(--[a-z-]+)` \|/gm)].map((match) => match[1]);
    expect(documented.sort()).toEqual(own.sort());
  });

  test('the options that all share', () => {
    for (const option of shared) expect(section('What all commands share')).toContain(`| \`${option}\` |`);
    for (const { options } of commands) expect(options).toEqual(expect.arrayContaining(shared));
  });

  test.each([
    ['ping', schemas.PING],
    ['trace', schemas.TRACE],
    ['probe', schemas.PROBE],
    ['encapsulation', schemas.ENCAPSULATION],
    ['monitor', schemas.SAMPLE],
    ['monitor', schemas.HEALTH],
    ['monitor', schemas.INCIDENT],
    ['monitor', schemas.GAP],
    ['monitor', schemas.MODE],
    ['monitor', schemas.NETWORK],
    ['metrics', schemas.METRICS],
    ['history', schemas.HISTORY],
    ['doctor', schemas.DOCTOR],
  ] as const)('%s: every JSON field and value', (name, schema) => {
    const text = section(name) + (name === 'history' ? section('monitor') : '');
    const found = words(schema);
    expect(found.length).toBeGreaterThan(3);
    for (const word of found) expect(text).toMatch(new RegExp(`["\`]${word}["\`]`));
  });

  test('incidents: every field of an incident', () => {
    const { shape } = schemas.INCIDENTS.shape.incidents.element;
    const { comparison } = schemas.KEPT_TRACE.shape;
    for (const word of [...Object.keys(shape), ...words(shape.traces), ...words(comparison)]) {
      expect(section('incidents')).toContain(`\`${word}\``);
    }
  });

  test('every key of the configuration with its default', () => {
    const text = section('monitor');
    for (const [key, value] of Object.entries(DEFAULT_CONFIG)) {
      expect(text).toContain(`| \`${key}\` |`);
      if (typeof value !== 'object')
        expect(text).toMatch(new RegExp(`\\| \`${key}\` \\| \`?${String(value)}`));
    }
    for (const [key, value] of Object.entries(DEFAULT_CONFIG.retention))
      expect(text).toContain(`\`${key}\` ${value}`);
  });

  test('every key of the metrics with its default', () => {
    const text = section('monitor');
    const rows = text.split('\n').filter((line) => line.startsWith('| `'));
    const { statsd, prometheus, push, ...own } = DEFAULT_CONFIG.metrics;
    const parts = Object.entries({ statsd, prometheus, push });
    const keys = [
      ...Object.entries(own),
      ...parts.flatMap(([name, part]) =>
        Object.entries(part).map(([key, value]) => [`${name}.${key}`, value] as const),
      ),
    ];
    expect(keys.length).toBeGreaterThan(20);
    for (const [key, value] of keys) {
      const row = rows.find((line) => line.split(' | ')[0]?.includes(`\`${key}\``));
      const shown = typeof value === 'object' || value === '' ? JSON.stringify(value) : String(value);
      expect(row?.split(' | ')[1]?.replaceAll('`', ''), key).toBe(shown);
    }
  });

  test('every exit code', () => {
    for (const code of [0, 1, 2, 3, 4]) expect(section('What all commands share')).toContain(`\n| ${code} |`);
  });
});
