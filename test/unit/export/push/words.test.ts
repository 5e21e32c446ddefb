import { describe, expect, test } from 'vitest';
import { QUEUE_FAILURES, QueueError } from '../../../../main/export/push/queue/failures.ts';
import type { SenderTrouble } from '../../../../main/export/push/sender/sender.ts';
import { endedWords, type Standing, troubleWords } from '../../../../main/export/push/words.ts';

const AWAY: SenderTrouble = { type: 'away', cause: 'connection refused' };
const TROUBLES: readonly SenderTrouble[] = [
  AWAY,
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
  ...change,
});

describe('what becomes of what waits', () => {
  test.each(TROUBLES)('on disk, $type: everything is kept', (trouble) => {
    expect(troubleWords(standing({ trouble }))).toMatch(/Everything is kept and (sent|tried)/);
  });

  test.each(TROUBLES.flatMap((trouble) => [true, false].map((isOverfull) => ({ trouble, isOverfull }))))(
    'without a folder: nothing is promised beyond the end, $trouble.type, overfull $isOverfull',
    (change) => {
      const words = troubleWords(standing({ ...change, hasFolder: false }));
      expect(words).not.toMatch(/Everything|disk/);
      expect(words).toMatch(/in memory only, and gone when Faultline ends\.$/);
    },
  );

  test.each(['full', 'in-use', 'newer', 'unwritable', 'failed'] as const)('a queue that is %s', (code) => {
    const words = troubleWords(standing({ queueFailure: new QueueError(code, 'why') }));
    expect(words).not.toMatch(/Everything is kept/);
    expect(words).toMatch(/sent when it answers again\..*in memory, and gone if Faultline ends/);
  });

  test('more than fits: the oldest go, and nothing else is said of them', () => {
    const words = troubleWords(standing({ isOverfull: true }));
    expect(words).toMatch(/the oldest figures make room for new ones\.$/);
    expect(words).not.toMatch(/kept/);
  });

  test('every failure of the queue is said while the server is there, too', () => {
    for (const code of QUEUE_FAILURES) {
      expect(troubleWords(standing({ trouble: null, queueFailure: new QueueError(code, 'why') }))).toMatch(
        /^(The|Another).*\.$/,
      );
    }
  });

  test('nothing is wrong: no words', () => {
    expect(troubleWords(standing({ trouble: null, hasFolder: false }))).toBe('');
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
