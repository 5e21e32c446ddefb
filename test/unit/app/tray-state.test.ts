import { describe, expect, test } from 'vitest';
import { trayState } from '../../../main/app/state/tray-state.ts';
import type { Mode } from '../../../main/domain/model/mode.ts';

const BY_HELPER: Mode = { icmp: 'helper', reason: '' };
const BY_PING: Mode = { icmp: 'ping', reason: 'No right.' };

describe('the tray shows', () => {
  test.each([
    ['paused', 'paused'],
    ['down', 'outage'],
    ['degraded', 'degraded'],
    ['good', 'good'],
    ['unknown', 'starting'],
    ['unavailable', 'starting'],
  ] as const)('%s as %s while the helper runs', (verdict, shown) => {
    expect(trayState('running', verdict, BY_HELPER)).toBe(shown);
  });

  test.each([
    ['paused', 'paused'],
    ['down', 'outage'],
    ['degraded', 'degraded'],
    ['good', 'no-helper'],
    ['unknown', 'starting'],
  ] as const)('%s as %s without the helper: it hides only what is good', (verdict, shown) => {
    expect(trayState('running', verdict, BY_PING)).toBe(shown);
    expect(trayState('running', verdict, { icmp: 'none', reason: 'Nothing.' })).toBe(shown);
  });

  test('an engine that failed as a missing part, never as good or bad news of the line', () => {
    expect(trayState('failed', 'unknown', BY_PING)).toBe('no-helper');
  });
});
