import { describe, expect, test } from 'vitest';
import { probeSentence } from '../../../main/domain/encapsulation/reading/probe-sentence.ts';
import type { NotTestable, ProbedHop } from '../../../main/domain/model/encapsulation.ts';
import { capable } from '../../support/encapsulation/engines.ts';
import { probedHop, untested } from '../../support/encapsulation/probed.ts';
import { probeView } from '../../support/encapsulation/views.ts';

const text = (hops: readonly ProbedHop[], changes = {}): string =>
  probeSentence(probeView(hops, changes)).text;
const state = (hops: readonly ProbedHop[], changes = {}): string =>
  probeSentence(probeView(hops, changes)).state;

const clean = (count: number): readonly ProbedHop[] =>
  Array.from({ length: count }, (_, index) => probedHop(index + 1, 30, 0));
const losing = (from: number, to: number, lost: number): readonly ProbedHop[] =>
  Array.from({ length: to - from + 1 }, (_, index) => probedHop(from + index, 30 - lost, lost));
const incapable = (index: number, reason: NotTestable) =>
  capable(`192.0.2.${index}`, { decapsulates: 'untestable', reason, waysHome: [] });

describe('before there is anything to tell', () => {
  const running = { status: 'running' as const, rounds: 0 };
  test.each([
    ['tracing', [], 'Finding the path first.'],
    ['calibrating', clean(2), 'Asking each hop whether it unwraps packets in IP-in-IP.'],
    ['probing', clean(2), 'Sending the first boomerangs.'],
  ] as const)('%s', (phase, hops, words) => {
    expect(probeSentence(probeView(hops, { ...running, phase }))).toEqual({ state: 'starting', text: words });
  });

  test('a trouble is told as it is', () => {
    expect(text([], { status: 'failed', trouble: 'The helper is gone; try again.' })).toBe(
      'The helper is gone; try again.',
    );
  });

  test('stopped too early', () => {
    expect(text([], { status: 'stopped' })).toBe('Stopped before anything came home: cannot tell yet.');
  });

  test('after three rounds it speaks, though more are to come', () => {
    expect(state(clean(2), { status: 'running', phase: 'probing', rounds: 3 })).toBe('good');
  });
});

describe('a clean path', () => {
  test('with what may go unseen', () => {
    expect(probeSentence(probeView(clean(10)))).toEqual({
      state: 'good',
      text: 'No loss found up to hop 10 (192.0.2.10): all 300 boomerangs came home, so at most 11 % is lost there and back.',
    });
  });

  test('up to a hop that cannot be tested', () => {
    const hops = [...clean(2), untested(3, 'no'), untested(4, 'no')];
    expect(text(hops, { calibration: [incapable(3, 'refuses')] })).toBe(
      'No loss found up to hop 2 (192.0.2.2): all 60 boomerangs came home, so at most 11 % is lost there and back; hop 3 (192.0.2.3) refuses packets in IP-in-IP, so nothing from there on could be tested.',
    );
  });

  test('up to one that boomerangs do not come back from, though it unwraps: by what the probe has found', () => {
    const hops = [...clean(2), untested(3, 'no', { reason: 'no-way-home' }), untested(4, 'no')];
    expect(text(hops, { calibration: [capable('192.0.2.3')] })).toMatch(
      /; hop 3 \(192\.0\.2\.3\) unwraps packets, but no boomerang comes back from it through hop 2 \(192\.0\.2\.2\), so nothing from there on/,
    );
  });

  test.each([
    ['too-big', 'gets no packets as big as boomerangs to it are'],
    ['ceased', 'has ceased to answer packets in IP-in-IP, though it answers pings'],
  ] as const)('up to one that is %s', (reason, words) => {
    const hops = [...clean(2), untested(3, 'no', { reason })];
    expect(text(hops, { calibration: [capable('192.0.2.3')] })).toContain(`hop 3 (192.0.2.3) ${words}.`);
  });

  test('past a hop that told no address', () => {
    const hops = [probedHop(1, 30, 0), untested(2, 'silent', { address: null }), probedHop(3, 30, 0)];
    expect(text(hops)).toMatch(/lost there and back; hop 2 was left out\.$/);
  });

  test('names are preferred to addresses', () => {
    expect(text([probedHop(1, 30, 0, { name: 'a.example.net' })])).toContain('up to hop 1 (a.example.net):');
  });
});

