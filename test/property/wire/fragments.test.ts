import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitFragment4, emitFragment6, piecesOf } from '../../../helper/wire/fragment.ts';
import { parseIpv4 } from '../../../helper/wire/ipv4.ts';
import { parseIpv6 } from '../../../helper/wire/ipv6.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';

const cut = fc.uint8Array({ minLength: 1, maxLength: 300 }).chain((payload) =>
  fc.record({
    payload: fc.constant(payload),
    count: fc.integer({ min: 1, max: Math.ceil(payload.length / 8) }),
    identification: fc.integer({ min: 0, max: 0xffff }),
  }),
);

interface Part {
  readonly offset: number;
  readonly more: boolean;
  readonly payload: Uint8Array;
}

/** In order, without gap or overlap, and only the last says that it is. */
function expectWhole(parts: readonly Part[], count: number, payload: Uint8Array): void {
  expect(parts).toHaveLength(count);
  expect(parts.map(({ more }) => more)).toEqual(parts.map((_, index) => index < count - 1));
  let end = 0;
  for (const part of parts) {
    expect(part.offset).toBe(end);
    expect(part.payload.length).toBeGreaterThan(0);
    end += part.payload.length;
  }
  expect(Uint8Array.from(parts.flatMap((part) => [...part.payload]))).toEqual(payload);
}

test('over IPv4 the fragments make up the packet', () => {
  fc.assert(
    fc.property(cut, ({ payload, count, identification }) => {
      const ends = { source: new Uint8Array(4).fill(1), destination: new Uint8Array(4).fill(2) };
      const parts = piecesOf(payload.length, count).map((piece) => {
        const packet = parseIpv4(emitFragment4({ ...ends, protocol: 1, identification, payload }, piece));
        if (isWireError(packet)) throw new Error(packet.at);
        expect(packet).toMatchObject({ identification, dontFragment: false });
        return { offset: packet.fragmentOffset, more: packet.moreFragments, payload: packet.payload };
      });
      expectWhole(parts, count, payload);
    }),
  );
});

test('over IPv6 too', () => {
  fc.assert(
    fc.property(cut, ({ payload, count, identification }) => {
      const ends = { source: new Uint8Array(16).fill(1), destination: new Uint8Array(16).fill(2) };
      const parts = piecesOf(payload.length, count).map((piece) => {
        const packet = parseIpv6(emitFragment6({ ...ends, protocol: 58, payload }, identification, piece));
        if (isWireError(packet)) throw new Error(packet.at);
        const [header] = packet.extensions;
        if (header?.kind !== 'fragment') throw new Error('no fragment header');
        expect(header.identification).toBe(identification);
        return { offset: header.offset, more: header.moreFragments, payload: packet.payload };
      });
      expectWhole(parts, count, payload);
    }),
  );
});
