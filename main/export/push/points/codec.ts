import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { PbfReader, PbfWriter } from 'pbf';
import type { Point, PointBatch, Series } from './point.ts';
import { readText, writeText } from './protobuf-text.ts';

/**
 * A batch as it lies in the queue: a protobuf message of our own, deflated. Columns, because neighbours resemble each
 * other. Field 1: labels of all (name, value, name, value...). 2: a series (name, then its labels in the same way).
 * 3: which series, a point each. 4: milliseconds since the point before. 5: value in millionths, where that is exact.
 * 6: positions of the others. 7: their values.
 */
const LABEL = 1;
const SERIES = 2;
const INDEX = 3;
const TIME = 4;
const MICRO = 5;
const EXACT_AT = 6;
const EXACT = 7;

/** More than any batch has: a damaged one must not fill the memory. */
const MOST_BYTES = 16_000_000;

const MICROS = 1e6;

export class MalformedBatch extends Error {}

const flat = (labels: Readonly<Record<string, string>>): readonly string[] => Object.entries(labels).flat();

export const seriesKey = ({ name, labels }: Series): string => JSON.stringify([name, ...flat(labels)]);

export const packBatch = (batch: PointBatch): Uint8Array => deflateRawSync(packPoints(batch));

/** The same before it is deflated: for a few points, which are read again only after a crash. */
export function packPoints({ labels, points }: PointBatch): Uint8Array {
  const series = new Map<string, { readonly at: number; readonly series: Series }>();
  const indexes: number[] = [];
  for (const point of points) {
    const key = seriesKey(point.series);
    const known = series.get(key) ?? { at: series.size, series: point.series };
    series.set(key, known);
    indexes.push(known.at);
  }
  const out = new PbfWriter();
  for (const text of flat(labels)) writeText(out, LABEL, text);
  for (const one of series.values()) {
    const texts = [one.series.name, ...flat(one.series.labels)];
    out.writeMessage(SERIES, writeTexts, texts);
  }
  out.writePackedVarint(INDEX, indexes);
  out.writePackedSVarint(
    TIME,
    points.map(({ atMs }, at) => atMs - (points[at - 1]?.atMs ?? 0)),
  );
  writeValues(
    out,
    points.map(({ value }) => value),
  );
  return out.finish();
}

function writeTexts(texts: readonly string[], pbf: PbfWriter): void {
  for (const text of texts) writeText(pbf, 1, text);
}

function writeValues(out: PbfWriter, values: readonly number[]): void {
  const micros = values.map((value) => Math.round(value * MICROS));
  const isExact = (at: number): boolean => {
    const micro = micros[at] ?? 0;
    // Negative zero is a double only.
    return Number.isSafeInteger(micro * 2) && !Object.is(micro, -0) && micro / MICROS === values[at];
  };
  const others = values.flatMap((_, at) => (isExact(at) ? [] : [at]));
  out.writePackedSVarint(
    MICRO,
    micros.map((micro, at) => (isExact(at) ? micro : 0)),
  );
  out.writePackedVarint(EXACT_AT, others);
  out.writePackedDouble(
    EXACT,
    others.map((at) => values[at] ?? 0),
  );
}

interface Columns {
  readonly labels: string[];
  readonly series: string[][];
  readonly index: number[];
  readonly time: number[];
  readonly micro: number[];
  readonly exactAt: number[];
  readonly exact: number[];
}

/** @throws MalformedBatch when the bytes are not what was packed. */
export const unpackBatch = (bytes: Uint8Array): PointBatch =>
  read(() => inflateRawSync(bytes, { maxOutputLength: MOST_BYTES }));

/** @throws MalformedBatch as well. */
export const unpackPoints = (bytes: Uint8Array): PointBatch => read(() => bytes);

function read(inflated: () => Uint8Array): PointBatch {
  try {
    return toBatch(readColumns(inflated()));
  } catch (error) {
    throw new MalformedBatch(`a batch of the queue can't be read: ${String(error)}`);
  }
}

function readColumns(bytes: Uint8Array): Columns {
  const columns: Columns = { labels: [], series: [], index: [], time: [], micro: [], exactAt: [], exact: [] };
  return new PbfReader(bytes).readFields((tag, into, pbf) => {
    if (tag === LABEL) into.labels.push(readText(pbf));
    if (tag === SERIES) into.series.push(readTexts(pbf));
    if (tag === INDEX) pbf.readPackedVarint(into.index);
    if (tag === TIME) pbf.readPackedSVarint(into.time);
    if (tag === MICRO) pbf.readPackedSVarint(into.micro);
    if (tag === EXACT_AT) pbf.readPackedVarint(into.exactAt);
    if (tag === EXACT) pbf.readPackedDouble(into.exact);
  }, columns);
}

const readTexts = (pbf: PbfReader): string[] =>
  pbf.readMessage((tag, texts: string[], inner) => {
    if (tag === 1) texts.push(readText(inner));
  }, []);

function toLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  if (texts.length % 2 !== 0) throw new Error('a label has no value');
  return Object.fromEntries(
    texts.flatMap((text, at) => (at % 2 === 0 ? [[text, texts[at + 1] ?? ''] as const] : [])),
  );
}

function toBatch({ labels, series, index, time, micro, exactAt, exact }: Columns): PointBatch {
  if (time.length !== index.length || micro.length !== index.length || exact.length !== exactAt.length)
    throw new Error('its columns differ in length');
  const all = series.map(([name, ...texts]): Series => {
    if (name === undefined) throw new Error('a series has no name');
    return { name, labels: toLabels(texts) };
  });
  const others = new Map(exactAt.map((at, i) => [at, exact[i] ?? 0]));
  let atMs = 0;
  const points = index.map((which, at): Point => {
    const one = all[which];
    if (one === undefined) throw new Error('a point has no series');
    atMs += time[at] ?? 0;
    return { series: one, atMs, value: others.get(at) ?? (micro[at] ?? 0) / MICROS };
  });
  return { labels: toLabels(labels), points };
}
