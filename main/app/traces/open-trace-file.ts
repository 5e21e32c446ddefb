import { open } from 'node:fs/promises';
import type { TraceView } from '../../domain/model/trace.ts';
import { parseTraceFile } from '../../trace/trace-file.ts';
import { Refusal } from '../refusal.ts';

/** Ten times what the longest trace takes; what is larger is something else. */
const MAX_BYTES = 8 * 1024 * 1024;

const TOO_LARGE = { what: 'This file is too large to be a saved trace.', wayOut: 'Choose another one.' };
const NO_FILE = { what: 'This is not a file.', wayOut: 'Choose a trace that was saved as JSON.' };

/** @throws Refusal when it can't be read or holds no trace. */
export async function openTraceFile(file: string): Promise<TraceView> {
  const parsed = parseTraceFile(await readBounded(file));
  // Its problems are whole sentences with the way out.
  if ('problem' in parsed) throw new Refusal({ what: parsed.problem, wayOut: '' });
  return parsed;
}

async function readBounded(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Refusal(NO_FILE);
      if (stats.size > MAX_BYTES) throw new Refusal(TOO_LARGE);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new Refusal({ what: `The file can't be read: ${cause}.`, wayOut: 'Choose another one.' });
  }
}
