import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { maskTrace } from '../../../main/domain/trace/sharing/mask.ts';
import { traceText } from '../../../main/domain/trace/sharing/text.ts';
import { parseTraceFile } from '../../../main/trace/trace-file.ts';
import { type HopSketch, traceView } from '../../support/trace/views.ts';

const byte = fc.integer({ min: 0, max: 255 });
const hidden = fc.oneof(
  fc.tuple(byte, byte, byte).map(([a, b, c]) => `10.${a}.${b}.${c}`),
  fc.tuple(byte, byte).map(([a, b]) => `192.168.${a}.${b}`),
  fc.tuple(fc.integer({ min: 64, max: 127 }), byte, byte).map(([a, b, c]) => `100.${a}.${b}.${c}`),
  byte.map((a) => `11.22.33.${a}`),
  byte.map((a) => `169.254.1.${a}`),
  fc.tuple(byte, byte).map(([a, b]) => `fd00:${a.toString(16)}::${b.toString(16)}`),
);
const shown = fc.tuple(byte, byte, byte).map(([a, b, c]) => `12.${a}.${b}.${c}`);
const label = fc.stringMatching(/^[a-z]{4,9}$/);

interface Node {
  readonly address: string;
  readonly name: string | null;
  readonly secret: boolean;
}
const node = (address: fc.Arbitrary<string>, secret: boolean): fc.Arbitrary<Node> =>
  fc
    .record({
      address,
      name: fc.option(label.map((word) => `${word}.${secret ? 'mine' : 'theirs'}.example`)),
    })
    .map((one) => ({ ...one, secret }));
const nodes = fc.array(fc.oneof(node(hidden, true), node(shown, false)), { minLength: 1, maxLength: 12 });

function viewOf(list: readonly Node[], own: string): TraceView {
  const sketches: HopSketch[] = list.map(({ address, name }) => ({
    address,
    node: { name, interfaces: [{ role: 'incoming', index: 1, address, name: 'lan0', mtu: null }] },
  }));
  const last = list.at(-1);
  const all = list.map(({ address, name }) => `${name ?? ''} (${address})`).join(', ');
  return traceView(sketches, {
    source: own,
    host: last?.name ?? last?.address ?? '',
    destination: { address: last?.address ?? '', name: last?.name ?? null },
    links: list
      .slice(1)
      .map(({ address }, index) => ({ fromTtl: index + 1, from: list[index]?.address ?? null, to: address })),
    changes: list.map(({ address }, index) => ({ atMs: wallMs(1), ttl: index + 1, from: null, to: address })),
    warnings: [{ code: 'unreachable', text: `Met: ${all}.` }],
    comparison: {
      baseline: { id: 'x', atMs: wallMs(1) },
      firstDifferentTtl: 1,
      text: `Now ${all}; before ${own}.`,
    },
  });
}

/** Not as part of a longer address: 10.0.0.1 is not told by 110.0.0.12. */
const tells = (text: string, secret: string): boolean =>
  new RegExp(`(?<![0-9a-z.:])${secret.replaceAll('.', '\\.')}(?![0-9a-z:]|\\.[0-9a-z])`, 'i').test(text);

test('nothing hidden remains anywhere, and what is not hidden stays', () => {
  fc.assert(
    fc.property(nodes, byte, (list, last) => {
      const own = `11.22.33.${last}`;
      const masked = maskTrace(viewOf(list, own));
      const everything = JSON.stringify(masked) + traceText(masked);
      const secrets = list.filter(({ secret }) => secret);
      for (const { address, name } of secrets) {
        expect(tells(everything, address)).toBe(false);
        if (name !== null) expect(everything).not.toContain(name);
      }
      expect(tells(everything, own)).toBe(false);
      for (const { address } of list.filter(({ secret }) => !secret))
        expect(tells(everything, address)).toBe(true);
    }),
  );
}, 30_000);

test('two addresses are the same after it exactly if they were before', () => {
  fc.assert(
    fc.property(nodes, (list) => {
      const after = maskTrace(viewOf(list, '11.22.33.44')).hops.map((hop) => hop.nodes[0]?.address);
      const pairs = new Set(list.map(({ address }, index) => `${address}>${after[index]}`));
      expect(pairs.size).toBe(new Set(list.map(({ address }) => address)).size);
      expect(new Set(after).size).toBe(pairs.size);
    }),
  );
}, 30_000);

test('it can be opened again, and masking twice is masking once', () => {
  fc.assert(
    fc.property(nodes, (list) => {
      const masked = maskTrace(viewOf(list, '11.22.33.44'));
      expect(parseTraceFile(JSON.stringify(masked))).toEqual(masked);
      expect(maskTrace(masked)).toEqual(masked);
    }),
  );
}, 30_000);
