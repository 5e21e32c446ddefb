import { gzipSync } from 'node:zlib';
import type { Point, PointBatch, Series } from '../points/point.ts';
import type { Encoder } from './encoder.ts';

/** Of the longest first: a metric's name is a measurement and a field, which VictoriaMetrics joins with `_` again. */
const MEASUREMENTS = ['faultline_sample', 'faultline'] as const;

type Stamp = (atMs: number) => string;

const seconds: Stamp = (atMs) => String(Math.floor(atMs / 1000));
const millis: Stamp = (atMs) => String(atMs);
const micros: Stamp = (atMs) => `${atMs}000`;
const nanos: Stamp = (atMs) => `${atMs}000000`;

/** The URL's own `precision`; a server takes nanoseconds where it says nothing. */
const STAMPS: Readonly<Record<string, Stamp>> = {
  s: seconds,
  ms: millis,
  u: micros,
  us: micros,
  ns: nanos,
  n: nanos,
};

/**
 * InfluxDB's line protocol, gzipped: `faultline_sample,anchor=...,kind=icmp4,machine=home rtt_seconds=0.012 <time>`.
 * A line each, in order of time.
 */
export const influx: Encoder = {
  format: 'influx',
  keptValue: (value) => keptValue(value),
  encode: (batch, url) => ({
    body: gzipSync(lines(batch, STAMPS[url.searchParams.get('precision') ?? 'ns'] ?? nanos)),
    headers: { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain; charset=utf-8' },
  }),
};

function lines({ labels, points }: PointBatch, stamp: Stamp): string {
  const heads = new Map<Series, string>();
  const headOf = (series: Series): string => {
    const head = heads.get(series) ?? lineHead(labels, series);
    heads.set(series, head);
    return head;
  };
  return points
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((point: Point) => `${headOf(point.series)}=${point.value} ${stamp(point.atMs)}\n`)
    .join('');
}

/** All up to the value: measurement, tags sorted by name, field. */
function lineHead(common: Readonly<Record<string, string>>, { name, labels }: Series): string {
  const measurement = MEASUREMENTS.find((one) => name.startsWith(`${one}_`));
  const field = measurement === undefined ? 'value' : name.slice(measurement.length + 1);
  const tags = Object.entries({ ...common, ...labels })
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `,${escaped(tag)}=${escaped(value)}`);
  return `${escaped(measurement ?? name)}${tags.join('')} ${escaped(field)}`;
}

/**
 * A line end would end the line. A backslash escapes what follows it, and there is no way to write one that stands
 * before a space or at the end: every one becomes a slash, wherever it stands.
 */
const keptValue = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/\\/g, '/');

const escaped = (text: string): string => keptValue(text).replace(/[,= ]/g, '\\$&');
