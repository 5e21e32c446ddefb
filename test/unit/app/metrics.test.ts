import { describe, expect, test } from 'vitest';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { offState } from './exporters-double.ts';
import { setUp } from './set-up.ts';

const METRICS: MetricsConfig = {
  ...DEFAULT_CONFIG.metrics,
  statsd: { ...DEFAULT_CONFIG.metrics.statsd, enabled: true, port: 9125 },
};

describe('exporters', () => {
  test('run by the settings from the start on, and hear the engine before it begins', async () => {
    const { exporters, engine } = await setUp({
      prepare: ({ settings }) => {
        settings.config = { ...DEFAULT_CONFIG, metrics: METRICS };
      },
    });
    expect(exporters.configs).toEqual([DEFAULT_CONFIG.metrics]);
    expect(exporters.feeds).toEqual([engine()]);
  });

  test('follow a change of the settings at once, also while nothing is measured', async () => {
    const { app, exporters } = await setUp({ start: () => Promise.reject(new Error('no history')) });
    expect(exporters.feeds).toEqual([]);
    const change = await app.handlers.changeSettings({ config: { ...DEFAULT_CONFIG, metrics: METRICS } });
    expect(change.ok).toBe(true);
    expect(exporters.configs).toEqual([DEFAULT_CONFIG.metrics, METRICS]);
  });

  test('an engine that takes new settings badly does not keep the exporters from theirs', async () => {
    const { app, exporters, engine } = await setUp();
    engine().reconfigure = () => Promise.reject(new Error('no retention'));
    await app.handlers.changeSettings({ config: { ...DEFAULT_CONFIG, metrics: METRICS } });
    expect(exporters.configs.at(-1)).toEqual(METRICS);
  });

  test('end after the engine, whose last events they hear', async () => {
    const { app, exporters, engine } = await setUp();
    let release = (): void => undefined;
    engine().stopping = new Promise((done) => {
      release = done;
    });
    const stopped = app.stop();
    await Promise.resolve();
    expect(exporters.stopped).toBe(false);
    release();
    await stopped;
    expect(exporters.stopped).toBe(true);
  });

  test('how they stand is pushed, and answered', async () => {
    const { app, exporters, pushed } = await setUp();
    expect(pushed('metrics')).toEqual([]);
    const states = exporters.states.map((state) =>
      state.name === 'push'
        ? { ...offState('push'), phase: 'trouble' as const, text: 'Away.', dropped: 3, queued: 7 }
        : state,
    );
    exporters.become(states);
    expect(pushed('metrics')).toEqual([{ states }]);
    expect(await app.handlers.metrics(null)).toEqual({ states });
  });
});

describe('a test by hand', () => {
  test('is made by the form’s settings, which need not be saved', async () => {
    const { app, exporters, settings } = await setUp();
    const config = { ...DEFAULT_CONFIG, metrics: METRICS };
    expect(await app.handlers.testMetrics({ exporter: 'statsd', config })).toEqual({
      test: { name: 'statsd', outcome: 'arrived', text: 'It arrived.' },
    });
    expect(exporters.tested).toEqual([{ name: 'statsd', metrics: METRICS }]);
    expect(settings.config.metrics).toEqual(DEFAULT_CONFIG.metrics);
    expect(exporters.configs).toEqual([DEFAULT_CONFIG.metrics]);
  });

  test('is not made by wrong ones: every field comes back, and why', async () => {
    const { app, exporters } = await setUp();
    const metrics = { ...METRICS, statsd: { ...METRICS.statsd, host: 'a b', port: 0 } };
    const answer = await app.handlers.testMetrics({
      exporter: 'statsd',
      config: { ...DEFAULT_CONFIG, metrics },
    });
    expect(exporters.tested).toEqual([]);
    expect(answer.test).toMatchObject({ name: 'statsd', outcome: 'failed' });
    expect(answer.test.text).not.toBe('');
    expect(answer.problems?.map(({ path }) => path.join('.'))).toEqual([
      'metrics.statsd.port',
      'metrics.statsd.host',
    ]);
  });

  test.each([null, 5, {}, { metrics: { push: null } }])('%j is no form', async (config) => {
    const { app, exporters } = await setUp();
    const answer = await app.handlers.testMetrics({ exporter: 'push', config });
    expect(answer.test.outcome).toBe('failed');
    expect(answer.problems?.length).toBeGreaterThan(0);
    expect(exporters.tested).toEqual([]);
  });
});
