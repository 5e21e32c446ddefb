import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectedTrouble } from '../../../main/app/refusal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { AN_HOUR } from './history-double.ts';
import { setUp } from './set-up.ts';

test('the range is written where the user says', async () => {
  const { app, desktop } = await setUp();
  const file = join(temporaryFolder(), 'mine.json');
  desktop.saveTo = file;
  expect(await app.handlers.export({ ...AN_HOUR, format: 'json' })).toEqual({ file });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toBeTypeOf('object');
});

test('a closed dialog writes nothing', async () => {
  const { app } = await setUp();
  expect(await app.handlers.export({ ...AN_HOUR, format: 'csv' })).toEqual({ file: null });
});

test('a place that cannot be written fails in words', async () => {
  const { app, desktop } = await setUp();
  desktop.saveTo = join(temporaryFolder(), 'missing', 'mine.csv');
  const trouble = await app.handlers.export({ ...AN_HOUR, format: 'csv' }).catch(expectedTrouble);
  expect(trouble).toMatchObject({ what: expect.stringMatching(/\S/), wayOut: expect.any(String) });
});

test('without a history there is nothing to ask for', async () => {
  const { app, desktop } = await setUp({ start: () => Promise.reject(new Error('no')) });
  desktop.saveTo = join(temporaryFolder(), 'mine.csv');
  await expect(app.handlers.export({ ...AN_HOUR, format: 'csv' })).rejects.toThrow(
    'The history is not open.',
  );
});

test('the end of the app ends an export without a trace', async () => {
  const { app, desktop } = await setUp();
  const folder = temporaryFolder();
  desktop.saveTo = join(folder, 'mine.csv');
  await app.stop();
  // The history is gone with the engine.
  await expect(app.handlers.export({ ...AN_HOUR, format: 'csv' })).rejects.toThrow();
  expect(readdirSync(folder)).toEqual([]);
});
