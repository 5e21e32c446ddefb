import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { floorOf, MAX_BUCKET, middleOf } from '../../domain/statistics/sketch.ts';
import { ByteReader, ByteWriter, MalformedBlock } from './bytes.ts';
import { outcomeCode, STORED_OUTCOMES } from './raw-block.ts';
import { Rollup } from './rollup.ts';

/** A roll-up and its place: steps (minutes or hours) since the start of its block. */
export interface BlockEntry {
  readonly step: number;
  readonly rollup: Rollup;
}

const PLAIN = 1;
const BROTLI = 2;
/** No block is larger: a damaged length must not exhaust the memory. */
const MAX_BYTES = 16 * 1024 * 1024;
/**
 * Measured on six hours of minutes of three lines: 8-12 % smaller than at quality 9, for 4-8 ms instead of less
 * than 1 a block; 11 gains no more.
 */
const QUALITY = 10;

/**
 * Four columns, each behind its length, because like compresses with like: steps, counters, buckets, figures.
 * The figures are kept exactly, as distances from what the buckets already tell: about 5 bytes an entry.
 */
export function encodeRollups(entries: readonly BlockEntry[], compress: boolean): Uint8Array {
  const columns = [new ByteWriter(), new ByteWriter(), new ByteWriter(), new ByteWriter()] as const;
  const [steps, counters, buckets, figures] = columns;
  let step = -1;
  let low = 0;
  for (const entry of entries) {
    steps.varint(entry.step - step - 1);
    step = entry.step;
    writeCounters(counters, entry.rollup);
    low = writeBuckets(buckets, figures, entry.rollup, low);
  }
  const body = new ByteWriter();
  body.varint(entries.length);
  for (const column of columns) {
    body.varint(column.length);
    body.bytes(column.finish());
  }
  return envelope(body.finish(), compress);
}

function envelope(body: Uint8Array, compress: boolean): Uint8Array {
  const packed = compress
    ? brotliCompressSync(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
          [constants.BROTLI_PARAM_LGWIN]: 16,
        },
      })
    : body;
  const block = new Uint8Array(packed.length + 1);
  block[0] = compress ? BROTLI : PLAIN;
  block.set(packed, 1);
  return block;
}

/** A bit for each outcome that occurred, then their counts. */
function writeCounters(out: ByteWriter, rollup: Rollup): void {
  let mask = 0;
  for (const outcome of STORED_OUTCOMES) {
    if (rollup.counts[outcome] > 0) mask |= 1 << outcomeCode(outcome);
  }
  out.byte(mask);
  for (const outcome of STORED_OUTCOMES) {
    if (rollup.counts[outcome] > 0) out.varint(rollup.counts[outcome]);
  }
}

/** Distances up to 6 share a byte with counts up to 31; anything more follows as varints. */
const FAR = 7;
const COUNT_BITS = 5;
const COUNT_MASK = 31;

/** Returns the lowest bucket: the next entry is told relative to it. */
function writeBuckets(out: ByteWriter, figures: ByteWriter, rollup: Rollup, low: number): number {
  out.varint(rollup.sketch.count);
  if (rollup.sketch.count === 0) return low;
  let first = -1;
  let previous = -1;
  let estimate = 0;
  rollup.sketch.eachBucket((bucket, count) => {
    if (first < 0) {
      first = bucket;
      out.signed(bucket - low);
      previous = bucket - 1;
    }
    writeBucket(out, bucket - previous - 1, count);
    previous = bucket;
    estimate += middleOf(bucket) * count;
  });
  figures.signed(rollup.minUs - floorUs(first));
  figures.signed(rollup.maxUs - floorUs(previous));
  figures.signed(rollup.sumUs - Math.round(estimate * 1000));
  return first;
}

function writeBucket(out: ByteWriter, distance: number, count: number): void {
  const near = Math.min(distance, FAR);
  const small = count <= COUNT_MASK ? count : 0;
  out.byte((near << COUNT_BITS) | small);
  if (near === FAR) out.varint(distance);
  if (small === 0) out.varint(count);
}

const floorUs = (bucket: number): number => Math.floor(floorOf(bucket) * 1000);

/**
 * Adds each entry to the roll-up that `pick` gives for its step; null passes over it.
 * @throws MalformedBlock when the bytes cannot be ours.
 */
export function decodeRollups(block: Uint8Array, pick: (step: number) => Rollup | null): void {
  const body = openEnvelope(block);
  const head = new ByteReader(body);
  const entries = head.varint();
  const steps = column(head, body);
  const counters = column(head, body);
  const buckets = column(head, body);
  const figures = column(head, body);
  const skipped = new Rollup();
  let step = -1;
  let low = 0;
  for (let at = 0; at < entries; at += 1) {
    step += steps.varint() + 1;
    const rollup = pick(step);
    readCounters(counters, rollup ?? skipped);
    low = readBuckets(buckets, figures, rollup, low);
  }
}

function openEnvelope(block: Uint8Array): Uint8Array {
  const body = block.subarray(1);
  if (block[0] === PLAIN) return body;
  if (block[0] !== BROTLI) throw new MalformedBlock('roll-up block of an unknown format');
  try {
    return brotliDecompressSync(body, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new MalformedBlock('roll-up block does not decompress');
  }
}

function column(head: ByteReader, body: Uint8Array): ByteReader {
  const length = head.varint();
  const from = head.at;
  head.take(length);
  return new ByteReader(body, from, from + length);
}

function readCounters(input: ByteReader, rollup: Rollup): void {
  const mask = input.byte();
  if (mask === 1) {
    rollup.counts.reply += input.varint();
    return;
  }
  for (const [code, outcome] of STORED_OUTCOMES.entries()) {
    if ((mask & (1 << code)) !== 0) rollup.counts[outcome] += input.varint();
  }
}

function readBuckets(input: ByteReader, figures: ByteReader, rollup: Rollup | null, low: number): number {
  const total = input.varint();
  if (total === 0) return low;
  const first = low + input.signed();
  const sketch = rollup?.sketch;
  let bucket = first - 1;
  let estimate = 0;
  for (let seen = 0; seen < total; ) {
    const token = input.byte();
    const near = token >> COUNT_BITS;
    bucket += 1 + (near === FAR ? input.varint() : near);
    const small = token & COUNT_MASK;
    const count = small === 0 ? input.varint() : small;
    if (bucket < 0 || bucket > MAX_BUCKET || count === 0) throw new MalformedBlock('impossible bucket');
    seen += count;
    if (sketch === undefined) continue;
    sketch.addBucket(bucket, count);
    estimate += middleOf(bucket) * count;
  }
  readFigures(figures, rollup, { first, last: bucket, estimate });
  return first;
}

function readFigures(
  figures: ByteReader,
  rollup: Rollup | null,
  told: { first: number; last: number; estimate: number },
): void {
  const minUs = figures.signed() + floorUs(told.first);
  const maxUs = figures.signed() + floorUs(told.last);
  const sumUs = figures.signed() + Math.round(told.estimate * 1000);
  if (rollup === null) return;
  rollup.minUs = Math.min(rollup.minUs, minUs);
  rollup.maxUs = Math.max(rollup.maxUs, maxUs);
  rollup.sumUs += sumUs;
}
