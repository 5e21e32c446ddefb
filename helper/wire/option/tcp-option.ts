import { EMPTY, viewOf } from '../view.ts';
import { isWireError, type WireError } from '../wire-error.ts';
import { emitOptionList, NO_OPERATION, parseOptionList, type RawOption } from './option-list.ts';

const KIND = { mss: 2, windowScale: 3, sackPermitted: 4, timestamps: 8 } as const;

/** RFC 9293 section 3.2, RFC 7323, RFC 2018. A kind that is unknown or has a strange length stays as bytes. */
export type TcpOption =
  | { readonly option: 'no-operation' }
  /** Bytes. */
  | { readonly option: 'mss'; readonly size: number }
  /** Left shift of the window, 0-14. */
  | { readonly option: 'window-scale'; readonly shift: number }
  | { readonly option: 'sack-permitted' }
  /** Two 32-bit clocks of the sender's own unit. */
  | { readonly option: 'timestamps'; readonly value: number; readonly echo: number }
  | { readonly option: 'unknown'; readonly type: number; readonly data: Uint8Array };

/** Data length that each known kind must have. */
const DATA_BYTES = new Map<number, number>([
  [KIND.mss, 2],
  [KIND.windowScale, 1],
  [KIND.sackPermitted, 0],
  [KIND.timestamps, 8],
]);

function toOption({ type, data }: RawOption): TcpOption {
  if (type === NO_OPERATION) return { option: 'no-operation' };
  if (DATA_BYTES.get(type) !== data.length) return { option: 'unknown', type, data };
  const view = viewOf(data);
  switch (type) {
    case KIND.mss:
      return { option: 'mss', size: view.getUint16(0) };
    case KIND.windowScale:
      return { option: 'window-scale', shift: view.getUint8(0) };
    case KIND.sackPermitted:
      return { option: 'sack-permitted' };
    default:
      return { option: 'timestamps', value: view.getUint32(0), echo: view.getUint32(4) };
  }
}

function numbers(length: number, write: (view: DataView) => void): Uint8Array {
  const data = new Uint8Array(length);
  write(viewOf(data));
  return data;
}

function toRaw(option: TcpOption): RawOption {
  switch (option.option) {
    case 'no-operation':
      return { type: NO_OPERATION, data: EMPTY };
    case 'mss':
      return { type: KIND.mss, data: numbers(2, (view) => view.setUint16(0, option.size)) };
    case 'window-scale':
      return { type: KIND.windowScale, data: Uint8Array.of(option.shift) };
    case 'sack-permitted':
      return { type: KIND.sackPermitted, data: EMPTY };
    case 'timestamps':
      return {
        type: KIND.timestamps,
        data: numbers(8, (view) => {
          view.setUint32(0, option.value);
          view.setUint32(4, option.echo);
        }),
      };
    case 'unknown':
      return option;
  }
}

/** From the header's `optionBytes`. */
export function parseTcpOptions(bytes: Uint8Array): readonly TcpOption[] | WireError {
  const raw = parseOptionList(bytes, 'tcp.options');
  return isWireError(raw) ? raw : raw.map(toOption);
}

/** For the header's `optionBytes`, padded. Throws RangeError beyond 40 bytes. */
export const emitTcpOptions = (options: readonly TcpOption[]): Uint8Array =>
  emitOptionList(options.map(toRaw));
