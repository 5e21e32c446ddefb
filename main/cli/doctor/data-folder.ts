import { existsSync, mkdtempSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytesText } from '../../domain/words/numbers.ts';
import { type Check, limited, ok } from './check.ts';

/** The folder itself, or the nearest one above it that exists: there it would be made. */
function nearestExisting(folder: string): string {
  let candidate = folder;
  while (!existsSync(candidate) && dirname(candidate) !== candidate) candidate = dirname(candidate);
  return candidate;
}

/** Tried, since rights are not all: nothing can be made in /proc, nor on a disk without room. Leaves no trace. */
function tryToWrite(folder: string): void {
  rmdirSync(mkdtempSync(join(folder, '.faultline-')));
}

function filesSize(folder: string): number {
  const names = readdirSync(folder).filter((name) => name.startsWith('history.'));
  return names.reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

export const DATA_FOLDER: Check = {
  id: 'data',
  title: 'History',
  run({ dataDirectory }) {
    const existing = nearestExisting(dataDirectory);
    try {
      if (!statSync(existing).isDirectory()) {
        return limited(`${existing} is a file, not a folder`, 'name another folder with --data');
      }
      tryToWrite(existing);
      return existing === dataDirectory
        ? ok(`${dataDirectory}, ${bytesText(filesSize(dataDirectory))}`)
        : ok(`${dataDirectory}, not begun yet`);
    } catch {
      return limited(`${existing} can't be written`, 'name another folder with --data, or use --no-history');
    }
  },
};
