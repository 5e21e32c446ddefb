import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectFile } from '../../../support/metrics-servers/project-file.ts';

/** What is asked of a server: of an instant (now), or over a range. */
export interface Query {
  readonly board: string;
  /** For people: the panel's title, `annotation NAME` or `variable NAME`. */
  readonly where: string;
  readonly source: 'graphite' | 'prometheus';
  readonly purpose: 'panel' | 'annotation' | 'variable';
  /** With Grafana's variables still in it. */
  readonly text: string;
  readonly instant: boolean;
}

const source = z.object({ type: z.string(), uid: z.string() });
const target = z.object({
  refId: z.string(),
  datasource: source,
  expr: z.string().optional(),
  target: z.string().optional(),
  legendFormat: z.string().optional(),
  instant: z.boolean().optional(),
});
const panel = z.object({
  id: z.number().int().positive(),
  type: z.string(),
  title: z.string(),
  datasource: source.optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).optional(),
  fieldConfig: z
    .object({ defaults: z.record(z.string(), z.unknown()), overrides: z.array(z.unknown()) })
    .optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});
const variable = z.object({
  name: z.string(),
  type: z.enum(['datasource', 'textbox', 'query']),
  query: z.union([z.string(), z.object({ query: z.string(), refId: z.string() })]),
  allValue: z.string().optional(),
  datasource: source.optional(),
});
const annotation = z.object({
  name: z.string(),
  builtIn: z.number().optional(),
  datasource: source,
  expr: z.string().optional(),
  target: z.object({ target: z.string().optional() }).optional(),
});
const board = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number().int(),
  panels: z.array(panel),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({ list: z.array(annotation) }),
});

export type Panel = z.infer<typeof panel>;
export type Board = z.infer<typeof board> & { readonly file: string };

const FOLDER = projectFile('deploy/grafana');

export const boardTexts = (): readonly (readonly [string, string])[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]);

export const boards = (): readonly Board[] =>
  boardTexts().map(([file, text]) => ({ ...board.parse(JSON.parse(text)), file }));

function query(
  of: Board,
  rest: Omit<Query, 'board' | 'source'> & { readonly type: string | undefined },
): Query {
  const { type, ...own } = rest;
  if (type !== 'graphite' && type !== 'prometheus') throw new Error(`${of.file}, ${own.where}: from ${type}`);
  return { board: of.file, source: type, ...own };
}

function panelQueries(of: Board): readonly Query[] {
  return of.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ refId, datasource, expr, target: text, instant = false }) => {
      const where = `${title} (${refId})`;
      return query(of, { where, purpose: 'panel', type: datasource.type, text: expr ?? text ?? '', instant });
    }),
  );
}

function annotationQueries(of: Board): readonly Query[] {
  return of.annotations.list
    .filter(({ builtIn }) => builtIn !== 1)
    .map(({ name, datasource, expr, target: own }) => {
      const text = expr ?? own?.target ?? '';
      const where = `annotation ${name}`;
      return query(of, { where, purpose: 'annotation', type: datasource.type, text, instant: false });
    });
}

function variableQueries(of: Board): readonly Query[] {
  return of.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query: asked, datasource }) => {
      const text = typeof asked === 'string' ? asked : asked.query;
      const where = `variable ${name}`;
      return query(of, { where, purpose: 'variable', type: datasource?.type, text, instant: true });
    });
}

/** Everything that a dashboard asks. */
export const queriesOf = (of: Board): readonly Query[] => [
  ...panelQueries(of),
  ...annotationQueries(of),
  ...variableQueries(of),
];

/** `$name`, `${name}` and `${name:format}` take their values; throws for one that has none. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g, (whole, plain?: string, braced?: string) => {
    const value = values[plain ?? braced ?? ''];
    if (value === undefined) throw new Error(`no value for ${whole} in ${text}`);
    return value;
  });
}

/** `label_values(metric{...}, label)`, as Grafana's Prometheus source understands it. */
export function labelValues(text: string): { readonly match: string; readonly label: string } {
  const [, match, label] = /^label_values\((.+),\s*(\w+)\)$/.exec(text) ?? [];
  if (match === undefined || label === undefined) throw new Error(`not understood: ${text}`);
  return { match, label };
}
