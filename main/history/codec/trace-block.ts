import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { TraceView } from '../../domain/model/trace.ts';
import { MalformedBlock } from './bytes.ts';
import { isTraceView } from './trace-shape.ts';

/** JSON packed with Brotli. */
const FORMAT = 1;
/** No trace is larger unpacked: a damaged length must not exhaust the memory. */
const MAX_BYTES = 16 * 1024 * 1024;
const QUALITY = 5;

export function encodeTrace(view: TraceView): Uint8Array {
  const json = Buffer.from(JSON.stringify(view), 'utf8');
  const packed = brotliCompressSync(json, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  });
  const block = new Uint8Array(packed.length + 1);
  block[0] = FORMAT;
  block.set(packed, 1);
  return block;
}

/** @throws MalformedBlock when the bytes cannot be ours. */
export function decodeTrace(block: Uint8Array): TraceView {
  if (block[0] !== FORMAT) throw new MalformedBlock('trace of an unknown format');
  const view = withDirection(unpacked(block.subarray(1)));
  if (!isTraceView(view)) throw new MalformedBlock('trace of an unknown shape');
  return view;
}

/** Those that were kept before there was another direction do not name theirs. */
const withDirection = (view: unknown): unknown =>
  typeof view === 'object' && view !== null ? { direction: 'forward', relay: null, ...view } : view;

function unpacked(packed: Uint8Array): unknown {
  try {
    return JSON.parse(brotliDecompressSync(packed, { maxOutputLength: MAX_BYTES }).toString('utf8'));
  } catch {
    throw new MalformedBlock('trace does not unpack');
  }
}
