import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { lightView } from '../../../../renderer/dashboard/header/light-view.ts';
import { modeView } from '../../../../renderer/dashboard/header/mode-view.ts';
import { networkText } from '../../../../renderer/dashboard/header/network-text.ts';
import { pauseText } from '../../../../renderer/dashboard/header/pause-text.ts';
import { quietText } from '../../../../renderer/dashboard/header/quiet-text.ts';
import { AT, GOOD_LIGHTS, lightsBut } from '../../../support/renderer/scenes/base.ts';

const LONDON = { locale: 'en-GB', zone: 'UTC' };

describe('a light', () => {
  test('that is good shows its word and its figures with units', () => {
    expect(lightView(GOOD_LIGHTS, 'icmp')).toMatchObject({
      name: 'ICMP',
      shown: 'good',
      word: 'good',
      figures: { rtt: '21.3 ms', loss: '0 %' },
    });
  });

  test('that is down has a loss, and no round trip', () => {
    const lights = lightsBut({ ipv4: { health: 'down', rttMs: null, loss: 1 } });
    expect(lightView(lights, 'ipv4')).toMatchObject({ word: 'down', figures: { rtt: '–', loss: '100 %' } });
  });

  test('that was answered once has a round trip, and no loss figure', () => {
    const lights = lightsBut({ dns: { health: 'good', rttMs: 12, loss: null } });
    expect(lightView(lights, 'dns').figures).toEqual({ rtt: '12.0 ms', loss: '–' });
  });

  test.each([
    ['unknown', 'not known yet'],
    ['unavailable', 'not available here'],
  ] as const)('that is %s says so in place of figures', (health, expected) => {
    const lights = lightsBut({ ipv6: { health, rttMs: null, loss: null } });
    expect(lightView(lights, 'ipv6')).toMatchObject({ word: '', figures: null, instead: expected });
  });

  test.each(['good', 'down', 'unknown'] as const)(
    'that was %s before a pause is shown as paused',
    (health) => {
      const lights = lightsBut({ ipv6: { health, rttMs: null, loss: null } });
      expect(lightView(lights, 'ipv6', true)).toMatchObject({
        shown: 'paused',
        word: '',
        figures: null,
        instead: 'not measured now',
      });
    },
  );

  test('without figures keeps its word', () => {
    const lights = lightsBut({ ipv6: { health: 'good', rttMs: null, loss: null } });
    expect(lightView(lights, 'ipv6')).toMatchObject({
      word: 'good',
      figures: null,
      instead: 'not measured now',
    });
  });

  test('that was never told of is not known yet', () => {
    expect(lightView([], 'gateway')).toMatchObject({ shown: 'unknown', instead: 'not known yet' });
  });
});

describe('the way ICMP is measured', () => {
  const view = (icmp: 'helper' | 'ping' | 'none', phase: 'starting' | 'running' | 'failed' = 'running') =>
    modeView({ mode: { icmp, reason: icmp === 'helper' ? '' : 'It may not.' }, phase });

  test('by the helper is as it should be', () => {
    expect(view('helper')).toMatchObject({ shape: 'good', text: 'Helper: on' });
  });

  test('otherwise says what is done instead, and why', () => {
    expect(view('ping')).toMatchObject({ shape: 'degraded', text: 'Helper: off, ping instead' });
    expect(view('none')).toMatchObject({ shape: 'degraded', text: 'Helper: off, no ICMP' });
    expect(view('ping').explanation).toMatch(/^It may not\. /);
  });

  test('is no fault before it has begun, or after the engine has failed', () => {
    expect(view('none', 'starting')).toMatchObject({ shape: 'unknown', text: 'Helper: starting' });
    expect(view('none', 'failed')).toMatchObject({ shape: 'unavailable', text: 'Helper: off' });
  });

  test('by the helper is on while the first verdict is made', () => {
    expect(view('helper', 'starting').text).toBe('Helper: on');
  });
});

test('the network is shown as far as anybody knows it', () => {
  expect(networkText({ network: 'eth0', phase: 'running' })).toBe('eth0');
  expect(networkText({ network: '', phase: 'running' })).toBe('No network');
  expect(networkText({ network: '', phase: 'starting' })).toBeNull();
  expect(networkText({ network: '', phase: 'failed' })).toBeNull();
});

test('a pause says when it ends', () => {
  expect(pauseText({ untilMs: wallMs(AT) }, LONDON)).toBe(
    'Nothing is measured until 14:05; this time stays a gap in the charts.',
  );
  expect(pauseText({ untilMs: null }, LONDON)).toBe(
    'Nothing is measured until you resume it; this time stays a gap in the charts.',
  );
});

test('quiet hours are shown while they last', () => {
  expect(quietText({ active: false, untilMs: null }, LONDON)).toBeNull();
  expect(quietText({ active: true, untilMs: wallMs(AT) }, LONDON)).toBe('Quiet until 14:05');
  expect(quietText({ active: true, untilMs: null }, LONDON)).toBe('Quiet hours');
});
