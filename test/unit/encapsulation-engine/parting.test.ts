import { describe, expect, test } from 'vitest';
import { pathsPart } from '../../../main/domain/encapsulation/reading/parting.ts';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { traceView } from '../../support/trace/views.ts';

const ME = '192.168.1.20';
const HOST = '198.51.100.9';

const forward = (routers: readonly (string | null)[]): TraceView => traceView([...routers, HOST]);

/** As the host's packets go: from itself to this machine. */
const reverse = (routers: readonly (string | null)[]): TraceView =>
  traceView([HOST, ...routers, ME], {
    direction: 'reverse',
    destination: { address: ME, name: null },
    relay: { address: HOST, name: null },
  });

const rowsOf = (there: TraceView, back: TraceView): readonly string[] =>
  pathsPart(there, back).rows.map(
    ({ forwardTtl, reverseTtl, same }) => `${forwardTtl ?? '-'} ${reverseTtl ?? '-'}${same ? ' same' : ''}`,
  );

const [A, B, C, D, X, Y] = [
  '203.0.113.1',
  '203.0.113.9',
  '203.0.113.17',
  '203.0.113.25',
  '203.0.113.101',
  '203.0.113.109',
];

describe('the same routers both ways', () => {
  const there = forward([A ?? '', B ?? '', C ?? '']);
  const back = reverse([C ?? '', B ?? '', A ?? '']);

  test('lie beside each other, the way back read backwards', () => {
    expect(rowsOf(there, back)).toEqual(['1 4 same', '2 3 same', '3 2 same', '4 1 same']);
  });

  test('part nowhere', () => {
    expect(pathsPart(there, back)).toMatchObject({
      partsAfterTtl: null,
      text: 'The way back shows the same routers as the way there, as far as they answer.',
    });
  });

  test('a silent one between them is no difference', () => {
    const { partsAfterTtl, rows } = pathsPart(forward([A ?? '', null, C ?? '']), back);
    expect(partsAfterTtl).toBeNull();
    expect(rows.map(({ same }) => same)).toEqual([true, false, true, true]);
  });
});

describe('other routers on the way back', () => {
  test('between two that both ways share', () => {
    const { rows, partsAfterTtl, text } = pathsPart(
      forward([A ?? '', B ?? '', C ?? '', D ?? '']),
      reverse([D ?? '', Y ?? '', X ?? '', A ?? '']),
    );
    expect(rows.map(({ same }) => same)).toEqual([true, false, false, true, true]);
    expect(partsAfterTtl).toBe(1);
    expect(text).toBe(
      'Between hop 1 (203.0.113.1) and hop 4 (203.0.113.25) the way back shows other addresses than the way there: probably other routers, unless the same ones answer from another side.',
    );
  });

  test('more of them than on the way there: some stand alone', () => {
    expect(
      rowsOf(forward([A ?? '', B ?? '', D ?? '']), reverse([D ?? '', Y ?? '', X ?? '', A ?? ''])),
    ).toEqual(['1 5 same', '2 4', '- 3', '3 2 same', '4 1 same']);
  });

  test('from this machine on', () => {
    const { partsAfterTtl, text } = pathsPart(forward([A ?? '', C ?? '']), reverse([C ?? '', X ?? '']));
    expect(partsAfterTtl).toBe(0);
    expect(text).toMatch(/^Between this machine and hop 2 \(203\.0\.113\.17\) the way back/);
  });

  test('up to the end', () => {
    const back = traceView([X ?? '', A ?? '', ME], {
      direction: 'reverse',
      destination: { address: ME, name: null },
    });
    const { partsAfterTtl, text } = pathsPart(forward([A ?? '', B ?? '']), back);
    expect(partsAfterTtl).toBe(1);
    expect(text).toMatch(/^Beyond hop 1 \(203\.0\.113\.1\) the way back/);
  });
});

describe('one router with two addresses', () => {
  test('the two ends of a link are on both ways', () => {
    // 192.0.2.4/30 is one link: .5 and .6.
    expect(rowsOf(forward(['192.0.2.1', '192.0.2.6']), reverse(['192.0.2.5']))).toEqual([
      '1 -',
      '2 2 same',
      '3 1 same',
    ]);
  });

  test('over IPv6 a link has two bits', () => {
    const there = traceView(['2001:db8::5', '2001:db8:1::1'], { family: 6 });
    const back = traceView(['2001:db8:1::1', '2001:db8::6', '2001:db8::99'], {
      family: 6,
      direction: 'reverse',
      destination: { address: '2001:db8::99', name: null },
    });
    expect(rowsOf(there, back)).toEqual(['1 2 same', '2 1 same']);
  });

  test('addresses that only look alike are not taken for one', () => {
    expect(pathsPart(forward(['192.0.2.3']), reverse(['192.0.2.4'])).partsAfterTtl).toBe(0);
  });

  test('any of several addresses at a hop will do', () => {
    const there = traceView([{ address: X ?? '', also: [A ?? ''] }, HOST]);
    expect(rowsOf(there, reverse([A ?? '']))).toEqual(['1 2 same', '2 1 same']);
  });
});

describe('too little to compare', () => {
  test('nobody answers on the way back', () => {
    const back = traceView([null, null], {
      direction: 'reverse',
      reached: false,
      destination: { address: ME, name: null },
    });
    const { rows, text, partsAfterTtl } = pathsPart(traceView([null, null], { reached: false }), back);
    expect(rows.every(({ same }) => !same)).toBe(true);
    expect(partsAfterTtl).toBeNull();
    expect(text).toBe('Too few routers answer to compare the way back with the way there.');
  });

  test('no hops at all', () => {
    const nothing = traceView([], { reached: false });
    expect(pathsPart(nothing, nothing)).toMatchObject({ rows: [], partsAfterTtl: null });
  });
});
