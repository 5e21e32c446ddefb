import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../main/settings/json-text.ts';

const place = (text: string): string => {
  const parsed = parseJsonText(text);
  return parsed.ok ? 'no error' : `${parsed.at.line}:${parsed.at.column} ${parsed.message}`;
};

describe('what is read', { timeout: 60_000 }, () => {
  test('any JSON value, as JSON.parse reads it, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 4 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJsonText(text)).toMatchObject({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('whatever the text, it agrees with JSON.parse on what is JSON, and never throws', () => {
    const nearJson = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"b\\n"',
        '1',
        '-0.5e3',
        '01',
        'true',
        'nul',
        ' ',
        '"',
        '\\',
        '\n',
        '.',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(nearJson, (pieces) => {
        const text = pieces.join('');
        const parsed = parseJsonText(text);
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(parsed.ok).toBe(false);
          return;
        }
        if (parsed.ok) expect(parsed.value).toEqual(expected);
        else expect(parsed.message).toMatch(/given twice/);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parseJsonText(text).ok).toBe('boolean');
      }),
    );
  });

  test('a byte order mark, as Windows editors write it', () => {
    expect(parseJsonText('\uFEFF{"a": 1}')).toMatchObject({ ok: true, value: { a: 1 } });
  });

  test('"__proto__" is a key like any other and touches no prototype', () => {
    const parsed = parseJsonText('{"__proto__": {"polluted": true}}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });
});

describe('where things are', () => {
  const text = '{\n  "a": [1,\n    {"b": true}]\n}';

  test('lines and columns of keys and values count from 1', () => {
    const parsed = parseJsonText(text);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(parsed.keyAt(['a'])).toEqual({ line: 2, column: 3 });
    expect(parsed.valueAt(['a'])).toEqual({ line: 2, column: 8 });
    expect(parsed.valueAt(['a', 1])).toEqual({ line: 3, column: 5 });
    expect(parsed.keyAt(['a', 1, 'b'])).toEqual({ line: 3, column: 6 });
    expect(parsed.valueAt([])).toEqual({ line: 1, column: 1 });
  });

  test('a dot in a key is not a path', () => {
    const parsed = parseJsonText('{"a.b": 1,\n "a": {"b": 2}}');
    if (!parsed.ok) throw new Error(parsed.message);
    expect(parsed.valueAt(['a', 'b'])).toEqual({ line: 2, column: 13 });
    expect(parsed.valueAt(['a.b'])).toEqual({ line: 1, column: 9 });
  });

  test.each([
    ['', '1:1 expected a value, but the file ends here'],
    ['{"a": 1,}', '1:9 expected a key in double quotes, but found "}"'],
    ['{\n  "a" 1}', '2:7 expected : after the key "a", but found "1"'],
    ['[1 2]', '1:4 expected , or ], but found "2"'],
    ['{"a": yes}', '1:7 expected a value, but found "yes"'],
    ['{"a": 01}', '1:7 expected a value, but found "01"'],
    ["{'a': 1}", '1:2 expected a key in double quotes, but found "\'a\'"'],
    ['{} x', '1:4 expected nothing more, but found "x"'],
    ['{"a": "b\n"}', '1:7 this text has no closing quote on its line, or a wrong \\ escape'],
    ['{"a": 1, "a": 2}', '1:10 the key "a" is given twice'],
    ['// no comments', '1:1 expected a value, but found "/"'],
  ])('%j -> %s', (wrong, told) => {
    expect(place(wrong)).toBe(told);
  });

  test('nesting is bounded, so a hostile file ends in a message and not in a stack overflow', () => {
    expect(place('['.repeat(100_000))).toMatch(/nested deeper than 64 levels/);
  });
});
