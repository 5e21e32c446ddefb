import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../../helper/wire/address.ts';
import { address4, address6, byteArray, RUNS } from './arbitraries.ts';

/** Addresses with runs of zeros, where the shortening happens. */
const sparse6 = fc
  .array(fc.oneof(fc.constant(new Uint8Array(2)), byteArray(2)), { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [...group])));
const anyAddress = fc.oneof(address4, address6, sparse6);

test('what is formatted is parsed back', () => {
  fc.assert(
    fc.property(anyAddress, (bytes) => {
      expect(parseAddress(formatAddress(bytes))).toEqual({
        family: bytes.length === 4 ? 4 : 6,
        bytes,
        zone: null,
      });
    }),
    RUNS,
  );
});

test('the text is the one that the URL standard writes', () => {
  fc.assert(
    fc.property(fc.oneof(address6, sparse6), (bytes) => {
      const text = formatAddress(bytes);
      // The standard has no mixed notation.
      fc.pre(!text.includes('.'));
      expect(`[${text}]`).toBe(new URL(`http://[${text}]/`).hostname);
    }),
    RUNS,
  );
});

const almost = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcfFg:.%'), maxLength: 24 }),
  fc
    .tuple(
      anyAddress.map((bytes) => formatAddress(bytes)),
      fc.nat(),
      fc.constantFrom('', ':', '.', '0', '::', '%e'),
    )
    .map(([text, at, noise]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + noise + text.slice(cut + (at % 2));
    }),
  fc.string(),
);

test('exactly the literals that the runtime takes are accepted', () => {
  fc.assert(
    fc.property(almost, (text) => {
      const family = parseAddress(text)?.family ?? null;
      if (family === 4) expect(isIPv4(text)).toBe(true);
      else if (family === 6) expect(isIPv6(text)).toBe(true);
      // The runtime is laxer about zones: their alphabet differs, so only texts without one compare.
      else if (!text.includes('%')) expect(isIPv4(text) || isIPv6(text)).toBe(false);
    }),
    { numRuns: 5000 },
  );
});
