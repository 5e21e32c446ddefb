import type { Outcome, Via } from '../../domain/model/sample.ts';
import { ByteReader, ByteWriter, MalformedBlock } from './bytes.ts';

/** A sample as it is kept: its series is known from where it lies. */
export interface RawSample {
  /** Counts the runs of the monitor; with `id` it names the sample for ever. */
  readonly run: number;
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly wallMs: number;
  readonly outcome: Outcome;
  /** Microseconds; null unless something came back. */
  readonly rttUs: number | null;
  readonly via: Via;
  /** The named cause; empty for none. */
  readonly detail: string;
}

/** Stored by position: append only. */
export const STORED_VIAS = ['helper', 'ping', 'socket'] as const satisfies readonly Via[];
/** Stored by position: append only, whatever order the model gives its outcomes. */
export const STORED_OUTCOMES = [
  'reply',
  'late',
  'lost',
  'refused',
  'unreachable',
  'error',
  'suspect',
] as const satisfies readonly Outcome[];

/** A model that gains an outcome or a way of measuring does not compile until it has a position here. */
export const outcomeCode = (outcome: (typeof STORED_OUTCOMES)[number] & Outcome): number =>
  STORED_OUTCOMES.indexOf(outcome);
export const viaCode = (via: (typeof STORED_VIAS)[number] & Via): number => STORED_VIAS.indexOf(via);

const FORMAT = 1;
const HAS_RTT = 0x20;
const HAS_DETAIL = 0x40;
const NEW_RUN = 0x80;

/** Outcome (3 bits), via (2 bits) and what follows: run, id, wall time, round trip, detail. */
export function encodeRaw(samples: readonly RawSample[]): Uint8Array {
  const out = new ByteWriter();
  const text = new TextEncoder();
  out.byte(FORMAT);
  out.varint(samples.length);
  let run = 0;
  let id = 0;
  let wallMs = 0;
  for (const sample of samples) {
    const newRun = sample.run !== run;
    out.byte(
      outcomeCode(sample.outcome) |
        (viaCode(sample.via) << 3) |
        (sample.rttUs === null ? 0 : HAS_RTT) |
        (sample.detail === '' ? 0 : HAS_DETAIL) |
        (newRun ? NEW_RUN : 0),
    );
    if (newRun) out.varint(sample.run);
    out.signed(sample.id - id);
    out.signed(sample.wallMs - wallMs);
    if (sample.rttUs !== null) out.varint(sample.rttUs);
    if (sample.detail !== '') {
      const detail = text.encode(sample.detail);
      out.varint(detail.length);
      out.bytes(detail);
    }
    ({ run, id, wallMs } = sample);
  }
  return out.finish();
}

/** How many samples a block holds, without unpacking it. */
export function rawCount(block: Uint8Array): number {
  const input = new ByteReader(block);
  if (input.byte() !== FORMAT) throw new MalformedBlock('raw block of an unknown format');
  return input.varint();
}

export function decodeRaw(block: Uint8Array): RawSample[] {
  const input = new ByteReader(block);
  if (input.byte() !== FORMAT) throw new MalformedBlock('raw block of an unknown format');
  const count = input.varint();
  if (count > block.length) throw new MalformedBlock('raw block promises more than it holds');
  const samples: RawSample[] = [];
  const text = new TextDecoder();
  let run = 0;
  let id = 0;
  let wallMs = 0;
  for (let at = 0; at < count; at += 1) {
    const head = input.byte();
    const outcome = STORED_OUTCOMES[head & 7];
    const via = STORED_VIAS[(head >> 3) & 3];
    if (outcome === undefined || via === undefined) throw new MalformedBlock('unknown outcome');
    if ((head & NEW_RUN) !== 0) run = input.varint();
    id += input.signed();
    wallMs += input.signed();
    const rttUs = (head & HAS_RTT) === 0 ? null : input.varint();
    const detail = (head & HAS_DETAIL) === 0 ? '' : text.decode(input.take(input.varint()));
    samples.push({ run, id, wallMs, outcome, rttUs, via, detail });
  }
  return samples;
}
