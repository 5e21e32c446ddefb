import { describe, expect, test } from 'vitest';
import {
  type PrometheusConfig,
  PUSH_FORMATS,
  STATSD_NAMES,
  STATSD_PROTOCOLS,
} from '../../../../../main/domain/model/metrics-config.ts';
import { EXPORTERS, type ExporterState } from '../../../../../main/domain/model/metrics-state.ts';
import { DEFAULT_CONFIG } from '../../../../../main/settings/defaults.ts';
import {
  EXPORTER_WORDS,
  figuresOf,
  LAST_WORDS,
  NAME_HINTS,
  OUTCOME_WORDS,
  PHASE_WORDS,
  PROTOCOL_HINTS,
  pageAddress,
  URL_HINTS,
} from '../../../../../renderer/settings/metrics/metrics-words.ts';

const state = (but: Partial<ExporterState>): ExporterState => ({
  name: 'statsd',
  phase: 'working',
  text: '',
  sent: 1234,
  dropped: 0,
  queued: null,
  lastMs: null,
  ...but,
});

const shown = (but: Partial<ExporterState>) =>
  figuresOf(state(but)).map(({ label, text }) => `${label} ${text}`);

describe('figures', () => {
  test('of StatsD say what was dropped, and nothing of a queue', () => {
    expect(shown({ dropped: 12 })).toEqual(['Sent 1,234', 'Dropped 12']);
  });

  test('of push say what waits', () => {
    expect(shown({ name: 'push', queued: 48_120 })).toEqual([
      'Sent 1,234',
      'Waiting on disk 48,120',
      'Dropped 0',
    ]);
  });

  test('of Prometheus count its visits', () => {
    expect(shown({ name: 'prometheus' })).toEqual(['Times fetched 1,234']);
  });
});

describe('the page', () => {
  const page = (but: Partial<PrometheusConfig>) =>
    pageAddress({ ...DEFAULT_CONFIG.metrics.prometheus, ...but });

  test.each([
    [{}, 'http://127.0.0.1:9824/metrics'],
    [{ address: '::1', port: 9999 }, 'http://[::1]:9999/metrics'],
    [{ certFile: '/etc/ssl/own.pem' }, 'https://127.0.0.1:9824/metrics'],
    [{ address: 'no host' }, null],
  ])('%j', (but, address) => {
    expect(page(but)).toBe(address);
  });

  test('for all addresses is named by a word for this machine', () => {
    expect(page({ address: '0.0.0.0' })).toBe('http://MACHINE:9824/metrics');
    expect(page({ address: '::' })).toBe('http://MACHINE:9824/metrics');
  });
});

describe('words', () => {
  test('every state and outcome has its own shape and word', () => {
    for (const words of [Object.values(PHASE_WORDS), Object.values(OUTCOME_WORDS)]) {
      expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
      expect(new Set(words.map(({ shape }) => shape)).size).toBe(words.length);
    }
  });

  test('trouble of an exporter never looks like an outage', () => {
    expect(Object.values(PHASE_WORDS).map(({ shape }) => shape)).not.toContain('down');
  });

  test('are there for every choice', () => {
    expect(Object.keys(EXPORTER_WORDS)).toEqual([...EXPORTERS]);
    expect(Object.keys(LAST_WORDS)).toEqual([...EXPORTERS]);
    expect(Object.keys(PROTOCOL_HINTS)).toEqual([...STATSD_PROTOCOLS]);
    expect(Object.keys(NAME_HINTS)).toEqual([...STATSD_NAMES]);
    expect(Object.keys(URL_HINTS)).toEqual([...PUSH_FORMATS]);
  });
});
