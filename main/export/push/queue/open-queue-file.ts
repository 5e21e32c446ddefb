import { toQueueError } from './failures.ts';
import { type QueueExtent, QueueFile, type QueueStart } from './queue-file.ts';
import { setAside } from './queue-place.ts';

export interface OpenedQueue {
  readonly file: QueueFile;
  readonly start: QueueStart;
  /** What waits in it. */
  readonly extent: QueueExtent;
  /** Where a damaged one went; null: there was none. */
  readonly aside: string | null;
}

/** Opens the file or begins it. A damaged one is set aside, never repaired, never deleted. @throws QueueError. */
export function openQueueFile(path: string, nowMs: number): OpenedQueue {
  try {
    return { ...openWhole(path), aside: null };
  } catch (error) {
    if (toQueueError(error).code !== 'damaged') throw error;
  }
  const aside = setAside(path, nowMs);
  return { ...openWhole(path), aside };
}

function openWhole(path: string): Omit<OpenedQueue, 'aside'> {
  const file = new QueueFile(path);
  try {
    const start = file.start();
    return { file, start, extent: file.extentAfter(start.doneThrough) };
  } catch (error) {
    file.close();
    throw error;
  }
}
