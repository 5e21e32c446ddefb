import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CSV_COLUMNS } from '../../main/app/export/csv.ts';
import { JSON_COLUMNS } from '../../main/app/export/json.ts';

const PAGE = readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8');
const section = (name: string): string => PAGE.split(/^## /m).find((part) => part.startsWith(name)) ?? '';

describe('docs/export.md', () => {
  test('has every column of the CSV, and no other', () => {
    const cells = [...section('CSV').matchAll(/^\| ((?:`[a-z0-9_]+`(?:, )?)+) \|/gm)].map(
      ([, names]) => names ?? '',
    );
    const documented = cells.flatMap((names) =>
      [...names.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name),
    );
    expect(documented.sort()).toEqual([...CSV_COLUMNS].sort());
  });

  test.each(Object.entries(JSON_COLUMNS))('has every element of a row of JSON: %s', (record, columns) => {
    expect(section('JSON')).toContain(`\`${record}\``);
    const row = section('JSON').split('A row of a probe is')[1]?.split('null')[0] ?? '';
    for (const name of columns) expect(row).toContain(`\`${name}\``);
  });
});
