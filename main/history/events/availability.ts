import { isKind } from '../../domain/model/kind.ts';
import type { Availability } from '../../domain/outage/types.ts';
import { textOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

/** Replaces what was remembered: the detector keeps the list short and in order. */
export function writeAvailability(database: Database, list: readonly Availability[]): void {
  database.transaction(() => {
    database.run('DELETE FROM worked');
    list.forEach(({ network, kinds }, place) => {
      database.run(
        'INSERT OR REPLACE INTO worked (network, kinds, place) VALUES (?, ?, ?)',
        network,
        kinds.join(' '),
        place,
      );
    });
  });
}

/** The network used last comes first. Kinds that this version does not know are left out. */
export function readAvailability(database: Database): readonly Availability[] {
  return database.all('SELECT network, kinds FROM worked ORDER BY place').map((row) => ({
    network: textOf(row, 'network'),
    kinds: textOf(row, 'kinds').split(' ').filter(isKind),
  }));
}
