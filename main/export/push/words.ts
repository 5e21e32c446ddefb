import type { PushFormat } from '../../domain/model/metrics-config.ts';
import type { ExporterTrouble } from '../../domain/model/metrics-state.ts';
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
  /** There is a folder for the queue. */
  readonly hasFolder: boolean;
  /** Where a damaged queue went, of late. */
  readonly setAside: string | null;
  readonly isOverfull: boolean;
  readonly hasSent: boolean;
  readonly format: PushFormat;
  /** What servers take at that path, where it is another format. */
  readonly otherFormat: PushFormat | null;
}

/** An address is for one format, and another is sent there. */
export const misfitWords = (sent: PushFormat, taken: PushFormat): string =>
  `The path of the URL is one for ${FORMATS[taken]}, and what is sent is ${FORMATS[sent]}: change one of the two.`;

const FORMATS: Readonly<Record<PushFormat, string>> = {
  'remote-write': 'remote-write',
  influx: 'influx lines',
};

const FULL = 'The queue is full: the oldest figures make room for new ones.';
const IN_MEMORY = 'It is in memory only, and gone when Faultline ends.';

/** What becomes of what waits; a queue on disk that fails says so by itself. */
function fate({ trouble, isOverfull, hasFolder, queueFailure }: Standing): string {
  const isAway = trouble?.type === 'away';
  const isAllKept = hasFolder && queueFailure === null;
  const kept = isAllKept ? 'Everything is kept and' : 'What waits is';
  const then = isAway ? 'sent when it answers again' : 'tried again meanwhile';
  const words = isOverfull ? FULL : `${kept} ${then}.`;
  return hasFolder ? words : `${words} ${IN_MEMORY}`;
}

function refusingText({ place, format, otherFormat }: Standing, words: string): string {
  const question = 'is this the address and the format for writing?';
  const refuses = `The server at ${place} refuses whatever it is sent (${words})`;
  return otherFormat === null ? `${refuses}: ${question}` : `${refuses}. ${misfitWords(format, otherFormat)}`;
}

function whatIsWrong(standing: Standing, trouble: SenderTrouble): string {
  const { place } = standing;
  switch (trouble.type) {
    case 'away':
      return `The server at ${place} can't be reached: ${trouble.cause}.`;
    case 'busy':
      return `The server at ${place} can't take anything now: it ${trouble.cause}.`;
    case 'barred':
      return `The server at ${place} ${trouble.cause}.`;
    case 'refusing':
      return refusingText(standing, trouble.words);
  }
}

function refusalText(place: string, { words, age }: Refusal): string {
  const advice = age
    ? ' It takes nothing that old or out of order: Prometheus needs storage.tsdb.out_of_order_time_window for what comes after an outage.'
    : '';
  return `The server at ${place} refused some figures, which are given up (${words}).${advice} All others go on.`;
}

const HELD = 'what waits is kept in memory, and gone if Faultline ends before it is sent';

const QUEUE: Readonly<Record<QueueFailure, string>> = {
  full: `The disk is full, so ${HELD}; writing goes on by itself once there is space.`,
  damaged: 'The queue on disk is damaged; it is set aside and a new one begun.',
  missing: 'The queue on disk was taken away; a new one is begun.',
  'in-use': `Another Faultline has the queue in this data folder, so ${HELD}: give this one a folder of its own.`,
  newer: `The queue on disk was written by a newer Faultline and is left alone; ${HELD}.`,
  unwritable: `The queue can't be written in the data folder, so ${HELD}: check who owns the folder.`,
  failed: `The queue on disk fails, so ${HELD}`,
};

const queueText = ({ code, message }: QueueError): string =>
  code === 'failed' ? `${QUEUE.failed} (${message}).` : QUEUE[code];

const SERVER_TROUBLES: Readonly<Record<SenderTrouble['type'], string>> = {
  away: 'server-away',
  // A server that is coming up or going down is both, one after the other.
  busy: 'server-away',
  barred: 'server-barred',
  refusing: 'server-refusing',
};

/** None: nothing is wrong. The worst comes first. */
export function troublesOf(standing: Standing): readonly ExporterTrouble[] {
  const { place, trouble, refusal, queueFailure, setAside } = standing;
  const found: readonly (ExporterTrouble | null)[] = [
    trouble && {
      id: SERVER_TROUBLES[trouble.type],
      text: `${whatIsWrong(standing, trouble)} ${fate(standing)}`,
    },
    refusal && { id: 'refused', text: refusalText(place, refusal) },
    queueFailure && { id: `queue-${queueFailure.code}`, text: queueText(queueFailure) },
    setAside === null
      ? null
      : {
          id: 'set-aside',
          text: `A damaged queue was set aside as ${setAside}; what it held is lost.`,
        },
  ];
  return found.filter((one) => one !== null);
}

/** Empty text: nothing is wrong. */
export const troubleWords = (troubles: readonly ExporterTrouble[]): string =>
  troubles.map(({ text }) => text).join(' ');

export const calmWords = ({ place, hasSent }: Standing): string =>
  hasSent ? `Figures arrive at ${place}.` : `Nothing has been sent to ${place} yet.`;

export interface EndedThread {
  /** What waited lies on disk. */
  readonly isOnDisk: boolean;
  readonly isEventDropped: boolean;
  readonly isStartedAgain: boolean;
}

/** The thread that sends ended by itself, or could not be had. */
export function endedWords(cause: string, { isOnDisk, isEventDropped, isStartedAgain }: EndedThread): string {
  const then = isStartedAgain ? 'it is started again, and ' : '';
  const waiting = isOnDisk ? 'what waits on disk is kept' : 'what waited there, in memory only, is given up';
  const event = isEventDropped ? ' What made it stop twice is given up.' : '';
  return `What sends the figures stopped (${cause}); ${then}${waiting}.${event}`;
}
