import { describe, expect, test } from 'vitest';
import { GAP_REASONS } from '../../../main/domain/model/gap.ts';
import { HEALTHS, SUBJECTS } from '../../../main/domain/model/health.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { OUTCOMES } from '../../../main/domain/model/sample.ts';
import {
  GAP_TEXTS,
  HEALTH_NAMES,
  KIND_NAMES,
  listText,
  OUTCOME_NAMES,
  SUBJECT_EXPLANATIONS,
  SUBJECT_NAMES,
} from '../../../main/domain/words/names.ts';
import { SHAPES } from '../../../main/domain/words/shapes.ts';

describe('shapes', () => {
  test('each state has its own, in both alphabets', () => {
    const shapes = Object.values(SHAPES);
    expect(Object.keys(SHAPES).sort()).toEqual([...HEALTHS, 'paused'].sort());
    expect(new Set(shapes.map(({ unicode }) => unicode)).size).toBe(shapes.length);
    expect(new Set(shapes.map(({ ascii }) => ascii)).size).toBe(shapes.length);
  });

  test('ASCII shapes are ASCII and of one width, Unicode ones one sign', () => {
    for (const { unicode, ascii } of Object.values(SHAPES)) {
      expect(ascii).toMatch(/^[\x20-\x7e]{3}$/);
      expect([...unicode]).toHaveLength(1);
    }
  });
});

describe('names', () => {
  test('no two things have the same name', () => {
    const all: [Readonly<Record<string, string>>, readonly string[]][] = [
      [SUBJECT_NAMES, SUBJECTS],
      [SUBJECT_EXPLANATIONS, SUBJECTS],
      [KIND_NAMES, KINDS],
      [HEALTH_NAMES, HEALTHS],
      [GAP_TEXTS, GAP_REASONS],
      [OUTCOME_NAMES, OUTCOMES],
    ];
    for (const [names, keys] of all) {
      expect(Object.keys(names).sort()).toEqual([...keys].sort());
      expect(new Set(Object.values(names)).size).toBe(keys.length);
    }
  });

  test('lists', () => {
    expect(listText([])).toBe('');
    expect(listText(['a'])).toBe('a');
    expect(listText(['a', 'b'])).toBe('a and b');
    expect(listText(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
