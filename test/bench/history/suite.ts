import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchSuite } from '../result.ts';
import { rangeResults } from './ranges.ts';
import { recordingResults } from './recording.ts';
import { sizeResults } from './size.ts';

export const historySuite: BenchSuite = {
  name: 'history',
  run: async (options) => {
    const directory = mkdtempSync(join(tmpdir(), `history-bench-${process.pid}-`));
    try {
      return [
        ...(await rangeResults(join(directory, 'ranges'), options)),
        ...sizeResults(join(directory, 'size'), options),
        ...recordingResults(join(directory, 'recording'), options),
      ];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
