import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds wrong with the page as it is now, WCAG 2.2 AA and its best practices. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // The page's own policy allows no script to be added; a debugger's is none.
  await page.evaluate(`${SOURCE}; undefined`);
  const run = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)";
  const violations: readonly Violation[] = await page.evaluate(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
