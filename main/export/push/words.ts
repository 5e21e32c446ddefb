import type { QueueError, QueueFailure } from './queue/failures.ts';
import type { Refusal, SenderTrouble } from './sender/sender.ts';

/** What the text of a state is made of. */
export interface Standing {
  /** Host and port of the server. */
  readonly place: string;
  readonly trouble: SenderTrouble | null;
  /** Null: nothing was refused of late. */
  readonly refusal: Refusal | null;
  readonly queueFailure: QueueError | null;
  /** Where a damaged queue went, of late. */
  readonly setAside: string | null;
  readonly isOverfull: boolean;
  readonly hasSent: boolean;
}

const KEPT = 'Everything is kept and sent when it answers again.';

function troubleText(place: string, trouble: SenderTrouble, isOverfull: boolean): string {
  const kept = isOverfull ? 'The queue is full: the oldest figures make room for new ones.' : KEPT;
  switch (trouble.type) {
    case 'away':
      return `The server at ${place} can't be reached: ${trouble.cause}. ${kept}`;
    case 'barred':
      return `The server at ${place} ${trouble.cause}. ${isOverfull ? kept : 'Everything is kept and tried again meanwhile.'}`;
    case 'refusing':
      return `The server at ${place} refuses whatever it is sent (${trouble.words}): is this the address and the format for writing? ${isOverfull ? kept : 'Everything is kept and tried again meanwhile.'}`;
  }
}

function refusalText(place: string, { words, age }: Refusal): string {
  const advice = age
    ? ' It takes nothing that old or out of order: Prometheus needs storage.tsdb.out_of_order_time_window for what comes after an outage.'
    : '';
  return `The server at ${place} refused some figures, which are given up (${words}).${advice} All others go on.`;
}

const QUEUE: Readonly<Record<QueueFailure, string>> = {
  full: 'The disk is full, so what waits is kept in memory; writing goes on by itself once there is space.',
  damaged: 'The queue on disk is damaged; it is set aside and a new one begun.',
  missing: 'The queue on disk was taken away; a new one is begun.',
  'in-use':
    'Another Faultline has the queue in this data folder, so what waits is kept in memory: give this one a folder of its own.',
  newer:
    'The queue on disk was written by a newer Faultline and is left alone; what waits is kept in memory.',
  unwritable:
    "The queue can't be written in the data folder, so what waits is kept in memory: check who owns the folder.",
  failed: 'The queue on disk fails, so what waits is kept in memory',
};

const queueText = ({ code, message }: QueueError): string =>
  code === 'failed' ? `${QUEUE.failed} (${message}).` : QUEUE[code];

/** Empty text: nothing is wrong. The worst comes first. */
export function troubleWords(standing: Standing): string {
  const { place, trouble, refusal, queueFailure, setAside, isOverfull } = standing;
  const parts = [
    ...(trouble === null ? [] : [troubleText(place, trouble, isOverfull)]),
    ...(refusal === null ? [] : [refusalText(place, refusal)]),
    ...(queueFailure === null ? [] : [queueText(queueFailure)]),
    ...(setAside === null ? [] : [`A damaged queue was set aside as ${setAside}; what it held is lost.`]),
  ];
  return parts.join(' ');
}

export const calmWords = ({ place, hasSent }: Standing): string =>
  hasSent ? `Figures arrive at ${place}.` : `Nothing has been sent to ${place} yet.`;
