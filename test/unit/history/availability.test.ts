import { describe, expect, test } from 'vitest';
import { readAvailability, writeAvailability } from '../../../main/history/events/availability.ts';
import { Database } from '../../../main/history/store/database.ts';
import { migrate } from '../../../main/history/store/migrate.ts';

function fresh(): Database {
  const database = new Database(':memory:');
  migrate(database);
  return database;
}

describe('availability', () => {
  test('a new file remembers nothing', () => {
    expect(readAvailability(fresh())).toEqual([]);
  });

  test('comes back in its order, and a second writing replaces the first', () => {
    const database = fresh();
    writeAvailability(database, [{ network: 'old', kinds: ['dns'] }]);
    const list = [
      { network: 'home', kinds: ['icmp4', 'tcp4', 'tcp6'] },
      { network: 'cafe', kinds: [] },
      { network: 'a network with spaces', kinds: ['gateway'] },
    ] as const;
    writeAvailability(database, list);
    expect(readAvailability(database)).toEqual(list);
  });

  test('kinds of a later version are left out', () => {
    const database = fresh();
    database.run("INSERT INTO worked (network, kinds, place) VALUES ('home', 'tcp4 quic6', 0)");
    expect(readAvailability(database)).toEqual([{ network: 'home', kinds: ['tcp4'] }]);
  });
});
