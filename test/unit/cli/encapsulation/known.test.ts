import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readKnown } from '../../../../main/cli/encapsulation/known.ts';
import { knownLines } from '../../../../main/cli/encapsulation/print.ts';
import { allowanceOf, knownResult } from '../../../../main/cli/encapsulation/result.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { openAudit } from '../../../../main/encapsulation/audit/open-audit.ts';
import { openRecords, RECORDS_FILE } from '../../../../main/encapsulation/records/open-records.ts';
import { ENCAPSULATION } from '../../../contract/cli/schemas.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { PLAIN } from '../capture.ts';
import { AT } from '../trace/views.ts';
import { calibration } from './views.ts';

async function filled(): Promise<string> {
  const directory = temporaryFolder();
  const records = openRecords({ directory, nowMs: () => AT, onTrouble: () => {} });
  await records.setConsent('home', true);
  await records.keep('home', [
    calibration(1),
    calibration(2, {
      decapsulates: 'no',
      reason: 'refuses',
      waysHome: [],
      largestBytes: null,
      ttlHome: null,
      testedMs: wallMs(AT - 7_200_000),
    }),
  ]);
  await records.keep('cafe', [calibration(9)]);
  const audit = openAudit({ directory });
  for (const sent of [12, 130]) {
    await audit.add({
      atMs: AT,
      what: 'path probe',
      network: 'home',
      source: '192.0.2.10',
      path: [1, 2, 3, 4].map((index) => `198.51.100.${index}`),
      sent,
      durationMs: 18_200,
      end: 'done',
    });
  }
  return directory;
}

function known(directory: string, network = 'home', most = 20) {
  const reading = readKnown(directory, network, most);
  if (!reading.ok) throw new Error(reading.problem.what);
  return reading.known;
}

describe('what is kept', () => {
  test('is shown: consent, hops with their age, the log', async () => {
    const directory = await filled();
    const all = known(directory);
    expect(knownLines(PLAIN, all, allowanceOf(all, false), AT)).toEqual([
      'Packets in IP-in-IP are allowed on this network, as was answered on 2026-01-01.',
      '',
      '2 hops tested on this network:',
      'address       unwraps  why not  ways home  bytes  TTL home         age',
      '198.51.100.1  yes               hop, echo  1,500         2  1 min 30 s',
      '198.51.100.2  no       refuses                                     2 h',
      '',
      `The latest runs (times are UTC; all are in ${all.logFile}):`,
      'when                 what        packets  took  end   along',
      '2026-01-01 14:02:31  path probe      130  18 s  done  198.51.100.1 198.51.100.2 ... 198.51.100.4',
      '2026-01-01 14:02:31  path probe       12  18 s  done  198.51.100.1 198.51.100.2 ... 198.51.100.4',
    ]);
  });

  test('as JSON it is as documented', async () => {
    const all = known(await filled(), 'home', 1);
    const result: unknown = JSON.parse(JSON.stringify(knownResult('home', all, allowanceOf(all, false), AT)));
    const parsed = ENCAPSULATION.parse(result);
    expect(parsed).toEqual(result);
    expect(parsed).toMatchObject({ allowedBy: 'consent', allowedSince: '2026-01-01T14:02:31.000Z' });
    expect(parsed.log.map(({ sent }) => sent)).toEqual([130]);
    expect(parsed.calibration.map(({ ageMs }) => ageMs)).toEqual([90_000, 7_200_000]);
  });

  test('nothing yet, and nowhere', () => {
    const none = known(join(temporaryFolder(), 'missing'));
    const allowance = allowanceOf(none, false);
    expect(knownLines(PLAIN, none, allowance, AT)).toEqual([
      'Packets in IP-in-IP are not allowed on this network, unless a command is given --allow-encapsulation.',
      '',
      'No hop was tested on this network.',
      '',
      'Nothing was sent yet.',
    ]);
    expect(ENCAPSULATION.parse(knownResult('', none, allowance, AT)).allowedBy).toBeNull();
  });

  test('what can not be read of the log is told of', async () => {
    const directory = await filled();
    const { logFile } = known(directory);
    writeFileSync(logFile, '{"broken\n{"more\n');
    const all = known(directory);
    expect(knownLines(PLAIN, all, allowanceOf(all, false), AT).slice(-2)).toEqual([
      `No run can be read in ${logFile}.`,
      "2 lines of the log can't be read: more may have been sent than is shown.",
    ]);
    expect(ENCAPSULATION.parse(knownResult('home', all, allowanceOf(all, false), AT)).logDamaged).toBe(2);
  });

  test('a run that was cut off is shown as one', async () => {
    const directory = await filled();
    openAudit({ directory }).begin({
      atMs: AT,
      run: 'one',
      what: 'reverse trace',
      network: 'home',
      source: '192.0.2.10',
      path: ['198.51.100.1'],
    });
    const all = known(directory, 'home', 1);
    expect(knownLines(PLAIN, all, allowanceOf(all, false), AT).at(-1)).toBe(
      '2026-01-01 14:02:31  reverse trace        ?     ?  still runs, or was cut off  198.51.100.1',
    );
    expect(
      ENCAPSULATION.parse(knownResult('home', all, allowanceOf(all, false), AT)).log[0]?.sent,
    ).toBeNull();
  });

  test('the configuration comes first; a "no" is none', async () => {
    const all = known(await filled());
    expect(allowanceOf(all, true)).toEqual({ by: 'config', since: null });
    expect(allowanceOf({ ...all, consent: { allowed: false, atMs: AT } }, false).by).toBeNull();
  });

  test('a damaged file is told of and left where it is', () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, RECORDS_FILE), '{');
    for (let turn = 0; turn < 2; turn += 1) {
      expect(readKnown(directory, 'home', 1)).toMatchObject({
        ok: false,
        problem: {
          what: 'this file is no JSON, or not all of it is there',
          where: join(directory, RECORDS_FILE),
        },
      });
    }
  });

  test('a folder that is none', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(readKnown(file, 'home', 1)).toMatchObject({ ok: false, problem: { wayOut: 'see who owns it' } });
  });
});
