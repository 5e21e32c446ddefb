import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  count,
  inWords,
  ONE_FAILED,
  ONE_PASSED,
  ONE_SKIPPED,
  sum,
  tallyOf,
} from '../../../scripts/tally.mjs';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});
const report = (...testResults: readonly unknown[]): string => JSON.stringify({ testResults });
const figures = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped });

describe('tallyOf', () => {
  test.each([
    ['every verdict', [file('failed', 'passed', 'failed', 'skipped', 'todo')], figures(1, 1, 2)],
    ['a file that did not load', [file('failed'), file('passed', 'passed')], figures(1, 1, 0)],
    [
      'a file that did not load beside a failed test',
      [file('failed'), file('failed', 'failed')],
      figures(0, 2, 0),
    ],
    [
      'a hook that threw, so that its tests did not run',
      [file('failed', 'skipped', 'skipped')],
      figures(0, 1, 2),
    ],
    ['a test whose process was gone', [file('passed', 'passed', 'pending')], figures(1, 1, 0)],
    ['a verdict nobody knows', [file('passed', 'passed', 'unheard-of')], figures(1, 1, 0)],
  ])('%s', (_what, files, expected) => {
    const endedWell = expected.failed === 0;
    expect(tallyOf(report(...files), endedWell)).toEqual(expected);
  });

  test('a bad end counts only where nothing else failed', () => {
    expect(tallyOf(report(file('passed', 'passed')), false)).toEqual(figures(1, 1, 0));
    expect(tallyOf(report(file('failed', 'passed', 'failed')), false)).toEqual(figures(1, 1, 0));
    expect(tallyOf(report(), false)).toEqual(figures(0, 1, 0));
    expect(tallyOf(report(), true)).toEqual(figures(0, 0, 0));
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"testResults":null}',
    '{"testResults":[null]}',
    '{"testResults":[{}]}',
    '{"testResults":[{"status":"passed","assertionResults":[null]}]}',
  ])('a report that is none (%s) is one failure, however the suite ended', (text) => {
    expect(tallyOf(text, true)).toEqual(ONE_FAILED);
    expect(tallyOf(text, false)).toEqual(ONE_FAILED);
  });

  test('whatever is reported, the figures are whole, and a bad end fails', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.boolean(), (text, endedWell) => {
        for (const shape of [text, `{"testResults":[${text}]}`]) {
          const tally = tallyOf(shape, endedWell);
          expect(inWords(tally)).toMatch(/^\d+ passed, \d+ failed, \d+ skipped$/);
          if (!endedWell) expect(tally.failed).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('no verdict is lost: every test is counted, once', () => {
    const verdict = fc.constantFrom('passed', 'failed', 'skipped', 'todo', 'pending');
    fc.assert(
      fc.property(fc.array(fc.array(verdict, { minLength: 1 })), (tests) => {
        const files = tests.map((one) => file(one.includes('failed') ? 'failed' : 'passed', ...one));
        const failed = tests.flat().filter((one) => one === 'failed' || one === 'pending').length;
        const tally = tallyOf(report(...files), true);
        expect([count(tally), tally.failed]).toEqual([tests.flat().length, failed]);
      }),
    );
  });
});

test('sums and words', () => {
  expect(sum([])).toEqual(figures(0, 0, 0));
  const total = sum([ONE_PASSED, ONE_PASSED, ONE_FAILED, ONE_SKIPPED, ONE_PASSED]);
  expect([count(total), inWords(total)]).toEqual([5, '3 passed, 1 failed, 1 skipped']);
});
