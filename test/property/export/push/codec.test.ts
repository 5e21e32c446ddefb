import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { influx } from '../../../../main/export/push/encoders/influx.ts';
import { remoteWrite } from '../../../../main/export/push/encoders/remote-write.ts';
import {
  MalformedBatch,
  packBatch,
  packPoints,
  unpackBatch,
  unpackPoints,
} from '../../../../main/export/push/points/codec.ts';
import type { PointBatch } from '../../../../main/export/push/points/point.ts';
import { readWriteRequest } from '../../../unit/export/push/write-request.ts';

/** Any but the one that would not be a key of its own. */
const labelName = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,12}$/);
const labels = fc.dictionary(labelName, fc.string({ unit: 'grapheme', maxLength: 20 }), {
  maxKeys: 4,
  noNullPrototype: true,
});
const series = fc.record({ name: labelName, labels });
const value = fc.oneof(
  fc.constantFrom(0, 1),
  fc.integer({ min: 0, max: 10_000_000 }).map((us) => us / 1e6),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const batch: fc.Arbitrary<PointBatch> = fc
  .record({
    labels,
    all: fc.array(series, { minLength: 1, maxLength: 5 }),
    points: fc.array(
      fc.record({ which: fc.nat(), atMs: fc.integer({ min: 0, max: 4_000_000_000_000 }), value }),
      { maxLength: 60 },
    ),
  })
  .map(({ labels: common, all, points }) => ({
    labels: common,
    points: points.flatMap(({ which, atMs, value: figure }) => {
      const one = all[which % all.length];
      return one === undefined ? [] : [{ series: one, atMs, value: figure }];
    }),
  }));

test('what is packed is unpacked, to the last bit', () => {
  fc.assert(
    fc.property(batch, (one) => {
      const back = unpackBatch(packBatch(one));
      expect(back).toEqual(one);
      expect(unpackPoints(packPoints(one))).toEqual(one);
      expect(back.points.every(({ value: figure }, at) => Object.is(figure, one.points[at]?.value))).toBe(
        true,
      );
    }),
  );
});

test('bytes that are no batch are said to be none, and nothing else happens', () => {
  fc.assert(
    fc.property(
      batch,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (one, damage) => {
        const bytes = Uint8Array.from(packBatch(one));
        for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
        try {
          unpackBatch(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBatch);
        }
      },
    ),
  );
});

test('remote write holds every point, its labels sorted, its times in order', () => {
  fc.assert(
    fc.property(batch, (one) => {
      const read = readWriteRequest(remoteWrite.encode(one, new URL('http://192.0.2.1')).body);
      expect(read.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(one.points.length);
      for (const { labels: found, samples } of read) {
        const names = found.map(([name]) => name);
        expect(names).toEqual([...new Set(names)].sort());
        expect(found.every(([, text]) => text !== '')).toBe(true);
        const times = samples.map(([, atMs]) => atMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
    }),
  );
});

test('line protocol has a line for every point, whatever its labels hold', () => {
  fc.assert(
    fc.property(batch, (one) => {
      const text = gunzipSync(influx.encode(one, new URL('http://192.0.2.1')).body).toString('utf8');
      const lines = text.split('\n').slice(0, -1);
      expect(lines).toHaveLength(one.points.length);
      for (const line of lines) {
        // Spaces that are not escaped part a line in three.
        expect(line.split(/(?<!\\) /)).toHaveLength(3);
      }
    }),
  );
});
