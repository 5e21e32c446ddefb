import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Anchor, anchorKey } from '../../../main/domain/model/anchor.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { OUTCOMES, type Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { LineWriter } from '../../../main/export/statsd/line-writer.ts';
import { NAME_SETS } from '../../../main/export/statsd/names/registry.ts';
import { safeAnchor, safePart } from '../../../main/export/statsd/names/safe-part.ts';

/** As people and systems write it: the longest run of zeros left out. */
const groups = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 });
const ipv6 = fc
  .tuple(groups, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 8 }))
  .map(([parts, from, length]) => {
    const hex = parts.map((part) => part.toString(16));
    if (length < 2) return hex.join(':');
    return `${hex.slice(0, from).join(':')}::${hex.slice(Math.min(7, from + length)).join(':')}`;
  });
const port = fc.integer({ min: 1, max: 65_535 });

describe('parts of names', () => {
  test('whatever a machine is called, its part is one part, and StatsD leaves it as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safePart(text)).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(safePart(safePart(text))).toBe(safePart(text));
      }),
    );
  });

  test('two anchors of a kind never share a name, with a port or without', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), ipv6),
        fc.oneof(fc.ipV4(), ipv6),
        port,
        port,
        fc.boolean(),
        (...all) => {
          const [one, other, onePort, otherPort, hasPort] = all;
          const key = (address: string, its: number): string =>
            anchorKey(hasPort ? { address, port: its } : { address });
          const keys = [key(one, onePort), key(other, otherPort)];
          expect(new Set(keys.map(safeAnchor)).size).toBe(new Set(keys).size);
        },
      ),
    );
  });
});

const anchor: fc.Arbitrary<Pick<Anchor, 'address' | 'port'>> = fc
  .tuple(fc.oneof(fc.ipV4(), ipv6), fc.option(port, { nil: undefined }))
  .map(([address, its]) => (its === undefined ? { address } : { address, port: its }));

const sample: fc.Arbitrary<Sample> = fc
  .record({
    id: fc.nat(),
    kind: fc.constantFrom(...KINDS),
    anchor: anchor.map(anchorKey),
    outcome: fc.constantFrom(...OUTCOMES.filter((outcome) => outcome !== 'suspect')),
    rttMs: fc.double({ min: 0, max: 600_000, noNaN: true }),
  })
  .map(({ rttMs, ...rest }) => ({
    ...rest,
    sentWallMs: wallMs(0),
    sentMonoMs: monoMs(0),
    rttMs: ['reply', 'late', 'refused'].includes(rest.outcome) ? rttMs : null,
    via: 'socket',
  }));

/** What StatsD takes: a name of safe parts, a number without a sign or an exponent, a type. */
const LINE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*:(\d+(?:\.\d{1,3})?)\|(c|g|ms)$/;

describe('lines', () => {
  test.each(Object.entries(NAME_SETS))('%s: every line is one that StatsD takes', async (_name, namesOf) => {
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { maxLength: 60 }), fc.string(), async (samples, machine) => {
        const names = namesOf(machine);
        const chunks: Buffer[] = [];
        const counts: number[] = [];
        const writer = new LineWriter('home.', (chunk, figures) => {
          chunks.push(chunk);
          counts.push(figures);
        });
        const figures = samples.flatMap((one) => names.sample(one, one));
        writer.write(figures);
        await writer.end();
        const text = Buffer.concat(chunks).toString('utf8');
        const lines = text === '' ? [] : text.trimEnd().split('\n');
        for (const line of lines) expect(line).toMatch(LINE);
        expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(
          figures.map(({ name }) => `home.${name}`),
        );
        expect(lines.map((line) => Number(LINE.exec(line)?.[2]))).toEqual(figures.map(({ value }) => value));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(figures.length);
        for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(1_201);
      }),
      { numRuns: 20 },
    );
  });
});
