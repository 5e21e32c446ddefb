import { describe, expect, test } from 'vitest';
import { QUEUE_FAILURES, QueueError } from '../../../../main/export/push/queue/failures.ts';
import type { SenderTrouble } from '../../../../main/export/push/sender/sender.ts';
import { endedWords, type Standing, troublesOf, troubleWords } from '../../../../main/export/push/words.ts';

const AWAY: SenderTrouble = { type: 'away', cause: 'connection refused' };
const TROUBLES: readonly SenderTrouble[] = [
  AWAY,
  { type: 'busy', cause: 'answers 503' },
  { type: 'barred', cause: 'asks who we are' },
  { type: 'refusing', words: 'no' },
];

const standing = (change: Partial<Standing> = {}): Standing => ({
  place: '127.0.0.1:1',
  trouble: AWAY,
  refusal: null,
  queueFailure: null,
  hasFolder: true,
  setAside: null,
  isOverfull: false,
  hasSent: true,
  format: 'remote-write',
  otherFormat: null,
  ...change,
});

const wordsOf = (change: Partial<Standing>): string => troubleWords(troublesOf(standing(change)));

describe('what becomes of what waits', () => {
  test.each(TROUBLES)('on disk, $type: everything is kept', (trouble) => {
    expect(wordsOf({ trouble })).toMatch(/Everything is kept and (sent|tried)/);
  });

  test.each(TROUBLES.flatMap((trouble) => [true, false].map((isOverfull) => ({ trouble, isOverfull }))))(
    'without a folder: nothing is promised beyond the end, $trouble.type, overfull $isOverfull',
    (change) => {
      const words = wordsOf({ ...change, hasFolder: false });
      expect(words).not.toMatch(/Everything|disk/);
      expect(words).toMatch(/in memory only, and gone when Faultline ends\.$/);
    },
  );

  test.each(['full', 'in-use', 'newer', 'unwritable', 'failed'] as const)('a queue that is %s', (code) => {
    const words = wordsOf({ queueFailure: new QueueError(code, 'why') });
    expect(words).not.toMatch(/Everything is kept/);
    expect(words).toMatch(/sent when it answers again\..*in memory, and gone if Faultline ends/);
  });

  test('more than fits: the oldest go, and nothing else is said of them', () => {
    const words = wordsOf({ isOverfull: true });
    expect(words).toMatch(/the oldest figures make room for new ones\.$/);
    expect(words).not.toMatch(/kept/);
  });

  test('every failure of the queue is said while the server is there, too', () => {
    for (const code of QUEUE_FAILURES) {
      expect(wordsOf({ trouble: null, queueFailure: new QueueError(code, 'why') })).toMatch(
        /^(The|Another).*\.$/,
      );
    }
  });

  test('a server that answers is not called one that can not be reached', () => {
    const words = wordsOf({ trouble: { type: 'busy', cause: 'answers 503 (later)' } });
    expect(words).toBe(
      "The server at 127.0.0.1:1 can't take anything now: it answers 503 (later). Everything is kept and tried again meanwhile.",
    );
  });

  test('all is refused at an address for another format: that is said', () => {
    const trouble = { type: 'refusing', words: 'no' } as const;
    expect(wordsOf({ trouble, format: 'influx', otherFormat: 'remote-write' })).toMatch(
      /\(no\)\. The path of the URL is one for remote-write, and what is sent is influx lines: change one of the two\./,
    );
    expect(wordsOf({ trouble })).toMatch(/is this the address and the format/);
  });

  test('several troubles, each by itself', () => {
    const found = troublesOf(standing({ queueFailure: new QueueError('full', 'why') }));
    expect(found.map(({ id }) => id)).toEqual(['server-away', 'queue-full']);
    expect(troubleWords(found)).toBe(found.map(({ text }) => text).join(' '));
  });

  test('nothing is wrong: no words', () => {
    expect(wordsOf({ trouble: null, hasFolder: false })).toBe('');
  });
});

describe('a thread that ended', () => {
  const ended = { isOnDisk: true, isEventDropped: false, isStartedAgain: true };

  test('what waits on disk is kept, what waited in memory is not', () => {
    expect(endedWords('why', ended)).toBe(
      'What sends the figures stopped (why); it is started again, and what waits on disk is kept.',
    );
    expect(endedWords('why', { ...ended, isOnDisk: false })).toMatch(/and what waited .* is given up\.$/);
  });

  test('an event that is given up is told; at the end nothing is started again', () => {
    expect(endedWords('why', { ...ended, isEventDropped: true })).toMatch(/ stop twice is given up\.$/);
    expect(endedWords('why', { ...ended, isStartedAgain: false })).not.toMatch(/started again/);
  });
});
