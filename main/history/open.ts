import { artifact } from '../artifact.ts';
import { HistoryClient } from './client.ts';
import type { History, HistoryOptions } from './types.ts';

/**
 * Opens the folder's history for writing, or begins one. Rejects with a HistoryError: `in-use`, `newer-file`,
 * `unwritable` or `failed`. A damaged file is set aside and a full disk is waited for: `state()` tells of both.
 */
export function openHistory(options: HistoryOptions): Promise<History> {
  return HistoryClient.open(options, {
    script: artifact('history-worker.mjs'),
    commitMs: 800,
    retryMs: { first: 1000, most: 10_000 },
    waiting: 20_000,
  });
}
