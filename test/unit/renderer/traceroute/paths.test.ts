import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heightOf, layOut, linkPath, xOf, yOf } from '../../../../renderer/traceroute/paths/layout.ts';
import { hop, silentHop } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';

const { hops, links } = TRACES.multipath;

describe('the drawing of all paths', () => {
  const layout = layOut(hops, links);

  test('has a row for each router, silent ones too', () => {
    expect(layout.nodes.map(({ ttl }) => ttl)).toEqual([1, 2, 3, 3, 3, 3, 4, 4, 5, 6, 7]);
    expect(layout.nodes.map(({ row }) => row)).toEqual([...layout.nodes.keys()]);
    expect(layout.lanes).toBe(4);
    expect(layout.nodes[8]?.node).toBeNull();
  });

  test('draws each link', () => {
    expect(layout.links).toHaveLength(links.length);
    expect(layout.nodes[8]?.from).toEqual(['203.0.113.65', '203.0.113.69']);
  });

  test('goes downwards only', () => {
    for (const link of layout.links) {
      expect(yOf(layout, link.to)).toBeGreaterThan(yOf(layout, link.from));
      expect(linkPath(layout, link)).not.toContain('NaN');
    }
    expect(layout.nodes.every((node) => yOf(layout, node) < heightOf(layout))).toBe(true);
  });

  test('nothing is a drawing without height', () => {
    expect(heightOf(layOut([], []))).toBe(0);
    expect(layOut([silentHop(1, 3)], []).nodes).toHaveLength(1);
  });

  test('whatever is linked, no two routers of a hop share a lane', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(widths, fc.integer(), (wide, seed) => {
        const many = wide.map((count, at) =>
          hop(
            {
              ttl: at + 1,
              usual: 5,
              nodes: Array.from({ length: count }, (_, node) => ({ address: `192.0.${at}.${node}` })),
            },
            1,
          ),
        );
        const some = wide.slice(0, -1).flatMap((count, at) =>
          Array.from({ length: count }, (_, node) => ({
            fromTtl: at + 1,
            from: `192.0.${at}.${node}`,
            to: `192.0.${at + 1}.${Math.abs(seed + node) % (wide[at + 1] ?? 1)}`,
          })),
        );
        const made = layOut(many, some);
        const places = made.nodes.map((node) => `${node.ttl} ${xOf(node)}`);
        expect(new Set(places).size).toBe(places.length);
        expect(made.links).toHaveLength(some.length);
      }),
    );
  });
});
