import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../../main/domain/model/sample.ts';
import { sketchToBytes } from '../../../main/domain/statistics/sketch.ts';
import { MalformedBlock } from '../../../main/history/codec/bytes.ts';
import { decodeRaw, encodeRaw, type RawSample, STORED_VIAS } from '../../../main/history/codec/raw-block.ts';
import { Rollup } from '../../../main/history/codec/rollup.ts';
import { decodeRollups, encodeRollups } from '../../../main/history/codec/rollup-block.ts';

const rttUs = fc.oneof(fc.nat(200_000), fc.nat(2 ** 31 - 1), fc.constant(0), fc.constant(3e12));
const rawSample: fc.Arbitrary<RawSample> = fc.record({
  run: fc.nat(100_000),
  id: fc.nat(2 ** 31 - 1),
  wallMs: fc.integer({ min: -1e12, max: 4e12 }),
  outcome: fc.constantFrom(...OUTCOMES),
  rttUs: fc.option(rttUs),
  via: fc.constantFrom(...STORED_VIAS),
  detail: fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 40 })),
});
const rollup = fc
  .array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.option(rttUs)), { maxLength: 80 })
  .map((samples) => {
    const made = new Rollup();
    for (const [outcome, rtt] of samples) made.add(outcome, rtt);
    return made;
  });
const entries = fc
  .uniqueArray(fc.tuple(fc.nat(400), rollup), { selector: ([step]) => step, maxLength: 30 })
  .map((list) => list.map(([step, made]) => ({ step, rollup: made })).sort((a, b) => a.step - b.step));

const plain = (one: Rollup): unknown => ({
  counts: one.counts,
  figures: one.sketch.count === 0 ? null : [one.minUs, one.maxUs, one.sumUs],
  sketch: [...sketchToBytes(one.sketch)],
});

describe('history codec', () => {
  test('raw samples come back as they were', () => {
    fc.assert(
      fc.property(fc.array(rawSample, { maxLength: 60 }), (samples) => {
        expect(decodeRaw(encodeRaw(samples))).toEqual(samples);
      }),
    );
  });

  test('roll-ups come back exactly, packed or not', () => {
    fc.assert(
      fc.property(entries, fc.boolean(), (list, compress) => {
        const back = new Map<number, Rollup>();
        decodeRollups(encodeRollups(list, compress), (step) => {
          const made = new Rollup();
          back.set(step, made);
          return made;
        });
        expect([...back].map(([step, one]) => [step, plain(one)])).toEqual(
          list.map((entry) => [entry.step, plain(entry.rollup)]),
        );
      }),
    );
  });

  test('merging is the same as adding everything to one', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.option(rttUs)))), (groups) => {
        const whole = new Rollup();
        const merged = new Rollup();
        for (const group of groups) {
          const part = new Rollup();
          for (const [outcome, rtt] of group) {
            whole.add(outcome, rtt);
            part.add(outcome, rtt);
          }
          merged.merge(part);
        }
        expect(plain(merged)).toEqual(plain(whole));
      }),
    );
  });

  test('bytes of any origin are read or refused as malformed, nothing else', () => {
    const noise = fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 80 }));
    fc.assert(
      fc.property(noise, ([format, rest]) => {
        const bytes = Uint8Array.of(format, ...rest);
        for (const read of [() => decodeRaw(bytes), () => decodeRollups(bytes, () => new Rollup())]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedBlock);
          }
        }
        expect(bytes.length).toBe(rest.length + 1);
      }),
    );
  });
});
