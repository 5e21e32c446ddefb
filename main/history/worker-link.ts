import { Worker } from 'node:worker_threads';
import type { WallMs } from '../domain/model/units.ts';
import { HistoryError } from './errors.ts';
import type { Answer, Ask, FileReport, RequestName, WorkerMessage, WorkerStart } from './requests.ts';

export interface Opened {
  readonly run: number;
  readonly lastAlive: WallMs | null;
  readonly report: FileReport;
}

/** A worker that has opened the file. */
export interface WorkerLink {
  readonly opened: Opened;
  /** Rejects with a HistoryError; `failed` also when the worker dies before it has answered. */
  ask<Name extends RequestName>(name: Name, ask: Ask<Name>): Promise<Answer<Name>>;
  /** Kills the thread as a crash would. */
  terminate(): Promise<void>;
}

export interface LinkEvents {
  /** The worker is gone, whatever the reason; not called when it never opened. */
  readonly onGone: (reason: string) => void;
  readonly onReport: (report: FileReport) => void;
}

interface Pending {
  readonly resolve: (answer: Answer<RequestName>) => void;
  readonly reject: (error: HistoryError) => void;
}

/** Rejects with the HistoryError the worker refused with. */
export function startWorker(script: string, start: WorkerStart, events: LinkEvents): Promise<WorkerLink> {
  const worker = new Worker(script, { workerData: start, name: 'history' });
  const pending = new Map<number, Pending>();
  return new Promise((resolve, reject) => {
    let opened = false;
    let reason = 'it ended';
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'opened') {
        opened = true;
        resolve(linkOf(worker, pending, message));
      } else if (message.type === 'refused') {
        reject(new HistoryError(message.code, message.message));
      } else if (message.type === 'report') events.onReport(message.report);
      else settle(pending, message);
    });
    worker.on('error', (error) => {
      reason = error.message;
    });
    worker.on('exit', () => {
      const gone = new HistoryError('failed', `The history's worker stopped: ${reason}.`);
      for (const { reject: fail } of pending.values()) fail(gone);
      pending.clear();
      if (opened) events.onGone(reason);
      else reject(gone);
    });
  });
}

function linkOf(worker: Worker, pending: Map<number, Pending>, opened: Opened): WorkerLink {
  let last = 0;
  return {
    opened,
    ask: (name, ask) =>
      new Promise((resolve, reject) => {
        last += 1;
        worker.postMessage({ id: last, name, ask });
        // The worker answers a question with what the schema says, so the answer under this id has that type.
        pending.set(last, { resolve: resolve as Pending['resolve'], reject });
      }),
    terminate: async () => {
      await worker.terminate();
    },
  };
}

function settle(
  pending: Map<number, Pending>,
  message: Extract<WorkerMessage, { type: 'answered' | 'failed' }>,
): void {
  const waiting = pending.get(message.id);
  pending.delete(message.id);
  if (waiting === undefined) return;
  if (message.type === 'answered') waiting.resolve(message.answer);
  else waiting.reject(new HistoryError(message.code, message.message));
}
