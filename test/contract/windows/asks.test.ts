import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASK_SCHEMAS, parseAsk } from '../../../main/contract/ask-schemas.ts';
import { QUESTIONS, type QuestionName } from '../../../main/contract/contract.ts';
import { INVALID_ASKS, VALID_ASKS } from './asks.ts';

const NAMES = Object.keys(QUESTIONS) as QuestionName[];

test('every question has a schema, and no schema is without a question', () => {
  expect(Object.keys(ASK_SCHEMAS).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('%s', (name) => {
  test('may be asked as windows ask it, and arrives unchanged', () => {
    expect(VALID_ASKS[name].length).toBeGreaterThan(0);
    for (const ask of VALID_ASKS[name]) expect(parseAsk(name, ask)).toEqual({ ok: true, ask });
  });

  test('may not be asked otherwise', () => {
    expect(INVALID_ASKS[name].length).toBeGreaterThan(0);
    const accepted = INVALID_ASKS[name].filter((ask) => parseAsk(name, ask).ok);
    expect(accepted).toEqual([]);
  });

  test('never throws, whatever it is asked with', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }), (ask) => {
        expect(typeof parseAsk(name, ask).ok).toBe('boolean');
      }),
    );
  });
});

describe('what is let through', () => {
  test('a series has at most 2,000 points in a finite, forward range', () => {
    const wild = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e308, -1, 2000, 2001));
    fc.assert(
      fc.property(wild, wild, wild, (fromMs, toMs, points) => {
        const parsed = parseAsk('series', { kinds: ['dns'], fromMs, toMs, points });
        if (!parsed.ok) return;
        expect(Number.isInteger(parsed.ask.points) && parsed.ask.points <= 2000).toBe(true);
        expect(Number.isFinite(parsed.ask.toMs) && parsed.ask.fromMs < parsed.ask.toMs).toBe(true);
      }),
    );
  });

  test('carries no key that was not asked for', () => {
    const extra = fc.string({ minLength: 1 }).filter((key) => !['fromMs', 'toMs', '__proto__'].includes(key));
    fc.assert(
      fc.property(extra, fc.anything(), (key, value) => {
        expect(parseAsk('gaps', { fromMs: 1, toMs: 2, [key]: value }).ok).toBe(false);
      }),
    );
  });
});

test('a refusal names places, never what was there', () => {
  const parsed = parseAsk('noteIncident', { id: 'secret-id', note: 5 });
  expect(parsed).toEqual({ ok: false, paths: ['note'] });
});
