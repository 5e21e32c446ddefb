import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchResult } from './result.ts';
import { SUITES } from './suites.ts';
import { table } from './table.ts';

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
const chosen = SUITES.filter((suite) => positionals.length === 0 || positionals.includes(suite.name));
if (unknown.length > 0) {
  say(
    `bench: no suite "${unknown.join('", "')}"; there are: ${SUITES.map((suite) => suite.name).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  const results: Record<string, readonly BenchResult[]> = {};
  const notRun: Record<string, string> = {};
  const failed: Record<string, string> = {};
  for (const suite of chosen) {
    const obstacle = suite.obstacle?.() ?? '';
    if (obstacle !== '') {
      notRun[suite.name] = obstacle;
      say(`${suite.name}: not run, ${obstacle}`);
      continue;
    }
    say(`${suite.name} ...`);
    try {
      results[suite.name] = await suite.run({ quick: values.quick, say });
    } catch (error) {
      // What the other suites have measured in an hour must not go with this one.
      failed[suite.name] = error instanceof Error ? error.message : String(error);
      say(`${suite.name}: failed, ${failed[suite.name]}`);
      process.exitCode = 1;
    }
  }
  const report = {
    at: new Date().toISOString(),
    node: process.version,
    cores: cpus().length,
    quick: values.quick,
    results,
    notRun,
    failed,
  };
  mkdirSync('.cache', { recursive: true });
  const file = join('.cache', 'bench.json');
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${table(results)}\nAs JSON: ${file}\n`);
}
