import { concatBytes, EMPTY } from '../view.ts';
import { type WireError, wireError } from '../wire-error.ts';

/** RFC 8200 section 4.2: options of the hop-by-hop and destination headers; only Pad1 has no length. */
const TYPE = { pad1: 0, padN: 1, encapsulationLimit: 4 } as const;

export type Ipv6Option =
  | { readonly option: 'pad1' }
  /** `data` is zeros unless somebody hides something there. */
  | { readonly option: 'padn'; readonly data: Uint8Array }
  /** RFC 2473 section 4.1.1: how many more tunnels may be entered. */
  | { readonly option: 'encapsulation-limit'; readonly limit: number }
  | { readonly option: 'unknown'; readonly type: number; readonly data: Uint8Array };

function toOption(type: number, data: Uint8Array): Ipv6Option {
  const [first] = data;
  if (type === TYPE.padN) return { option: 'padn', data };
  if (type === TYPE.encapsulationLimit && data.length === 1 && first !== undefined) {
    return { option: 'encapsulation-limit', limit: first };
  }
  return { option: 'unknown', type, data };
}

export function parseIpv6Options(bytes: Uint8Array): readonly Ipv6Option[] | WireError {
  const options: Ipv6Option[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const type = bytes[offset] ?? TYPE.pad1;
    if (type === TYPE.pad1) {
      options.push({ option: 'pad1' });
      offset += 1;
      continue;
    }
    const end = offset + 2 + (bytes[offset + 1] ?? 0);
    if (offset + 2 > bytes.length || end > bytes.length) return wireError('truncated', 'ipv6.option');
    options.push(toOption(type, bytes.subarray(offset + 2, end)));
    offset = end;
  }
  return options;
}

const tagged = (type: number, data: Uint8Array): Uint8Array =>
  concatBytes([Uint8Array.of(type, data.length), data]);

function emitOption(option: Ipv6Option): Uint8Array {
  switch (option.option) {
    case 'pad1':
      return Uint8Array.of(TYPE.pad1);
    case 'padn':
      return tagged(TYPE.padN, option.data);
    case 'encapsulation-limit':
      return tagged(TYPE.encapsulationLimit, Uint8Array.of(option.limit));
    case 'unknown':
      return tagged(option.type, option.data);
  }
}

function padding(length: number): Uint8Array {
  if (length === 0) return EMPTY;
  return length === 1 ? Uint8Array.of(TYPE.pad1) : tagged(TYPE.padN, new Uint8Array(length - 2));
}

/** Padded so that the header with its two fixed bytes fills whole 8-byte units. */
export function emitIpv6Options(options: readonly Ipv6Option[]): Uint8Array {
  const bytes = concatBytes(options.map(emitOption));
  return concatBytes([bytes, padding(-(bytes.length + 2) & 7)]);
}
