import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import type { DetectorInput, Instant, KindAnchor } from '../../../main/domain/outage/types.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import { arbitraryLine, arbitraryStream, type Second } from './arbitrary-stream.ts';
import { burstTimeMs, checkLaws } from './laws.ts';

const ANCHORS: readonly KindAnchor[] = KINDS.flatMap((kind) =>
  (kind === 'gateway' ? ['192.0.2.1'] : ['203.0.113.1', '203.0.113.2']).map((anchor) => ({ kind, anchor })),
);

const at = (mono: number): Instant => ({ monoMs: monoMs(mono), wallMs: wallMs(1_767_225_600_000 + mono) });

/** A plain monitor without bursts: every anchor once a second, four ticks a second, loss told after a second. */
function play(line: readonly Second[], seed: number): readonly DetectorInput[] {
  const random = new Random(seed);
  const inputs: DetectorInput[] = [];
  let id = 0;
  for (const [second, { dead, lossShare }] of line.entries()) {
    for (const [index, { kind, anchor }] of ANCHORS.entries()) {
      const sentMs = second * 1000 + (index * 1000) / ANCHORS.length;
      id += 1;
      inputs.push({ type: 'sent', at: at(sentMs), id, kind, anchor });
      const isLost = dead.includes(kind) || random.next() < lossShare;
      const result = { type: 'result' as const, id };
      if (isLost) inputs.push({ ...result, at: at(sentMs + 1000), outcome: 'lost', rttMs: null });
      else inputs.push({ ...result, at: at(sentMs + 10), outcome: 'reply', rttMs: 10 });
    }
    for (let tick = 0; tick < 4; tick += 1) inputs.push({ type: 'tick', at: at(second * 1000 + tick * 250) });
  }
  return inputs.sort((a, b) => a.at.monoMs - b.at.monoMs);
}

describe('laws of the outage detector', () => {
  test('whatever is fed, raises and clears pair up, ids are unique and durations are sane', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(arbitraryStream, (inputs) => {
        checkLaws(inputs, ANCHORS);
      }),
      { numRuns: 200 },
    );
  });

  test('on lines that fail at will they do too, and bursts stay within their budget', {
    timeout: 120_000,
  }, () => {
    let raises = 0;
    fc.assert(
      fc.property(arbitraryLine, fc.nat(), (line, seed) => {
        const outputs = checkLaws(play(line, seed), ANCHORS);
        raises += outputs.filter(
          ({ output }) => output.type === 'incident' && output.phase === 'raised',
        ).length;
        const endMs = line.length * 1000;
        expect(burstTimeMs(outputs, endMs)).toBeLessThanOrEqual(60_000 + endMs / 5);
      }),
      { numRuns: 40 },
    );
    // The law would be empty had nothing ever been raised.
    expect(raises).toBeGreaterThan(40);
  });

  test('the same inputs give the same outputs', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(arbitraryLine, fc.nat(), (line, seed) => {
        const inputs = play(line, seed);
        const [first, second] = [0, 1].map(() => {
          const detector = createDetector({ anchors: ANCHORS, intervalMs: 1000 });
          return inputs.flatMap((input) => detector.step(input));
        });
        expect(first).toEqual(second);
      }),
      { numRuns: 10 },
    );
  });

  test('a line that works is never in an incident, whatever its round trips below the timeout', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (baseMs, seed) => {
        const random = new Random(seed);
        const quiet = Array.from({ length: 90 }, () => ({ dead: [], lossShare: 0 }));
        const inputs = play(quiet, seed).map((input) =>
          input.type === 'result' ? { ...input, rttMs: baseMs + random.between(0, 30) } : input,
        );
        const outputs = checkLaws(inputs, ANCHORS);
        expect(outputs.filter(({ output }) => output.type === 'incident')).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
