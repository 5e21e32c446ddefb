/**
 * What keeps the queue from being written. `full`: the disk is. `damaged`: the file is not what was written.
 * `missing`: it was taken away. `in-use`: another process has it. `newer`: another version wrote it. `unwritable`: the
 * folder can't be written. `failed`: anything else.
 */
export const QUEUE_FAILURES = [
  'full',
  'damaged',
  'missing',
  'in-use',
  'newer',
  'unwritable',
  'failed',
] as const;
export type QueueFailure = (typeof QUEUE_FAILURES)[number];

export class QueueError extends Error {
  readonly code: QueueFailure;

  constructor(code: QueueFailure, message: string) {
    super(message);
    this.name = 'QueueError';
    this.code = code;
  }
}

/** Primary SQLite result codes (sqlite.org/rescode.html). */
const BY_RESULT: ReadonlyMap<number, QueueFailure> = new Map([
  [5, 'in-use'],
  [6, 'in-use'],
  [8, 'unwritable'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'unwritable'],
  [26, 'damaged'],
]);

/** Linux's numbers, which SQLite hands on where a write failed. */
const ENOSPC = 28;
const EDQUOT = 122;

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']);

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

function failureOf(error: unknown): QueueFailure {
  const code = String(field(error, 'code') ?? '');
  const system = field(error, 'systemErrno');
  if (system === ENOSPC || system === EDQUOT || code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  if (UNWRITABLE.has(code)) return 'unwritable';
  const result = field(error, 'errcode');
  return (typeof result === 'number' ? BY_RESULT.get(result & 0xff) : undefined) ?? 'failed';
}

export function toQueueError(error: unknown): QueueError {
  if (error instanceof QueueError) return error;
  return new QueueError(failureOf(error), error instanceof Error ? error.message : String(error));
}
