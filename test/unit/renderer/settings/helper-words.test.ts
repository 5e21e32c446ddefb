import { describe, expect, test } from 'vitest';
import type { HelperView } from '../../../../main/contract/helper-view.ts';
import { HELPER_CHOICES, HELPER_WAYS } from '../../../../main/domain/model/helper-way.ts';
import {
  CHOICE_WORDS,
  helperStatus,
  isInForce,
  obstacleTo,
  willAsk,
} from '../../../../renderer/settings/helper/helper-words.ts';
import { HELPERS } from '../../../support/renderer/scenes/helper.ts';

const { installed, unasked, given, gone, distrusted } = HELPERS;

describe('the status', () => {
  test.each(HELPER_WAYS)('%s: says by which way it runs', (active) => {
    const { shape, headline, detail } = helperStatus({ ...given, active }, false);
    expect({ shape, headline }).toEqual({ shape: 'good', headline: 'The helper runs.' });
    expect(detail).toMatch(/right.*It has given its rights up for good and runs as user 1000/);
  });

  test('the ways do not sound alike', () => {
    const details = HELPER_WAYS.map((active) => helperStatus({ ...given, active }, false).detail);
    expect(new Set(details).size).toBe(HELPER_WAYS.length);
  });

  test('a right that was kept is said', () => {
    expect(helperStatus(installed, false).detail).toBe(
      'The installed helper has the right by itself; nobody is asked. It keeps this one right while it runs, as user 1000.',
    );
  });

  test('nothing is claimed about rights that are not known', () => {
    expect(helperStatus({ ...installed, privilege: null }, false).detail).not.toMatch(/keeps|given/);
  });

  test('without a helper its reason stands there, but not when it is said beside the button', () => {
    expect(helperStatus(unasked, false)).toMatchObject({ shape: 'degraded', detail: unasked.reason });
    expect(helperStatus(unasked, true).detail).toBe('');
  });

  test('distrust names who could change it, even where an attempt was just refused', () => {
    for (const refused of [false, true]) {
      expect(helperStatus(distrusted, refused)).toMatchObject({
        shape: 'down',
        detail: distrusted.distrust,
      });
    }
  });

  test('one that runs and can be changed by now is no good state', () => {
    const view: HelperView = { ...installed, distrust: distrusted.distrust };
    expect(helperStatus(view, false)).toMatchObject({ shape: 'degraded', detail: distrusted.distrust });
  });
});

describe('a choice', () => {
  test('each has words of its own', () => {
    const lines = HELPER_CHOICES.map((choice) => CHOICE_WORDS[choice]);
    expect(new Set(lines.map(({ title }) => title)).size).toBe(HELPER_CHOICES.length);
    expect(new Set(lines.map(({ line }) => line)).size).toBe(HELPER_CHOICES.length);
  });

  test('an obstacle is that of its way; automatic has none', () => {
    expect(obstacleTo(gone, 'pkexec')).toMatch(/pkexec is missing/);
    expect(obstacleTo(gone, 'auto')).toBe('');
    expect(obstacleTo(installed, 'file-capability')).toBe('');
    expect(obstacleTo({ ...installed, ways: [] }, 'pkexec')).toBe('');
  });

  test('automatic asks when the first way without an obstacle does', () => {
    expect(willAsk(installed, 'auto')).toBe(false);
    expect(willAsk(unasked, 'auto')).toBe(true);
    expect(willAsk({ ...unasked, ways: [] }, 'auto')).toBe(false);
  });

  test('a chosen way asks as it says', () => {
    expect(willAsk(installed, 'pkexec')).toBe(true);
    expect(willAsk(installed, 'file-capability')).toBe(false);
  });

  test('is in force only while a helper runs as it was chosen', () => {
    expect(isInForce(installed, 'auto')).toBe(true);
    expect(isInForce(installed, 'pkexec')).toBe(false);
    expect(isInForce(unasked, 'auto')).toBe(false);
    expect(isInForce({ ...given, choice: 'pkexec' }, 'pkexec')).toBe(true);
    // The chosen way was refused, and the helper of before runs on: it can be tried again.
    expect(isInForce({ ...installed, choice: 'pkexec' }, 'pkexec')).toBe(false);
  });
});
