import type { ExportFormat } from '../../contract/contract.ts';
import { wallMs } from '../../domain/model/units.ts';
import { dateText } from '../../domain/words/times.ts';
import { AsideFile } from './aside-file.ts';
import { csv } from './csv.ts';
import { isoTimeIn } from './iso-time.ts';
import { json } from './json.ts';
import { exportTrouble } from './trouble.ts';
import type { Content, ExportOptions, ExportResult, Format } from './types.ts';

const FORMATS: Readonly<Record<ExportFormat, Format>> = { csv, json };

/** `faultline-2026-11-14-to-2026-11-21.csv` */
export function suggestedName({
  fromMs,
  toMs,
  format,
  zone,
}: Pick<ExportOptions, 'fromMs' | 'toMs' | 'format' | 'zone'>): string {
  const from = dateText(fromMs, zone);
  const to = dateText(toMs - 1, zone);
  return `faultline-${from}${from === to ? '' : `-to-${to}`}.${format}`;
}

/**
 * All that was measured in the range at the finest resolution kept, the incidents and the gaps, in one file.
 * However long the range, only a page of it is in memory. Never rejects.
 */
export async function exportRange(options: ExportOptions): Promise<ExportResult> {
  const { file, signal } = options;
  if (isCancelled(signal)) return { type: 'cancelled' };
  let aside: AsideFile | null = null;
  try {
    const content = await contentOf(options);
    aside = await AsideFile.begin(file);
    let records = 0;
    for await (const piece of FORMATS[options.format](content)) {
      signal?.throwIfAborted();
      await aside.write(piece.text);
      records += piece.records;
    }
    signal?.throwIfAborted();
    await aside.finish();
    return { type: 'written', bytes: aside.bytes, records };
  } catch (error) {
    await aside?.discard();
    if (isCancelled(signal)) return { type: 'cancelled' };
    return { type: 'failed', trouble: exportTrouble(error, file) };
  }
}

const isCancelled = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** The future has nothing, and what comes while the file is written would make its counts uneven. */
async function contentOf(options: ExportOptions): Promise<Content> {
  const { history, fromMs, nowMs, zone, version } = options;
  const toMs = wallMs(Math.min(options.toMs, nowMs));
  // What can't be written now is not in the file; the history's own state says so.
  await history.flush().catch(() => {});
  return {
    fromMs,
    toMs,
    nowMs,
    zone,
    version,
    isoTime: isoTimeIn(zone),
    measured: history.measured(fromMs, toMs),
    incidents: history.allIncidents(fromMs, toMs),
    gaps: await history.gaps(fromMs, toMs),
  };
}
