import { expect, test } from 'vitest';
import {
  REASON_TEXTS,
  SENTENCE_SHAPES,
  summaryText,
} from '../../../../renderer/components/traces/summary-text.ts';
import { summary } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';

test('a kept trace in a line', () => {
  expect(summaryText(summary(TRACES.lossy))).toBe('ICMP over IPv4, 8 hops');
  expect(summaryText({ ...summary(TRACES.ipv6), hops: 1 })).toBe('ICMP over IPv6, 1 hop');
});

test('one that was asked for needs no reason', () => {
  expect(REASON_TEXTS.asked).toBe('');
  expect(REASON_TEXTS.incident).not.toBe('');
});

test('its shape is that of its sentence', () => {
  expect(SENTENCE_SHAPES[TRACES.unreached.sentence.state]).toBe('down');
  expect(SENTENCE_SHAPES[TRACES.lossy.sentence.state]).toBe('degraded');
});
