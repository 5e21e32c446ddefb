import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { openRecords, RECORDS_FILE } from '../../../main/encapsulation/records/open-records.ts';
import { ADDRESSES_KEPT, NETWORKS_KEPT } from '../../../main/encapsulation/records/record-schema.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 0, 2);
const HOUR = 3_600_000;

const hop = (address: string, change: Partial<HopCalibration> = {}): HopCalibration => ({
  address,
  decapsulates: 'yes',
  reason: null,
  waysHome: ['hop', 'farther'],
  farther: '198.51.100.9',
  largestBytes: 1500,
  ttlHome: 4,
  testedMs: wallMs(NOW),
  ...change,
});

function opened(directory: string | null = temporaryFolder(), nowMs = NOW) {
  const troubles: string[] = [];
  const at = { nowMs };
  const records = openRecords({
    directory,
    nowMs: () => at.nowMs,
    onTrouble: (text) => troubles.push(text),
  });
  const file = join(directory ?? '', RECORDS_FILE);
  return { records, troubles, at, directory, file };
}

describe('consent', () => {
  test('of a network nobody was asked about there is none', async () => {
    const { records, directory } = opened();
    expect(await records.consent('home')).toBeNull();
    expect(readdirSync(directory ?? '')).toEqual([]);
  });

  test('is kept for its network alone, with its time, and can be taken back', async () => {
    const { records, directory } = opened();
    await records.setConsent('home', true);
    const again = opened(directory);
    expect(await again.records.consent('home')).toEqual({ allowed: true, atMs: NOW });
    expect(await again.records.consent('cafe')).toBeNull();
    await again.records.setConsent('home', false);
    expect(await records.consent('home')).toEqual({ allowed: false, atMs: NOW });
  });
});

describe('calibrations', () => {
  test('come back as they were, those that were asked for', async () => {
    const { records, directory } = opened();
    const kept = [
      hop('192.0.2.1'),
      hop('192.0.2.2', { decapsulates: 'no', reason: 'refuses', waysHome: [] }),
    ];
    await records.keep('home', kept);
    const { records: again } = opened(directory);
    expect(await again.calibrations('home', ['192.0.2.2', '192.0.2.1', '192.0.2.3'])).toEqual(kept);
    expect(await again.calibrations('home', ['192.0.2.3'])).toEqual([]);
    expect(await again.calibrations('cafe', ['192.0.2.1'])).toEqual([]);
  });

  test('a new one takes the place of the old one; consent stays', async () => {
    const { records } = opened();
    await records.setConsent('home', true);
    await records.keep('home', [hop('192.0.2.1'), hop('192.0.2.2')]);
    await records.keep('home', [hop('192.0.2.1', { ttlHome: 9 })]);
    const [one, two] = await records.calibrations('home', ['192.0.2.1', '192.0.2.2']);
    expect([one?.ttlHome, two?.ttlHome]).toEqual([9, 4]);
    expect(await records.consent('home')).not.toBeNull();
  });

  test.each([
    ['yes', 24 * HOUR, 1],
    ['yes', 24 * HOUR + 1, 0],
    ['no', HOUR, 1],
    ['no', HOUR + 1, 0],
    ['untestable', HOUR + 1, 0],
    ['yes', -50_000, 1],
    // The clock was set back: nobody knows how old it is.
    ['yes', -2 * HOUR, 0],
  ] as const)('"%s" from %i ms ago: %i of one is known', async (decapsulates, agoMs, known) => {
    const { records, at } = opened();
    await records.keep('home', [hop('192.0.2.1', { decapsulates })]);
    at.nowMs = NOW + agoMs;
    expect(await records.calibrations('home', ['192.0.2.1'])).toHaveLength(known);
  });

  test('nothing to keep writes nothing', async () => {
    const { records, file } = opened();
    await records.keep('home', []);
    expect(existsSync(file)).toBe(false);
  });
});

