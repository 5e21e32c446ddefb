import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../main/app/refusal.ts';
import { type Handlers, QUESTIONS, type QuestionName } from '../../../main/contract/contract.ts';
import { answerQuestion } from '../../../main/desktop/ipc/answer.ts';
import { HistoryError } from '../../../main/history/errors.ts';
import { INVALID_ASKS, VALID_ASKS } from './asks.ts';

const NAMES = Object.keys(QUESTIONS) as QuestionName[];

/** Handlers that all do the same, and what they were asked. */
function handlersThat(answer: () => Promise<unknown>) {
  const asked: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    NAMES.map((name) => [
      name,
      (ask: unknown) => {
        asked.push([name, ask]);
        return answer();
      },
    ]),
  ) as unknown as Handlers;
  return { handlers, asked };
}

function logOf() {
  const lines: string[] = [];
  return { lines, log: (what: string, error: unknown) => lines.push(`${what} ${JSON.stringify(error)}`) };
}

describe.each(NAMES)('%s', (name) => {
  test('is answered', async () => {
    const { handlers, asked } = handlersThat(async () => 'the answer');
    const { lines, log } = logOf();
    const ask = VALID_ASKS[name][0];
    expect(await answerQuestion(handlers, name, ask, log)).toEqual({ ok: true, answer: 'the answer' });
    expect(asked).toEqual([[name, ask]]);
    expect(lines).toEqual([]);
  });

  test('asked in a wrong way reaches no handler', async () => {
    const { handlers, asked } = handlersThat(async () => 'the answer');
    const { lines, log } = logOf();
    for (const ask of INVALID_ASKS[name]) {
      expect(await answerQuestion(handlers, name, ask, log)).toMatchObject({ ok: false });
    }
    expect(asked).toEqual([]);
    expect(lines).toHaveLength(INVALID_ASKS[name].length);
  });
});

test.each([
  ['something else', 'shutdown'],
  ['a part of every object', 'constructor'],
  ['another', '__proto__'],
  ['a third', 'toString'],
  ['nothing', undefined],
  ['an object', { name: 'state' }],
  ['a number', 3],
])('a name that is %s is no question', async (_what, name) => {
  const { handlers, asked } = handlersThat(async () => null);
  const { lines, log } = logOf();
  const reply = await answerQuestion(handlers, name, null, log);
  expect(reply).toEqual({
    ok: false,
    trouble: { what: 'Faultline did not understand this window.', wayOut: 'Open it again.' },
  });
  expect(asked).toEqual([]);
  expect(lines).toHaveLength(1);
});

test('any name and any ask are answered without a rejection', async () => {
  const { handlers } = handlersThat(async () => null);
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.anything(), async (name, ask) => {
      expect(typeof (await answerQuestion(handlers, name, ask, () => undefined)).ok).toBe('boolean');
    }),
  );
});

describe('failures', () => {
  const fail = async (error: unknown) => {
    const { lines, log } = logOf();
    const { handlers } = handlersThat(() => Promise.reject(error));
    return { reply: await answerQuestion(handlers, 'state', null, log), lines };
  };

  test('of the history come in its words, and are not logged', async () => {
    const { reply, lines } = await fail(new HistoryError('full', 'The disk is full. Free some space.'));
    expect(reply).toEqual({ ok: false, trouble: { what: 'The disk is full. Free some space.', wayOut: '' } });
    expect(lines).toEqual([]);
  });

  test('that were expected come in theirs', async () => {
    const { reply, lines } = await fail(new Refusal({ what: 'No.', wayOut: 'Later.' }));
    expect(reply).toEqual({ ok: false, trouble: { what: 'No.', wayOut: 'Later.' } });
    expect(lines).toEqual([]);
  });

  test.each([
    ['an error', new Error('the secret path /home/somebody')],
    ['a string', 'the secret path /home/somebody'],
    ['nothing', undefined],
  ])('that nobody expected (%s) are logged, and tell the window nothing', async (_what, error) => {
    const { reply, lines } = await fail(error);
    expect(reply).toMatchObject({ ok: false, trouble: { what: 'Something went wrong inside Faultline.' } });
    expect(JSON.stringify(reply)).not.toContain('secret');
    expect(lines).toHaveLength(1);
  });

  test('thrown before a promise was made are caught too', async () => {
    const { handlers } = handlersThat(() => {
      throw new Error('at once');
    });
    expect(await answerQuestion(handlers, 'state', null, () => undefined)).toMatchObject({ ok: false });
  });
});

test('what was asked never reaches the log', async () => {
  const { handlers } = handlersThat(async () => null);
  const { lines, log } = logOf();
  await answerQuestion(handlers, 'noteIncident', { id: 'x', note: { private: 'words' } }, log);
  await answerQuestion(handlers, 'x'.repeat(5000), { private: 'words' }, log);
  expect(lines.join('\n')).not.toContain('words');
  expect(lines.every((line) => line.length < 200)).toBe(true);
});
