import { readSnappyBlock } from './snappy-block.ts';

/** A remote write request as the protocol's text says it, read by hand: labels in the order in which they lie. */
export interface ReadSeries {
  readonly labels: readonly (readonly [string, string])[];
  readonly samples: readonly (readonly [value: number, timestampMs: number])[];
}

type Field = readonly [number: number, value: number | Uint8Array];

function fields(bytes: Uint8Array): readonly Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error('protobuf: ends too early');
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if ((tag & 7) === 0) found.push([tag >> 3, varint()]);
    else if ((tag & 7) === 1) {
      found.push([tag >> 3, view.getFloat64(at, true)]);
      at += 8;
    } else if ((tag & 7) === 2) {
      const length = varint();
      found.push([tag >> 3, bytes.subarray(at, at + length)]);
      at += length;
    } else throw new Error(`protobuf: wire type ${tag & 7}`);
  }
  return found;
}

function message(value: number | Uint8Array | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error('protobuf: no message');
}

const text = (value: number | Uint8Array | undefined): string => new TextDecoder().decode(message(value));

export const readMessage = (bytes: Uint8Array): readonly ReadSeries[] =>
  fields(bytes).map(([number, value]) => {
    if (number !== 1) throw new Error(`field ${number} in a write request`);
    const inner = fields(message(value));
    const of = (wanted: number) =>
      inner.filter(([one]) => one === wanted).map(([, one]) => new Map(fields(message(one))));
    return {
      labels: of(1).map((one): readonly [string, string] => [text(one.get(1)), text(one.get(2))]),
      samples: of(2).map((one): readonly [number, number] => [Number(one.get(1)), Number(one.get(2))]),
    };
  });

export const readWriteRequest = (body: Uint8Array): readonly ReadSeries[] =>
  readMessage(readSnappyBlock(body));
