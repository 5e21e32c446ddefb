import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceHop, TraceSentence, TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { readHops } from '../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../main/domain/trace/reading/sentence.ts';
import { randomFrom } from '../../support/trace/multipath-network.ts';
import { type HopSketch, traceHop, traceView } from '../../support/trace/views.ts';

const sketch: fc.Arbitrary<HopSketch> = fc
  .record({
    silent: fc.boolean(),
    sent: fc.integer({ min: 0, max: 500 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ silent, sent, share }) =>
    silent ? { address: null, sent } : { address: '192.0.2.1', sent, lost: Math.floor(share * sent) },
  );
const sketches = fc.array(sketch, { maxLength: 20 });
const hopsOf = (list: readonly HopSketch[]): TraceHop[] => list.map((one, index) => traceHop(index + 1, one));

describe('for any trace', () => {
  test('loss is never read where a later hop answers without losing', () => {
    fc.assert(
      fc.property(sketches, fc.boolean(), (list, reached) => {
        const read = readHops(hopsOf(list), reached);
        for (const [index, { reading }] of read.entries()) {
          if (reading !== 'loss') continue;
          const later = read.slice(index + 1).filter(({ received, sent }) => received > 0 && sent > 0);
          expect(later.every(({ lossPercent }) => lossPercent !== 0)).toBe(true);
        }
      }),
    );
  });

  test('a hop that never answered is silent or not known, never lossy; one without loss is clean', () => {
    fc.assert(
      fc.property(sketches, fc.boolean(), (list, reached) => {
        for (const hop of readHops(hopsOf(list), reached)) {
          if (hop.nodes.length === 0) expect(['silent', 'unknown']).toContain(hop.reading);
          if (hop.nodes.length > 0 && hop.lossPercent === 0) expect(hop.reading).toBe('clean');
        }
      }),
    );
  });

  test('there is one sentence, without a gap in its words', () => {
    fc.assert(
      fc.property(
        sketches,
        fc.boolean(),
        fc.constantFrom('running' as const, 'done' as const, 'stopped' as const),
        (list, reached, status) => {
          const { sentence } = traceView(list, { reached, status });
          expect(sentence.text).toMatch(/^\S.*[^.\s]\.$/);
          expect(sentence.text).not.toMatch(/undefined|NaN|null|\[object| {2}/);
        },
      ),
    );
  });
});

/** Counts of a path whose links lose `loss` from hop `onset` on, and whose hop `limited` spares most answers. */
function path(seed: number, probes: number, loss: number, onset: number, limited: number | null): TraceHop[] {
  const random = randomFrom(seed);
  return Array.from({ length: 10 }, (_, index) => {
    const ttl = index + 1;
    const answers = (1 - (ttl >= onset ? loss : 0)) * (ttl === limited ? 0.4 : 1);
    const lost = Array.from({ length: probes }, random).filter((chance) => chance >= answers).length;
    return traceHop(ttl, { address: '192.0.2.1', sent: probes, lost: Math.min(lost, probes - 1) });
  });
}

function sentenceOf(hops: readonly TraceHop[], change: Partial<TraceView> = {}): TraceSentence {
  return sentenceFor({ ...traceView(['203.0.113.1', '198.51.100.99']), ...change, hops });
}

/** A path of 6 hops after 300 rounds, the last few of which lose a share of the packets all the time. */
function steady(seed: number, loss: number, losing: number): readonly TraceHop[] {
  const random = randomFrom(seed);
  const hops = Array.from({ length: 6 }, (_, index) => {
    const share = index >= 6 - losing ? loss : 0;
    const rounds = Array.from({ length: 300 }, (_none, round) => ({
      atMs: wallMs(1000 * round + 100 * index),
      rttMs: random() < share ? null : 10,
    }));
    const lost = rounds.filter(({ rttMs }) => rttMs === null).length;
    const hop = traceHop(index + 1, { address: `192.0.2.${index}`, sent: rounds.length, lost });
    return { ...hop, samples: rounds.slice(-120) };
  });
  return readHops(hops, true);
}

describe('over 400 seeded paths', () => {
  test('a limited hop is never called lossy, whatever the other hops lose', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const probes = [3, 10, 30, 100][seed % 4] ?? 100;
      const loss = seed % 3 === 0 ? 0.1 : 0;
      const read = readHops(path(seed, probes, loss, 8, 4), true);
      expect(read[3]?.reading).not.toBe('loss');
    }
  });

  test('loss from a hop on is read as such at 95 % and more of the hops behind it, and nowhere before it', () => {
    let [told, of] = [0, 0];
    for (let seed = 1; seed <= 400; seed += 1) {
      const read = readHops(path(seed, 100, 0.2, 6, null), true);
      expect(read.slice(0, 5).every(({ reading }) => reading === 'clean')).toBe(true);
      told += read.slice(5).filter(({ reading }) => reading === 'loss').length;
      of += 5;
    }
    expect(told / of).toBeGreaterThan(0.95);
  });

  test.each([3, 10, 30, 100])(
    '%d probes a hop: a wrong place is told once in 50 traces at most',
    (probes) => {
      let [right, wrong] = [0, 0];
      for (let seed = 1; seed <= 400; seed += 1) {
        const { text } = sentenceOf(readHops(path(seed, probes, 0.2, 6, null), true));
        const place = /^(?:Packets reach|Even the way to) hop (\d+)/.exec(text);
        if (place?.[1] === '5') right += 1;
        else if (place !== null) wrong += 1;
        if (/ were lost /.test(text)) expect(text).toContain('too few to say where');
      }
      expect(wrong).toBeLessThanOrEqual(8);
      if (probes >= 30) expect(right).toBeGreaterThan(380);
    },
  );

  test.each([1, 2, 5])(
    'a continuous trace with steady loss at its last %d hops is not called well',
    (losing) => {
      const isWell = (seed: number): boolean =>
        sentenceOf(steady(seed, 0.2, losing), { mode: 'continuous', status: 'running' }).state === 'good';
      const well = Array.from({ length: 400 }, (_, index) => isWell(index + 1)).filter(Boolean);
      expect(well.length).toBeLessThanOrEqual(4);
    },
  );
});
