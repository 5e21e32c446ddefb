import { emitIpv4, type Ipv4Emit } from './ipv4.ts';
import { emitIpv6, type Ipv6Emit } from './ipv6.ts';

/** Offsets count in units of so many bytes (RFC 791 section 3.1, RFC 8200 section 4.5). */
export const FRAGMENT_UNIT = 8;

/** Where one fragment's content lies in that of the whole packet; bytes. */
export interface Piece {
  /** A multiple of FRAGMENT_UNIT. */
  readonly offset: number;
  readonly length: number;
  readonly moreFragments: boolean;
}

/** `length` bytes in `count` pieces, in order, none overlapping, as even as whole units allow. */
export function piecesOf(length: number, count: number): readonly Piece[] {
  const units = Math.ceil(length / FRAGMENT_UNIT);
  if (!Number.isInteger(count) || count < 1 || count > units) {
    throw new RangeError(`${length} bytes in ${count} fragments`);
  }
  const startOf = (index: number): number => Math.floor((index * units) / count) * FRAGMENT_UNIT;
  return Array.from({ length: count }, (_, index) => {
    const offset = startOf(index);
    const moreFragments = index < count - 1;
    return { offset, length: (moreFragments ? startOf(index + 1) : length) - offset, moreFragments };
  });
}

const contentOf = (payload: Uint8Array, { offset, length }: Piece): Uint8Array =>
  payload.subarray(offset, offset + length);

/** `packet`: the whole one, with the IP-ID that all its fragments have. */
export const emitFragment4 = (packet: Ipv4Emit, piece: Piece, into?: Uint8Array): Uint8Array =>
  emitIpv4(
    {
      ...packet,
      dontFragment: false,
      moreFragments: piece.moreFragments,
      fragmentOffset: piece.offset,
      payload: contentOf(packet.payload, piece),
    },
    into,
  );

/** `packet`: the whole one, without a fragment header. `identification`: 32 bits, the same in all its fragments. */
export const emitFragment6 = (
  packet: Ipv6Emit,
  identification: number,
  piece: Piece,
  into?: Uint8Array,
): Uint8Array =>
  emitIpv6(
    {
      ...packet,
      extensions: [
        ...(packet.extensions ?? []),
        {
          kind: 'fragment',
          offset: piece.offset,
          moreFragments: piece.moreFragments,
          identification,
          reserved: 0,
        },
      ],
      payload: contentOf(packet.payload, piece),
    },
    into,
  );