describe('loss', () => {
  test('between two hops, with its interval, and never with a direction', () => {
    const sentence = probeSentence(probeView([...clean(4), ...losing(5, 10, 8)]));
    expect(sentence.state).toBe('degraded');
    expect(sentence.text).toMatch(
      /^Packets get lost: 27 % \(\d+(\.\d)?-\d+(\.\d)? %\) between hop 4 \(192\.0\.2\.4\) and hop 5 \(192\.0\.2\.5\), there or back; boomerangs cannot tell which of the two\.$/,
    );
  });

  test('told with the figure that the table has for the stretch', () => {
    const hops = [...clean(1), probedHop(2, 13, 7), probedHop(3, 6, 14), probedHop(4, 6, 14)];
    const view = probeView(hops);
    const [, second] = view.stretches;
    expect(second?.lossPercent).toBeCloseTo(35, 9);
    expect(probeSentence(view).text).toMatch(/35 % \(\d+(\.\d)?-\d+(\.\d)? %\) between hop 1/);
  });

  test('whose least the two hops alone cannot tell has a most', () => {
    const hops = [...clean(4), probedHop(5, 27, 3), ...losing(6, 12, 4)];
    expect(text(hops)).toMatch(/\d % \(at most \d+(\.\d)? %\)/);
  });

  test('from this machine on', () => {
    expect(text(losing(1, 8, 8))).toContain('between this machine and hop 1 (192.0.2.1), there or back;');
  });

  test('from this machine on, by answers that the first hop gives: it may limit them', () => {
    const hops = losing(1, 8, 8).map((hop) => ({ ...hop, wayHome: 'echo' as const }));
    expect(text(hops)).toContain('there or back, unless hop 1 (192.0.2.1) limits its answers;');
  });

  test('at two places', () => {
    const hops = [...clean(4), ...losing(5, 8, 9), ...losing(9, 12, 24)];
    expect(text(hops)).toMatch(
      /between hop 4 \(192\.0\.2\.4\) and hop 5 \(192\.0\.2\.5\) and .* between hop 8 \(192\.0\.2\.8\) and hop 9/,
    );
  });

  test('somewhere, when several stretches fit', () => {
    const hops = [...clean(4), probedHop(5, 28, 2), probedHop(6, 25, 5), ...losing(7, 10, 9)];
    expect(text(hops)).toMatch(/somewhere between hop \d \(192\.0\.2\.\d\) and hop \d/);
  });

  test('too little to say where', () => {
    expect(probeSentence(probeView([...clean(4), probedHop(5, 29, 1)]))).toEqual({
      state: 'degraded',
      text: '1 of 150 boomerangs was lost, there or back: too few to say where.',
    });
  });
});

describe('a path that cannot be tested', () => {
  test.each([
    ['refuses', 'refuses packets in IP-in-IP'],
    ['swallows', 'answers pings but no packets in IP-in-IP'],
    ['silent', 'answers nothing'],
    ['no-way-home', 'unwraps packets, but none comes home from it'],
    ['prohibited', 'cannot be asked, since somebody forbids packets in IP-in-IP'],
  ] as const)('%s: no word of loss', (reason, words) => {
    const view = probeView([untested(1, 'no'), untested(2, 'no')], { calibration: [incapable(1, reason)] });
    expect(probeSentence(view)).toEqual({
      state: 'starting',
      text: `This path cannot be tested with boomerangs: hop 1 (192.0.2.1) ${words}.`,
    });
  });

  test('without any hop', () => {
    expect(text([])).toBe('No boomerang could be sent, so nothing is known of this path.');
  });
});
