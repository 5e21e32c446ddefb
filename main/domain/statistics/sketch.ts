import { percentileRank } from './summary.ts';

/**
 * A DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019) of round trips in milliseconds: any quantile within
 * 1 % of the value, merged without loss, a few bytes per bucket.
 *
 * Bucket i > 0 holds (UNIT x GAMMA^(i-1), UNIT x GAMMA^i]; bucket 0 holds everything up to UNIT, zero included.
 */
const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LN_GAMMA = Math.log(GAMMA);
/** One microsecond: below it a round trip is told as zero. */
const UNIT_MS = 1e-3;
/** Values above this (11 days) are counted as this. */
const MAX_MS = 1e9;
export const MAX_BUCKET = Math.ceil(Math.log(MAX_MS / UNIT_MS) / LN_GAMMA);

const FORMAT = 1;
/** Buckets are allocated in steps of this many: round trips of one line lie close together. */
const CHUNK = 32;

/** Bucket of a value in milliseconds; anything but a finite or infinite positive number is bucket 0. */
export function bucketOf(valueMs: number): number {
  if (!(valueMs > UNIT_MS)) return 0;
  return Math.min(MAX_BUCKET, Math.ceil(Math.log(valueMs / UNIT_MS) / LN_GAMMA));
}

const VALUES = Float64Array.from({ length: MAX_BUCKET + 1 }, (_, bucket) =>
  bucket === 0 ? 0 : (2 * UNIT_MS * GAMMA ** bucket) / (GAMMA + 1),
);

/** The value in milliseconds that stands for a bucket: at most 1 % from everything the bucket holds. */
export const middleOf = (bucket: number): number => VALUES[bucket] ?? MAX_MS;

const FLOORS = Float64Array.from({ length: MAX_BUCKET + 1 }, (_, bucket) =>
  bucket === 0 ? 0 : UNIT_MS * GAMMA ** (bucket - 1),
);

/** Lower bound of a bucket, milliseconds. */
export const floorOf = (bucket: number): number => FLOORS[bucket] ?? MAX_MS;

export class Sketch {
  /** Counts from bucket `#offset` on. A plain array: for a few dozen small numbers it beats a typed one. */
  #counts: number[] = [];
  #offset = 0;
  #total = 0;

  /** How many values were added. */
  get count(): number {
    return this.#total;
  }

  add(valueMs: number): void {
    this.addBucket(bucketOf(valueMs), 1);
  }

  /** Adds `count` values to a bucket (0 to MAX_BUCKET): what a codec reads back. */
  addBucket(bucket: number, count: number): void {
    const at = bucket - this.#offset;
    if (at < 0 || at >= this.#counts.length) {
      this.#cover(bucket);
      this.addBucket(bucket, count);
      return;
    }
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.#total += count;
  }

  merge(other: Sketch): void {
    other.eachBucket((bucket, count) => {
      this.addBucket(bucket, count);
    });
  }

  /** Visits the buckets that hold something, lowest first. */
  eachBucket(visit: (bucket: number, count: number) => void): void {
    for (let at = 0; at < this.#counts.length; at += 1) {
      const count = this.#counts[at] ?? 0;
      if (count > 0) visit(at + this.#offset, count);
    }
  }

  /**
   * The value of `percentileRank`, milliseconds, within 1 % (exactly 0 below a microsecond), so it may lie
   * that much outside of what was measured. Null when empty.
   */
  quantile(q: number): number | null {
    if (this.#total === 0) return null;
    const rank = percentileRank(q, this.#total);
    let seen = 0;
    for (let at = 0; at < this.#counts.length; at += 1) {
      seen += this.#counts[at] ?? 0;
      if (seen >= rank) return middleOf(at + this.#offset);
    }
    return middleOf(MAX_BUCKET);
  }

  #cover(bucket: number): void {
    const length = this.#counts.length;
    if (length === 0) {
      this.#offset = bucket - (bucket % CHUNK);
      this.#counts = zeros(CHUNK);
    } else if (bucket < this.#offset) {
      const offset = bucket - (bucket % CHUNK);
      this.#counts = zeros(this.#offset - offset).concat(this.#counts);
      this.#offset = offset;
    } else {
      const more = bucket + 1 - this.#offset - length;
      this.#counts = this.#counts.concat(zeros(Math.ceil(more / CHUNK) * CHUNK));
    }
  }
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** Format, number of buckets, then (distance to the bucket before, count) for each: all varints (LEB128). */
export function sketchToBytes(sketch: Sketch): Uint8Array {
  const pairs: number[] = [];
  let previous = 0;
  let buckets = 0;
  sketch.eachBucket((bucket, count) => {
    pairs.push(bucket - previous, count);
    previous = bucket;
    buckets += 1;
  });
  const bytes: number[] = [FORMAT];
  for (const value of [buckets, ...pairs]) pushVarint(bytes, value);
  return Uint8Array.from(bytes);
}

/** Null for anything that `sketchToBytes` cannot have written: a newer format, cut or altered bytes. */
export function sketchFromBytes(bytes: Uint8Array): Sketch | null {
  if (bytes[0] !== FORMAT) return null;
  const numbers = readVarints(bytes, 1);
  if (numbers === null || numbers.length === 0) return null;
  const [buckets = 0] = numbers;
  if (numbers.length !== 1 + 2 * buckets) return null;
  const sketch = new Sketch();
  let bucket = 0;
  for (let at = 1; at < numbers.length; at += 2) {
    const distance = numbers[at] ?? 0;
    const count = numbers[at + 1] ?? 0;
    bucket += distance;
    if (bucket > MAX_BUCKET || count === 0 || (distance === 0 && at > 1)) return null;
    sketch.addBucket(bucket, count);
  }
  return sketch;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** Every number is below 2^32: five bytes at the most. */
function readVarints(bytes: Uint8Array, from: number): number[] | null {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (value > 0xffff_ffff || scale > 0x1000_0000) return null;
    if (byte >= 0x80) {
      scale *= 0x80;
      continue;
    }
    numbers.push(value);
    value = 0;
    scale = 1;
  }
  return scale === 1 ? numbers : null;
}
