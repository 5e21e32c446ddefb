import { readFileSync } from 'node:fs';
import { projectFile } from '../../../support/metrics-servers/project-file.ts';

const section = (heading: string): string => {
  const page = readFileSync(projectFile('docs/metrics.md'), 'utf8');
  const found = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`docs/metrics.md has no section ${heading}`);
  return found;
};

/** The names that a section's tables have in their first column, and those written with the prefix before them. */
export function documented(heading: 'StatsD' | 'Prometheus' | 'Push'): readonly string[] {
  const text = section(heading);
  const prefixed = [...text.matchAll(/`<prefix>([^`]+)`/g)].map(([, name]) => name ?? '');
  const cells = [...text.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell]) => cell ?? '');
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
  return [...names, ...prefixed].filter((name) => /^(faultline[_.]|ping2\.|ipv[46]\.)/.test(name));
}

/** `faultline.<machine>.<kind>.<anchor>.rtt` as a pattern: what stands in angles is one part of the name. */
export const patternOf = (name: string): RegExp =>
  new RegExp(`^${name.replaceAll('.', '\\.').replaceAll(/<[^>]+>/g, '[^.]+')}$`);

/** The metrics of Prometheus that an expression asks for. */
export const metricsIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\bfaultline_[a-z_]+/g)].map(([name]) => name);
