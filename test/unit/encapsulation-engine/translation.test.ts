import { describe, expect, test } from 'vitest';
import {
  isTranslated,
  translationClause,
  translationWarning,
} from '../../../main/domain/encapsulation/reading/translation.ts';
import type { ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import { probedHop, untested } from '../../support/encapsulation/probed.ts';
import { probeView } from '../../support/encapsulation/views.ts';

const HOME = '192.168.1.5';
const swallows = (index: number, address: string): ProbedHop =>
  untested(index, 'no', { address, reason: 'swallows' });
const warning = (hops: readonly ProbedHop[], source: string | null, changes = {}) =>
  translationWarning(probeView(hops, { source, ...changes }));

test.each([
  [HOME, '8.0.0.1', true],
  ['100.64.3.4', '8.0.0.1', true],
  [HOME, '10.1.2.3', false],
  ['8.0.0.2', '8.0.0.1', false],
  ['2400::5', '2400::7', false],
])('from %s to %s: translated %s', (source, target, translated) => {
  expect(isTranslated(source, target)).toBe(translated);
  expect(translationClause(source, target) === '').toBe(!translated);
});

describe('a path probe', () => {
  const beyond = [swallows(2, '8.0.0.1'), swallows(3, '8.0.0.2')];

  test('from a private address to hosts outside, none of which is seen to unwrap: the translator is named', () => {
    const told = warning([swallows(1, '192.168.1.1'), ...beyond], HOME);
    expect(told?.code).toBe('translator');
    expect(told?.text).toMatch(/^192\.168\.1\.5 is a private address: .*\(NAT\).* IPv6/);
  });

  test('of which only the first hop can be tested: the same, as a chance', () => {
    const told = warning([probedHop(1, 30, 0), ...beyond], '8.0.0.9');
    expect(told?.text).toMatch(/^Only the first hop can be tested: .*would.* IPv6/);
  });

  test.each<[string, readonly ProbedHop[], string | null, object]>([
    ['tested beyond it', [probedHop(1, 30, 0), probedHop(2, 30, 0, { address: '8.0.0.1' })], HOME, {}],
    [
      'of a hop outside that refuses',
      [untested(1, 'no', { address: '8.0.0.1', reason: 'refuses' })],
      HOME,
      {},
    ],
    ['within the private network', [swallows(1, '192.168.1.1'), swallows(2, '10.0.0.1')], HOME, {}],
    ['with one hop alone behind the first', [probedHop(1, 30, 0), swallows(2, '8.0.0.1')], '8.0.0.9', {}],
    ['still running', [swallows(1, '192.168.1.1'), ...beyond], HOME, { status: 'running' }],
    ['whose own address is not known', beyond, null, {}],
    ['of no hops', [], HOME, {}],
  ])('%s: no word of it', (_, hops, source, changes) => {
    expect(warning(hops, source, changes)).toBeNull();
  });
});
