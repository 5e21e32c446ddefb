import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../../../main/settings/defaults.ts';
import type { ConfigPath } from '../../../../../renderer/settings/form/config-path.ts';
import {
  asTyped,
  type Draft,
  draftsIn,
  groupOf,
  isIn,
  judged,
} from '../../../../../renderer/settings/metrics/draft-rules.ts';

const draft = (path: ConfigPath, value: unknown): readonly [string, Draft] => [
  path.join('.'),
  { path, text: String(value), value },
];

const TYPED = new Map([
  draft(['metrics', 'machine'], 'kitchen'),
  draft(['metrics', 'push', 'url'], 'http://192.0.2.1/'),
  draft(['metrics', 'statsd', 'port'], 8126),
  draft(['metrics', 'statsd', 'host'], 'graphite'),
]);

describe('groups', () => {
  test('are an exporter each, and the machine’s name is its own', () => {
    expect(groupOf(['metrics', 'push', 'url'])).toBe('metrics.push');
    expect(groupOf(['metrics', 'machine'])).toBe('metrics.machine');
  });

  test('hold their own fields only', () => {
    expect(isIn('metrics.push', 'metrics.push.url')).toBe(true);
    expect(isIn('metrics.push', 'metrics.pushed.url')).toBe(false);
    expect(isIn('metrics.machine', 'metrics.machine')).toBe(true);
  });
});

describe('the form as it is typed', () => {
  test('is what is in force with what stands in the fields', () => {
    const typed = asTyped(DEFAULT_CONFIG, draftsIn(TYPED, ['metrics.machine', 'metrics.statsd']));
    expect(typed).toEqual({
      ...DEFAULT_CONFIG,
      metrics: {
        ...DEFAULT_CONFIG.metrics,
        machine: 'kitchen',
        statsd: { ...DEFAULT_CONFIG.metrics.statsd, host: 'graphite', port: 8126 },
      },
    });
  });

  test('of nothing is what is in force', () => {
    expect(asTyped(DEFAULT_CONFIG, draftsIn(TYPED, []))).toBe(DEFAULT_CONFIG);
  });
});

describe('problems after a group was judged anew', () => {
  const BEFORE = new Map([
    ['intervalMs', 'Too small.'],
    ['metrics.push.url', 'No address.'],
    ['metrics.statsd.port', 'No port.'],
  ]);

  test('are the new ones of that group, and the old ones of all others', () => {
    const found = [{ path: ['metrics', 'push', 'token'], message: 'Use one of the two.' }];
    expect([...judged(BEFORE, 'metrics.push', found, 'metrics.push.user')]).toEqual([
      ['intervalMs', 'Too small.'],
      ['metrics.statsd.port', 'No port.'],
      ['metrics.push.token', 'Use one of the two.'],
    ]);
  });

  test('that no field of it is to blame for stand by the one that was changed', () => {
    const found = [
      { path: [], message: 'The settings could not be kept.' },
      { path: ['anchors', 0, 'address'], message: 'Of another.' },
    ];
    expect(judged(BEFORE, 'metrics.push', found, 'metrics.push.user').get('metrics.push.user')).toBe(
      'The settings could not be kept.',
    );
  });

  test('are gone when there are none; the first of a field is said', () => {
    expect(judged(BEFORE, 'metrics.push', [], '').has('metrics.push.url')).toBe(false);
    const path = ['metrics', 'push', 'url'];
    const twice = [
      { path, message: 'First.' },
      { path, message: 'Second.' },
    ];
    expect(judged(BEFORE, 'metrics.push', twice, '').get('metrics.push.url')).toBe('First.');
  });
});
