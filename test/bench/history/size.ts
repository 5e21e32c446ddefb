import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../../../main/history/store/database.ts';
import { openFile } from '../../../main/history/store/files.ts';
import { MINUTE } from '../../../main/history/store/levels.ts';
import { fileBytes } from '../../../main/history/store/retention.ts';
import type { BenchOptions, BenchResult } from '../result.ts';
import { fillLevelOf } from './fill.ts';
import { type BenchSeries, benchSeries, draw, LINES, type LineModel, randomFrom } from './line-model.ts';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;
const MEGABYTE = 1e6;

/** A year of minutes of six series at one probe a second, by the kind of line; file bytes, all overhead in. */
export function sizeResults(directory: string, options: BenchOptions): readonly BenchResult[] {
  mkdirSync(directory, { recursive: true });
  const days = options.quick ? 4 : 16;
  return Object.values(LINES).map((line) => {
    options.say(`  ${days} days of minutes, ${line.name} ...`);
    const series = benchSeries(line).filter((_, number) => number % 3 === 0);
    const figure = yearOfMinutes(join(directory, line.name), series, days);
    const peerFigure = yearOfRows(join(directory, `${line.name}-rows.sqlite`), line, series.length);
    return {
      name: `a year of minutes, 6 series, ${line.name}`,
      figure,
      unit: 'MB',
      peer: 'one SQLite row a sample',
      peerFigure,
      ratio: figure / peerFigure,
      budget: '<= 60 MB',
      note: `${((figure * MEGABYTE) / series.length / YEAR_DAYS / 1440).toFixed(1)} bytes a minute`,
    };
  });
}

function yearOfMinutes(directory: string, series: readonly BenchSeries[], days: number): number {
  // Whole blocks: what is open now is a matter of hours, not of the year.
  const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  mkdirSync(directory, { recursive: true });
  const { database } = openFile(directory, toMs);
  const empty = fileBytes(database);
  fillLevelOf(database, series, MINUTE, { fromMs: toMs - days * DAY_MS, toMs });
  database.exec('VACUUM');
  const bytes = fileBytes(database) - empty;
  database.close();
  rmSync(directory, { recursive: true });
  return (bytes / days) * (YEAR_DAYS / MEGABYTE);
}

/** The plain way: series, time and round trip as columns of one row a sample. */
function yearOfRows(path: string, line: LineModel, seriesCount: number): number {
  const samples = 20_000;
  const database = new Database(path);
  database.exec('CREATE TABLE sample (series INTEGER, at_ms INTEGER, outcome INTEGER, rtt_us INTEGER)');
  const random = randomFrom(5);
  database.transaction(() => {
    for (let i = 0; i < samples; i += 1) {
      const { outcome, rttUs } = draw(line, random);
      const atMs = Date.now() + i * 1000;
      database.run(
        'INSERT INTO sample VALUES (?, ?, ?, ?)',
        i % seriesCount,
        atMs,
        outcome === 'reply' ? 0 : 2,
        rttUs,
      );
    }
  });
  const bytes = fileBytes(database);
  database.close();
  rmSync(path);
  return (bytes / samples) * ((seriesCount * YEAR_DAYS * 86_400) / MEGABYTE);
}
