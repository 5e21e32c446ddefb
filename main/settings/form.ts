import type { z } from 'zod';
import type { Anchor } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import { EXPORTERS, type ExporterName } from '../domain/model/metrics-state.ts';
import { anchorFaults, loopbackFaults, normalAnchor } from './check-anchors.ts';
import { DEFAULT_CONFIG } from './defaults.ts';
import { type IssueWords, issueWords } from './issue-words.ts';
import { METRICS } from './metrics/metrics-schema.ts';
import { CONFIG_SCHEMA } from './schema.ts';

/** A field that was refused, and why: one sentence, to be shown next to it. */
export interface FormProblem {
  /** `['anchors', 2, 'address']`; empty: the whole. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type FormCheck =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };

/** More than any form has fields; keeps a hostile value from making a list without end. */
const MAX_PROBLEMS = 100;

const sentence = (text: string): string => {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
};

/** What the schema has to say in a window's words, where the file's would not be understood there. */
function formWords(issue: z.core.$ZodIssue): string | null {
  const words: unknown = issue.code === 'custom' ? issue.params?.['formMessage'] : null;
  if (typeof words === 'string') return words;
  const isNumber = issue.code === 'invalid_type' && (issue.expected === 'int' || issue.expected === 'number');
  return isNumber && issue.input !== undefined ? 'write a whole number' : null;
}

/** Next to the field its name need not be said. */
function fieldSentence({ subject, what, wayOut }: IssueWords): string {
  const said = subject === '' ? what : `this ${what}`;
  return sentence(wayOut === '' ? said : `${said}; ${wayOut}`);
}

function problemsOf(issue: z.core.$ZodIssue): readonly FormProblem[] {
  const own = formWords(issue);
  return issueWords(issue).map((words) => ({
    path: words.path,
    message: own === null ? fieldSentence(words) : sentence(own),
  }));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys of the configuration that are not there. A file may leave them out; a form that does would reset them. */
function leftOut(value: unknown, whole: object, path: readonly string[] = []): readonly FormProblem[] {
  return Object.entries(whole).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (!isObject(value) || !Object.hasOwn(value, key))
      return [{ path: here, message: 'This is missing; add it.' }];
    return isObject(inner) ? leftOut(value[key], inner, here) : [];
  });
}

const loopbackProblems = (anchors: readonly Anchor[], at: readonly string[]): readonly FormProblem[] =>
  loopbackFaults(anchors).map(({ path, formMessage }) => ({
    path: [...at, ...path],
    message: sentence(formMessage),
  }));

/**
 * Checks a whole configuration that is given as a value, as a window holds it: the same rules as for the file,
 * field by field, but nothing may be left out. Never throws.
 */
export function checkForm(value: unknown): FormCheck {
  const parsed = CONFIG_SCHEMA.safeParse(value, { reportInput: true });
  const problems = parsed.success
    ? [...leftOut(value, DEFAULT_CONFIG), ...loopbackProblems(parsed.data.anchors, ['anchors'])]
    : parsed.error.issues.flatMap(problemsOf);
  if (parsed.success && problems.length === 0) return { ok: true, config: parsed.data };
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

export type AnchorCheck =
  | { readonly ok: true; readonly anchor: Anchor }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };

/** One anchor by itself; paths begin at it (`['address']`). */
export function checkAnchor(anchor: Anchor): AnchorCheck {
  const faults = [...anchorFaults([anchor]), ...loopbackFaults([anchor])];
  const problems = faults.map(({ path, formMessage }) => ({
    path: path.slice(1),
    message: sentence(formMessage),
  }));
  return problems.length === 0 ? { ok: true, anchor: normalAnchor(anchor) } : { ok: false, problems };
}

export type MetricsCheck =
  | { readonly ok: true; readonly metrics: MetricsConfig }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };

/** The metrics of a form with the defaults in place of the other exporters: what is half written there does no harm. */
function partOf(value: unknown, exporter: ExporterName): unknown {
  const metrics = isObject(value) ? value['metrics'] : undefined;
  if (!isObject(metrics)) return metrics;
  const others = EXPORTERS.filter((name) => name !== exporter);
  return { ...metrics, ...Object.fromEntries(others.map((name) => [name, DEFAULT_CONFIG.metrics[name]])) };
}

/** What one exporter works by, of a whole configuration as a window holds it, whatever the rest is like. Never throws. */
export function checkMetrics(value: unknown, exporter: ExporterName): MetricsCheck {
  const part = partOf(value, exporter);
  const parsed = METRICS.safeParse(part, { reportInput: true });
  const problems = parsed.success
    ? leftOut(part, DEFAULT_CONFIG.metrics)
    : parsed.error.issues.flatMap(problemsOf);
  if (parsed.success && problems.length === 0) return { ok: true, metrics: parsed.data };
  const whole = problems.slice(0, MAX_PROBLEMS);
  return { ok: false, problems: whole.map((one) => ({ ...one, path: ['metrics', ...one.path] })) };
}
