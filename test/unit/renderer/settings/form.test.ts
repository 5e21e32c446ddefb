import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../../main/domain/model/incident.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { pathKey, valueAt, withValue } from '../../../../renderer/settings/form/config-path.ts';
import {
  boundText,
  numberFault,
  numberText,
  parseNumber,
} from '../../../../renderer/settings/form/number-text.ts';
import { saveState } from '../../../../renderer/settings/save-state.ts';
import { withMuted } from '../../../../renderer/settings/sections/muted.ts';

const SECONDS = { unit: 's', scale: 1000 };
const BOUND = { min: 1000, max: 60_000 };

describe('paths', () => {
  test('name fields as the bounds do', () => {
    expect(pathKey(['retention', 'rawHours'])).toBe('retention.rawHours');
  });

  test('what was put somewhere is found there, and nothing else has changed', () => {
    const changed = withValue(DEFAULT_CONFIG, ['notifications', 'quietHours', 'from'], '21:30');
    expect(valueAt(changed, ['notifications', 'quietHours', 'from'])).toBe('21:30');
    expect(withValue(changed, ['notifications', 'quietHours', 'from'], '22:00')).toEqual(DEFAULT_CONFIG);
  });

  test('lead into lists', () => {
    const changed = withValue(DEFAULT_CONFIG, ['anchors', 1, 'address'], '192.0.2.1');
    expect(valueAt(changed, ['anchors', 1, 'address'])).toBe('192.0.2.1');
    expect(valueAt(changed, ['anchors', 0])).toEqual(DEFAULT_CONFIG.anchors[0]);
  });

  test('leave what is in force as it was', () => {
    const before = structuredClone(DEFAULT_CONFIG);
    withValue(DEFAULT_CONFIG, ['anchors', 0, 'address'], 'x');
    withValue(DEFAULT_CONFIG, ['thresholds', 'lossPercent'], 99);
    expect(DEFAULT_CONFIG).toEqual(before);
  });

  test('that lead nowhere find nothing', () => {
    expect(valueAt(DEFAULT_CONFIG, ['nothing', 'here'])).toBeUndefined();
    expect(valueAt(undefined, ['intervalMs'])).toBeUndefined();
  });
});

describe('numbers', () => {
  test('are shown in their unit and read in that of the config', () => {
    expect(numberText(1500, SECONDS)).toBe('1.5');
    expect(parseNumber('1.5', SECONDS)).toBe(1500);
    expect(parseNumber(' 1,5 ', SECONDS)).toBe(1500);
    expect(parseNumber('0.1', { unit: 'min', scale: 60_000 })).toBe(6000);
  });

  test.each(['', ' ', 'ten', '1e3', '0x10', '1 000', '--1', '1.2.3', 'NaN', 'Infinity'])(
    '"%s" is none',
    (text) => {
      expect(parseNumber(text, SECONDS)).toBeNull();
      expect(numberFault(text, BOUND, SECONDS)).toBe('Write a number, 1 to 60 s.');
    },
  );

  test('outside of their bounds are refused in the unit that is shown', () => {
    expect(numberFault('0.5', BOUND, SECONDS)).toBe('This is too small; the least is 1 s.');
    expect(numberFault('61', BOUND, SECONDS)).toBe('This is too large; the most is 60 s.');
    expect(numberFault('1', BOUND, SECONDS)).toBeNull();
    expect(numberFault('60', BOUND, SECONDS)).toBeNull();
    expect(numberFault('-7', undefined, SECONDS)).toBeNull();
  });

  test('have their bounds said', () => {
    expect(boundText({ min: 0, max: 86_400_000 }, { unit: 'min', scale: 60_000 })).toBe('0 to 1,440 min');
  });

  test('come back as they were, whatever the unit', () => {
    const scales = fc.constantFrom(1, 1000, 60_000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), scales, (value, scale) => {
        const shown = { unit: 's', scale };
        const text = numberText(value, shown);
        fc.pre(!text.includes('e'));
        expect(parseNumber(text, shown)).toBe(value);
      }),
    );
  });
});

describe('muted classes', () => {
  test('are added and taken away, in the order that people see', () => {
    expect(withMuted(['dns'], 'total', true)).toEqual(['total', 'dns']);
    expect(withMuted(['total', 'dns'], 'total', false)).toEqual(['dns']);
    expect(withMuted(['dns'], 'dns', true)).toEqual(['dns']);
  });

  test('may be all of them', () => {
    const all = INCIDENT_CLASSES.reduce<readonly (typeof INCIDENT_CLASSES)[number][]>(
      (muted, one) => withMuted(muted, one, true),
      [],
    );
    expect(all).toEqual(INCIDENT_CLASSES);
  });
});

test('the line on top says whether what is shown is in force', () => {
  expect(saveState({ saving: false, saved: false, refused: 0 }).text).toBe('Each change is saved at once.');
  expect(saveState({ saving: true, saved: true, refused: 1 }).text).toBe('Saving …');
  expect(saveState({ saving: false, saved: true, refused: 0 })).toEqual({
    shape: 'good',
    text: 'Saved and in force.',
  });
  expect(saveState({ saving: false, saved: true, refused: 1 })).toEqual({
    shape: 'down',
    text: '1 field could not be taken; all else is in force.',
  });
});
