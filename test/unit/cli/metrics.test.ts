import { describe, expect, test } from 'vitest';
import { metricsLines } from '../../../main/cli/metrics/print.ts';
import { type MetricsResult, testExporters } from '../../../main/cli/metrics/result.ts';
import type { ExporterName } from '../../../main/domain/model/metrics-state.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { ASCII, PLAIN } from './capture.ts';

const DEFAULTS = DEFAULT_CONFIG.metrics;

describe('testExporters', () => {
  test('those that are on, all at once; the others are named', async () => {
    const asked: ExporterName[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const metrics = {
      ...DEFAULTS,
      machine: 'nas',
      statsd: { ...DEFAULTS.statsd, enabled: true },
      push: { ...DEFAULTS.push, enabled: true },
    };
    const result = testExporters(
      {
        test: async (name) => {
          asked.push(name);
          if (asked.length === 2) release();
          await held;
          return { name, outcome: name === 'push' ? 'failed' : 'sent', text: `About ${name}.` };
        },
      },
      metrics,
    );
    expect(await result).toEqual({
      command: 'metrics',
      machine: 'nas',
      exporters: [
        { exporter: 'statsd', outcome: 'sent', text: 'About statsd.' },
        { exporter: 'prometheus', outcome: 'off', text: '' },
        { exporter: 'push', outcome: 'failed', text: 'About push.' },
      ],
    });
    expect(asked).toEqual(['statsd', 'push']);
  });
});

describe('metricsLines', () => {
  const result: MetricsResult = {
    command: 'metrics',
    machine: 'nas',
    exporters: [
      { exporter: 'statsd', outcome: 'arrived', text: 'It answered.' },
      { exporter: 'prometheus', outcome: 'off', text: '' },
      { exporter: 'push', outcome: 'failed', text: 'Bad \u001b[31m words.' },
    ],
  };

  test('for people', () => {
    expect(metricsLines(PLAIN, result)).toEqual([
      'This machine is called nas in the figures.',
      '',
      '●  StatsD      arrived  It answered.',
      '○  Prometheus  off',
      '☒  Push        failed   Bad ?[31m words.',
    ]);
  });

  test('in ASCII, where what was sent may not have arrived', () => {
    const [first] = result.exporters;
    if (first === undefined) throw new Error('none');
    expect(metricsLines(ASCII, { ...result, exporters: [{ ...first, outcome: 'sent' }] }).at(-1)).toBe(
      '(?)  StatsD  sent  It answered.',
    );
  });
});
