import { isKind, type Kind } from '../../domain/model/kind.ts';
import { numberOf, textOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

/** A kind measured at an anchor has a small number, which every block's key carries. */
export interface SeriesEntry {
  readonly id: number;
  readonly kind: Kind;
  readonly anchor: string;
}

/** Finds or makes the number; a repeated look-up costs one index probe. */
export function seriesIdOf(database: Database, kind: Kind, anchor: string): number {
  const find = (): unknown =>
    database.value('SELECT id FROM series WHERE kind = ? AND anchor = ?', kind, anchor);
  const known = find();
  if (typeof known === 'number') return known;
  database.run('INSERT INTO series (kind, anchor) VALUES (?, ?)', kind, anchor);
  const made = find();
  if (typeof made !== 'number') throw new Error(`series ${kind} ${anchor} was not kept`);
  return made;
}

export function seriesOf(
  database: Database,
  kinds: readonly Kind[],
  anchor: string | undefined,
): readonly SeriesEntry[] {
  const found: SeriesEntry[] = [];
  for (const row of database.all('SELECT id, kind, anchor FROM series ORDER BY id')) {
    const kind = textOf(row, 'kind');
    const entry = { id: numberOf(row, 'id'), anchor: textOf(row, 'anchor') };
    if (!isKind(kind) || !kinds.includes(kind)) continue;
    if (anchor === undefined || anchor === entry.anchor) found.push({ ...entry, kind });
  }
  return found;
}
