import { PbfWriter } from 'pbf';
import { compress } from 'snappyjs';
import { seriesKey } from '../points/codec.ts';
import type { Point, PointBatch, Series } from '../points/point.ts';
import { writeText } from '../points/protobuf-text.ts';
import type { Encoder } from './encoder.ts';

/**
 * Prometheus Remote-Write 1.0: a snappy block around a protobuf message.
 *
 *     WriteRequest { repeated TimeSeries timeseries = 1 }
 *     TimeSeries   { repeated Label labels = 1; repeated Sample samples = 2 }
 *     Label        { string name = 1; string value = 2 }
 *     Sample       { double value = 1; int64 timestamp = 2 (ms) }
 *
 * Labels lie sorted by name, none is empty; samples of a series lie in order of time.
 */
export const remoteWrite: Encoder = {
  format: 'remote-write',
  keptValue: (value) => value,
  encode: (batch) => ({
    body: compress(writeRequest(batch)),
    headers: {
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
  }),
};

interface TimeSeries {
  readonly labels: readonly (readonly [string, string])[];
  readonly points: Point[];
}

function writeRequest({ labels, points }: PointBatch): Uint8Array {
  const series = new Map<string, TimeSeries>();
  for (const point of points) {
    const key = seriesKey(point.series);
    const known = series.get(key) ?? { labels: sortedLabels(labels, point.series), points: [] };
    series.set(key, known);
    known.points.push(point);
  }
  const out = new PbfWriter();
  for (const one of series.values()) out.writeMessage(1, writeSeries, one);
  return out.finish();
}

/** By code unit, which for names (ASCII letters, digits, `_`) is the order the protocol asks for. */
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function sortedLabels(common: Readonly<Record<string, string>>, { name, labels }: Series) {
  return Object.entries({ ...common, ...labels, __name__: name })
    .filter(([, value]) => value !== '')
    .sort(byName);
}

function writeSeries({ labels, points }: TimeSeries, pbf: PbfWriter): void {
  for (const label of labels) pbf.writeMessage(1, writeLabel, label);
  // The sort is stable: of two at the same time the later one stays the later one.
  for (const point of points.toSorted((a, b) => a.atMs - b.atMs)) pbf.writeMessage(2, writeSample, point);
}

function writeLabel([name, value]: readonly [string, string], pbf: PbfWriter): void {
  writeText(pbf, 1, name);
  writeText(pbf, 2, value);
}

function writeSample({ value, atMs }: Point, pbf: PbfWriter): void {
  pbf.writeDoubleField(1, value);
  pbf.writeVarintField(2, atMs);
}
