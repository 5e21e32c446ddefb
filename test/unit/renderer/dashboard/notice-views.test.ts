import { describe, expect, test } from 'vitest';
import { DELIVERIES, NOTICE_KINDS } from '../../../../main/domain/notices/types.ts';
import { testResult } from '../../../../renderer/components/feedback/notice-test.ts';
import { exportResult } from '../../../../renderer/dashboard/export/export-text.ts';
import {
  DELIVERY_TEXTS,
  KIND_TITLES,
  noticeShape,
} from '../../../../renderer/dashboard/notices/notice-view.ts';
import { PAST_NOTICES } from '../../../support/renderer/scenes/past.ts';

test('every delivery and every kind has words of its own', () => {
  expect(new Set(DELIVERIES.map((one) => DELIVERY_TEXTS[one])).size).toBe(DELIVERIES.length);
  expect(new Set(NOTICE_KINDS.map((one) => KIND_TITLES[one])).size).toBe(NOTICE_KINDS.length);
});

describe('the shape of a notice', () => {
  test('that something began is the shape of what began', () => {
    expect(noticeShape({ kind: 'begun', incident: 'total-1732181000123' })).toBe('down');
    expect(noticeShape({ kind: 'begun', incident: 'degraded-loss-1732181000123' })).toBe('degraded');
    expect(noticeShape({ kind: 'begun', incident: 'captive-portal-1732181000123' })).toBe('degraded');
  });

  test('of a class that nobody knows any more is a plain outage', () => {
    expect(noticeShape({ kind: 'begun', incident: 'forgotten-1732181000123' })).toBe('down');
    expect(noticeShape({ kind: 'begun', incident: null })).toBe('down');
  });

  test('of an end is good, of anything else says nothing', () => {
    expect(noticeShape({ kind: 'ended', incident: 'total-1' })).toBe('good');
    expect(noticeShape({ kind: 'digest', incident: null })).toBe('unavailable');
  });
});

test('a test says whether the desktop took it, and what to do if not', () => {
  const [notice] = PAST_NOTICES;
  if (notice === undefined) throw new Error('no notice');
  expect(testResult({ ...notice, delivery: 'shown' }).tone).toBe('done');
  expect(testResult({ ...notice, delivery: 'failed' })).toMatchObject({
    tone: 'trouble',
    text: expect.stringContaining('did not show'),
  });
});

test('an export says where it went, and nothing when the dialog was closed', () => {
  expect(exportResult({ file: '/home/you/a.csv' })).toBe('The range was written to /home/you/a.csv.');
  expect(exportResult({ file: null })).toBeNull();
});
