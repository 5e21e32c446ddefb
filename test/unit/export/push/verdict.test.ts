import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../../main/export/push/http/cause.ts';
import { verdictOn, wordsOf } from '../../../../main/export/push/sender/verdict.ts';
import { answered } from './fake-store.ts';

describe("a server's words", () => {
  test.each([
    ['no', 'no'],
    ['\n\r\n  first line \nsecond', 'first line'],
    ['It ends. ', 'It ends'],
    ['what now...', 'what now'],
    ['\u001b[31mred\u001b[0m and \u009b1mbold', 'red and bold'],
    ['\u001b]0;title\u0007text \u001b]8;;http://192.0.2.1\u001b\\link', 'text link'],
    ['a\u202eb\u0000c\u200bd', 'a b c d'],
    ['<html><style>p { color: red }</style><p>Bad Request</p>', 'Bad Request'],
    ['<script>never ended', ''],
    ['', ''],
  ])('%j: %j', (text, words) => {
    expect(wordsOf(text)).toBe(words);
  });

  test('many are cut at the end of a word', () => {
    expect(wordsOf('word '.repeat(100))).toBe(`${'word '.repeat(24).trim()}…`);
    expect(wordsOf('x'.repeat(4000))).toBe(`${'x'.repeat(120)}…`);
    expect(wordsOf(`${'x'.repeat(119)}\u{1f310}y`)).toBe(`${'x'.repeat(119)}…`);
  });

  test('those of a library are a line as well', () => {
    expect(causeOf(new Error('it went\nwrong.'))).toBe('it went');
    expect(causeOf(Object.assign(new Error(''), { code: 'EODD' }))).toBe('EODD');
  });
});

describe('2xx', () => {
  test.each(['', ' \r\n'])('with nothing to say: %j is taken', (text) => {
    expect(verdictOn(answered(200, text))).toEqual({ type: 'taken' });
  });

  test.each(['Welcome', '{"status":"ok"}'])('with something to say, it is no store: %j', (text) => {
    expect(verdictOn(answered(200, text))).toMatchObject({
      type: 'barred',
      cause: expect.stringContaining(text),
    });
  });
});
