import { describe, expect, test } from 'vitest';
import type { PathProbeView } from '../../../../main/domain/model/encapsulation.ts';
import { probeAnnouncementOf } from '../../../../renderer/traceroute/head/announcement.ts';
import { type LineItem, lineOf, stretchText } from '../../../../renderer/traceroute/probe/line-model.ts';
import { probeFacts, probeWords } from '../../../../renderer/traceroute/probe/probe-facts.ts';
import { titleOf } from '../../../../renderer/traceroute/title.ts';
import { PROBES } from '../../../support/renderer/scenes/encapsulated.ts';

const places = (view: PathProbeView) => lineOf(view).flatMap((one) => (one.kind === 'place' ? [one] : []));
const stretches = (view: PathProbeView) =>
  lineOf(view).flatMap((one) => (one.kind === 'stretch' ? [one] : []));
const words = (items: readonly LineItem[]) =>
  items.map((one) => (one.kind === 'place' ? one.label : `${one.from}-${one.to} ${one.reading}`));

const STRETCHES = [
  { from: 0, to: 1, lossPercent: 0, interval95: [0, 6], reading: 'clean' },
  { from: 1, to: 3, lossPercent: 12.5, interval95: [6.2, 22.1], reading: 'loss' },
] as const;

describe('the line', () => {
  test('has this machine, every place of the path, and the stretches between those that were tested', () => {
    const view: PathProbeView = { ...PROBES.grey, stretches: STRETCHES };
    expect(words(lineOf(view))).toEqual([
      'Here',
      '0-1 clean',
      '192.168.1.1',
      '1-3 loss',
      '100.72.0.1',
      '203.0.113.9',
      '3-8 untested',
      '203.0.113.65',
      'silent',
      '192.0.2.129',
      '198.51.100.1',
      '198.51.100.7',
    ]);
    expect(places(view).map(({ place }) => place)).toEqual([
      'self',
      ...(['tested', 'tested', 'tested'] as const),
      ...(['untested', 'untested', 'untested', 'untested', 'untested'] as const),
    ]);
    expect(places(view).map(({ index }) => index)).toEqual([null, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('goes by the order of the hops, whatever distances the trace gave them', () => {
    const clean = { lossPercent: 0, interval95: [0, 6], reading: 'clean' } as const;
    const view: PathProbeView = {
      ...PROBES.clean,
      hops: PROBES.clean.hops.filter(({ index }) => index !== 5),
      stretches: [
        { from: 0, to: 4, ...clean },
        { from: 4, to: 6, ...clean },
        { from: 6, to: 8, ...clean },
      ],
    };
    expect(stretches(view).map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [4, 5],
      [5, 7],
    ]);
  });

  test('never shows a hop that was not tested as lossy, nor as fine', () => {
    const nothing: PathProbeView = { ...PROBES.grey, stretches: [] };
    expect(stretches(nothing)).toEqual([
      { kind: 'stretch', from: 0, to: 8, reading: 'untested', loss: '', interval: '' },
    ]);
  });

  test('tells its figures with their bounds, and leaves out what is not known', () => {
    const [first, second, third] = stretches({ ...PROBES.grey, stretches: STRETCHES });
    expect(first && stretchText(first)).toBe('no loss seen: 0 % lost, between 0-6 %');
    expect(second && stretchText(second)).toBe('packets get lost here: 13 % lost, between 6.2-22.1 %');
    expect(third && stretchText(third)).toBe('not tested');
    const unknown = { from: 0, to: 1, lossPercent: null, interval95: null, reading: 'unknown' } as const;
    const [only] = stretches({ ...PROBES.clean, stretches: [unknown] });
    expect(only && stretchText(only)).toBe('cannot be told');
  });

  test('of one that runs: what is not known yet is neither', () => {
    const hop = { ...PROBES.clean.hops[0], decapsulates: 'untestable', sent: 0 } as const;
    const view = { ...PROBES.probing, hops: [{ ...PROBES.clean.hops[0], ...hop }] } as PathProbeView;
    expect(places(view)[1]?.place).toBe('waiting');
    expect(places({ ...view, status: 'stopped' })[1]?.place).toBe('untested');
  });

  test('that begins elsewhere says so', () => {
    expect(places({ ...PROBES.clean, from: '192.0.2.77' })[0]?.detail).toBe('by way of 192.0.2.77');
  });
});

describe('the facts', () => {
  test('of one that has ended', () => {
    expect(probeFacts(PROBES.clean)).toEqual([
      'path to example.net',
      'IP-in-IP over IPv4',
      'from 192.168.1.20',
      'done in 33 s',
      'round 60 of 60',
      '454 packets sent',
    ]);
  });

  test('of one that runs: what it is at', () => {
    expect(probeFacts(PROBES.tracing)).toContain('tracing the path first');
    expect(probeFacts(PROBES.probing)).toContain('round 9 of 60');
  });

  test('of a path that was given', () => {
    expect(probeFacts({ ...PROBES.clean, host: null, from: '192.0.2.77' })[0]).toBe(
      'a path of 8 hops, beginning at 192.0.2.77',
    );
  });
});

describe('on top', () => {
  test('stands the sentence', () => {
    expect(probeWords(PROBES.lossy)).toMatchObject({ headline: PROBES.lossy.sentence.text, detail: null });
  });

  test('of a failure stands that it failed, and then why', () => {
    expect(probeWords(PROBES.long)).toEqual({
      headline: 'The path could not be probed.',
      detail: PROBES.long.trouble,
      shape: 'degraded',
    });
    expect(probeWords({ ...PROBES.long, rounds: 3 }).headline).toBe('The path probe could not go on.');
  });
});

describe('what is read out', () => {
  test('is each phase once, then the result, and never each new figure', () => {
    const at = (change: Partial<PathProbeView>) => probeAnnouncementOf({ ...PROBES.probing, ...change });
    expect(at({ phase: 'tracing' }).text).toBe('Tracing the path to example.net.');
    expect(at({ phase: 'calibrating' }).text).toBe('Finding out which of its hops unwrap packets.');
    expect(at({ rounds: 9 }).matter).toBe(at({ rounds: 10, sent: 500 }).matter);
    expect(at({ phase: 'probing' }).matter).not.toBe(at({ phase: 'tracing' }).matter);
    expect(probeAnnouncementOf(PROBES.clean).text).toBe(PROBES.clean.sentence.text);
    expect(probeAnnouncementOf(PROBES.long).text).toBe(PROBES.long.trouble);
    expect(at({ phase: 'probing', host: null }).text).toBe('Probing the path.');
  });

  test('the title names what is shown', () => {
    expect(titleOf(null, PROBES.clean)).toBe('Path probe to example.net - Traceroute - Faultline');
    expect(titleOf(null, { ...PROBES.clean, host: null })).toBe('Path probe - Traceroute - Faultline');
    expect(titleOf(null, null)).toBe('Traceroute - Faultline');
  });
});
