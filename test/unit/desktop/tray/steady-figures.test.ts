import { describe, expect, test } from 'vitest';
import { lossText, SteadyFigures } from '../../../../main/desktop/tray/steady-figures.ts';
import { light } from './state.ts';

/** The texts that one light goes through. */
function texts(rtts: readonly (number | null)[], loss = 0): readonly string[] {
  const figures = new SteadyFigures();
  return rtts.map((rtt) => figures.text(light('icmp', 'good', rtt, loss)));
}

describe('round trips', () => {
  test('that waver keep their text, and real changes show', () => {
    const [first, ...others] = texts([21.4, 21.6, 20.9, 22, 21.4, 25, 24, 40]);
    expect(first).toBe('21 ms, 0 % lost');
    expect(others).toEqual([
      '21 ms, 0 % lost',
      '21 ms, 0 % lost',
      '21 ms, 0 % lost',
      '21 ms, 0 % lost',
      '25 ms, 0 % lost',
      '25 ms, 0 % lost',
      '40 ms, 0 % lost',
    ]);
  });

  test('cannot creep away from what is shown', () => {
    const creeping = Array.from({ length: 60 }, (_, index) => 20 + index / 2);
    const shown = texts(creeping).map((text) => Number.parseInt(text, 10));
    for (const [index, ms] of creeping.entries()) expect(Math.abs((shown[index] ?? 0) - ms)).toBeLessThan(5);
    expect(new Set(shown).size).toBeLessThan(15);
  });

  test('below a millisecond are never nothing', () => {
    expect(texts([0.42, 0.9, 0.05])).toEqual(['<1 ms, 0 % lost', '<1 ms, 0 % lost', '<1 ms, 0 % lost']);
  });

  test('that ended leave no trace', () => {
    expect(texts([21.4, null, 22], 1)).toEqual([
      '21 ms, 100 % lost',
      'no answer, 100 % lost',
      '22 ms, 100 % lost',
    ]);
  });

  test('of one light say nothing about another', () => {
    const figures = new SteadyFigures();
    figures.text(light('icmp', 'good', 21));
    expect(figures.text(light('ipv4', 'good', 21.6))).toBe('22 ms, 0 % lost');
  });

  test('from before an outage are not told while it lasts', () => {
    const figures = new SteadyFigures();
    expect(figures.text(light('ipv4', 'down', 22, 0.25))).toBe('down, 25 % lost');
    expect(figures.text(light('ipv4', 'down', null, null))).toBe('down');
    expect(figures.text(light('ipv4', 'degraded', 22, 0.25))).toBe('22 ms, 25 % lost');
  });

  test('without a loss, and with nothing at all', () => {
    const figures = new SteadyFigures();
    expect(figures.text(light('icmp', 'good', 21, null))).toBe('21 ms');
    expect(figures.text(light('icmp', 'unknown', null, null))).toBe('');
  });
});

test.each([
  [0, '0 %'],
  [0.0001, '<1 %'],
  [0.0099, '<1 %'],
  [0.01, '1 %'],
  [0.044, '4 %'],
  [0.0999, '10 %'],
  [0.12, '10 %'],
  [0.13, '15 %'],
  [0.94, '95 %'],
  [0.951, '>95 %'],
  [0.9999, '>95 %'],
  [1, '100 %'],
])('a loss of %d is told as %s', (share, text) => expect(lossText(share)).toBe(text));
