import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choice,
  choices,
  family,
  folder,
  host,
  moment,
  wholeNumber,
} from '../../../main/cli/option-values.ts';

const NOW = Date.parse('2026-11-21T14:00:00.000Z');
const parse = moment(() => NOW);

test.each(['192.0.2.1', ' 192.0.2.1', '192.0.2.1\n', '\t192.0.2.1 '])(
  '%j is a host without its blanks',
  (text) => {
    expect(host(text)).toBe('192.0.2.1');
  },
);

describe('whole numbers', () => {
  const count = wholeNumber(1, 100);

  test('at the bounds and past them', () => {
    expect(count('1')).toBe(1);
    expect(count('100')).toBe(100);
    expect(() => count('0')).toThrow('Write a whole number from 1 to 100.');
    expect(() => count('101')).toThrow(InvalidArgumentError);
  });

  test.each(['', ' 5', '5.5', '1e2', '0x10', '-5', '+5', 'five', '5\n', '99999999999999999999'])(
    '%j is refused',
    (text) => {
      expect(() => count(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('choices', () => {
  const classes = ['total', 'ipv4-only', 'dns'] as const;

  test('one of them, or the nearest is named', () => {
    expect(choice(classes)('dns')).toBe('dns');
    expect(() => choice(classes)('totl')).toThrow('Did you mean total?');
    expect(() => choice(classes)('everything')).toThrow('Write one of total, ipv4-only, dns.');
  });

  test('several with commas or by repetition, each once', () => {
    expect(choices(classes)('dns, total')).toEqual(['dns', 'total']);
    expect(choices(classes)('dns', ['total', 'dns'])).toEqual(['total', 'dns']);
    expect(() => choices(classes)('dns,')).toThrow(InvalidArgumentError);
  });

  test('IP versions', () => {
    expect([family('4'), family('6')]).toEqual([4, 6]);
    expect(() => family('ipv4')).toThrow('Write 4 or 6.');
  });
});

test('a folder has a name', () => {
  expect(folder(' ')).toBe(' ');
  expect(() => folder('')).toThrow('Name a folder.');
});

describe('moments', () => {
  test.each([
    ['now', NOW],
    ['-30s', NOW - 30_000],
    ['-90m', NOW - 5_400_000],
    ['-1h', NOW - 3_600_000],
    ['-7d', NOW - 604_800_000],
    ['-2w', NOW - 1_209_600_000],
    ['2026-11-20T10:00Z', Date.parse('2026-11-20T10:00:00Z')],
    ['2026-11-20T10:00:30.250+01:00', Date.parse('2026-11-20T09:00:30.250Z')],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
    ['2026-11-20T10:00', new Date(2026, 10, 20, 10).getTime()],
  ])('%s', (text, ms) => {
    expect(parse(text)).toBe(ms);
  });

  test.each([
    '',
    '1h',
    '-1x',
    '--1h',
    '-h',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-11-20 10:00',
    '1763719200',
    '1960-01-01T00:00Z',
    '-999999w',
  ])('%j is refused', (text) => {
    expect(() => parse(text)).toThrow('Write a time such as 2026-11-21T14:00, -1h, -7d or now.');
  });

  test('whatever the text: a moment that a Date can hold, or a refusal', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9TZ:.+-]{1,25}[smhdw]?$/));
    fc.assert(
      fc.property(text, (value) => {
        try {
          expect(Number.isNaN(new Date(parse(value)).getTime())).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