describe('the file', () => {
  test('is for its owner alone, in a folder that is made, without leftovers', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const { records, file } = opened(folder);
    await records.setConsent('home', true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual([RECORDS_FILE]);
  });

  test('two who write in turn lose nothing', async () => {
    const { records, directory } = opened();
    const other = opened(directory).records;
    await records.keep('home', [hop('192.0.2.1')]);
    await other.keep('home', [hop('192.0.2.2')]);
    await records.setConsent('cafe', true);
    expect(await other.calibrations('home', ['192.0.2.1', '192.0.2.2'])).toHaveLength(2);
    expect(await other.consent('cafe')).not.toBeNull();
  });

  test.each([
    ['cut off', '{"version":1,"networks":[{"id'],
    ['of another shape', '{"version":1,"networks":[{"id":"home"}]}'],
    ['of a later version', '{"version":2,"networks":[]}'],
    ['empty', ''],
    [
      'full of hops that are none',
      '{"version":1,"networks":[{"id":"h","usedMs":1,"consent":null,"calibrations":[{}]}]}',
    ],
  ])('%s it counts as nothing known, is set aside and told of once', async (_, text) => {
    const { records, troubles, directory, file } = opened();
    writeFileSync(file, text);
    expect(await records.consent('home')).toBeNull();
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toContain('set aside');
    await records.setConsent('home', true);
    expect(await records.consent('home')).not.toBeNull();
    expect(troubles).toHaveLength(1);
    const [aside] = readdirSync(directory ?? '').filter((name) => name !== RECORDS_FILE);
    expect(readFileSync(join(directory ?? '', aside ?? ''), 'utf8')).toBe(text);
  });

  test('where it can be neither read nor written, what was learned lasts as long as the process', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const { records, troubles } = opened(join(folder, 'file', 'below'));
    expect(await records.consent('home')).toBeNull();
    await records.setConsent('home', true);
    await records.keep('home', [hop('192.0.2.1')]);
    expect(await records.consent('home')).not.toBeNull();
    expect(await records.calibrations('home', ['192.0.2.1'])).toHaveLength(1);
    expect(troubles.length).toBeGreaterThan(0);
    for (const text of troubles) expect(text).toMatch(/can't be (read|kept) .*\.$/);
  });

  test('a folder of its name is set aside as well', async () => {
    const { records, troubles, file } = opened();
    mkdirSync(file);
    await records.setConsent('home', true);
    expect(await records.consent('home')).not.toBeNull();
    expect(troubles[0]).toContain('not a regular file');
  });

  test('without a folder all is remembered by the process, and nothing is written', async () => {
    const { records, troubles } = opened(null);
    await records.setConsent('home', true);
    await records.keep('home', [hop('192.0.2.1')]);
    expect(await records.calibrations('home', ['192.0.2.1'])).toHaveLength(1);
    expect(troubles).toEqual([]);
  });
});

describe('bounds', () => {
  test('of too many networks those used longest ago go, but not one with a consent', async () => {
    const { records, at } = opened();
    await records.setConsent('first', true);
    for (let index = 0; index < NETWORKS_KEPT + 3; index += 1) {
      at.nowMs += 1000;
      await records.keep(`n${index}`, [hop('192.0.2.1', { testedMs: wallMs(at.nowMs) })]);
    }
    expect(await records.consent('first')).not.toBeNull();
    expect(await records.calibrations('n0', ['192.0.2.1'])).toEqual([]);
    expect(await records.calibrations(`n${NETWORKS_KEPT + 2}`, ['192.0.2.1'])).toHaveLength(1);
  });

  test('of too many addresses those tested longest ago go', async () => {
    const { records } = opened();
    const hops = Array.from({ length: ADDRESSES_KEPT + 2 }, (_, index) =>
      hop(`10.0.${index >> 8}.${index & 255}`, { testedMs: wallMs(NOW - index) }),
    );
    await records.keep('home', hops);
    const addresses = hops.map(({ address }) => address);
    const kept = await records.calibrations('home', addresses);
    expect(kept).toEqual(hops.slice(0, ADDRESSES_KEPT));
  });
});
