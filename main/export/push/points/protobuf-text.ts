import type { PbfReader, PbfWriter } from 'pbf';

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** A string field. pbf's own codec of strings mixes up characters of Unicode's second plane and beyond. */
export function writeText(pbf: PbfWriter, tag: number, text: string): void {
  pbf.writeBytesField(tag, ENCODER.encode(text));
}

export const readText = (pbf: PbfReader): string => DECODER.decode(pbf.readBytes());
