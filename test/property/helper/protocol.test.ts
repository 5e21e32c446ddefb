import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from '../../../helper/protocol/lines.ts';
import { parseCommand, parseEvent } from '../../../helper/protocol/parse.ts';
import { isTargetFault, parseTarget } from '../../../helper/protocol/target.ts';
import { EXAMPLE_EVENTS } from '../../contract/helper/examples.ts';

/** Cuts bytes at arbitrary places. */
const chunked = fc.tuple(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => bytes.map((byte) => (byte % 5 === 0 ? 0x0a : byte))),
  fc.array(fc.nat(300), { maxLength: 12 }),
);

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const bounds = [0, ...places.filter((place) => place < bytes.length), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return bounds.map((from, index) => bytes.slice(from, bounds[index + 1] ?? bytes.length));
}

test('lines do not depend on how the stream was cut', () => {
  fc.assert(
    fc.property(chunked, fc.integer({ min: 2, max: 40 }), ([bytes, places], maxBytes) => {
      const whole = createLineSplitter(maxBytes);
      const pieces = createLineSplitter(maxBytes);
      const lines = cut(bytes, places).flatMap((chunk) => [...pieces.push(chunk)]);
      expect(lines).toEqual(whole.push(bytes));
      expect(pieces.partial).toBe(whole.partial);
      expect(pieces.partial).toBeLessThan(maxBytes);
    }),
  );
});

test('every newline ends exactly one line', () => {
  fc.assert(
    fc.property(chunked, fc.integer({ min: 2, max: 40 }), ([bytes], maxBytes) => {
      const newlines = bytes.filter((byte) => byte === 0x0a).length;
      // A last line without its end may already be known to be too long.
      const found = createLineSplitter(maxBytes).push(bytes).length;
      expect([newlines, newlines + 1]).toContain(found);
    }),
  );
});

const anything = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.json(),
  fc
    .record(
      {
        op: fc.oneof(
          fc.constantFrom(
            'hello',
            'echo',
            'open-path',
            'close-path',
            'encapsulated',
            'train',
            'cancel',
            'stats',
          ),
          fc.anything(),
        ),
        id: fc.anything(),
        address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
        ttl: fc.oneof(fc.integer(), fc.anything()),
        size: fc.integer(),
        addresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.anything())),
        via: fc.oneof(fc.array(fc.integer()), fc.anything()),
        inner: fc.oneof(fc.constantFrom('echo-request', 'echo-reply'), fc.anything()),
        end: fc.oneof(fc.integer(), fc.anything()),
        path: fc.integer(),
        fragments: fc.integer(),
        spacingMs: fc.integer(),
        timeoutMs: fc.integer(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item))),
);

test('a line is a command or a refusal, never an exception', () => {
  fc.assert(
    fc.property(anything, (line) => {
      const result = parseCommand(line);
      expect('op' in result || result.event === 'error').toBe(true);
      if ('event' in result) expect(parseEvent(JSON.stringify(result))).toEqual(result);
    }),
    { numRuns: 500 },
  );
});

test('a line is an event or an error, never an exception', () => {
  const changed = fc
    .tuple(fc.constantFrom(...EXAMPLE_EVENTS), fc.string(), fc.anything())
    .map(([event, name, value]) =>
      JSON.stringify({ ...event, [name]: value }, (_, item) => (typeof item === 'bigint' ? 1 : item)),
    );
  fc.assert(
    fc.property(fc.oneof(anything, changed), (line) => {
      const result = parseEvent(line);
      expect('event' in result || typeof result.error === 'string').toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a target’s canonical text is the same target', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const target = parseTarget(text);
      if (isTargetFault(target)) expect(target.code).toMatch(/^(bad-field|out-of-range)$/);
      else expect(parseTarget(target.text)).toEqual(target);
    }),
  );
});
