import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceHop } from '../../../main/domain/model/trace.ts';
import { readHops } from '../../../main/domain/trace/reading/read-hops.ts';
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
});
