import { afterEach, describe, expect, test } from 'vitest';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { withLink, withNode } from '../net/paths/change.ts';
import { HIDES_MTU } from '../net/paths/rules.ts';
import { LINE, line } from '../net/topologies.ts';
import { FAMILIES, METHODS, trace } from './cli-trace.ts';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const SMALL = [1400, 1280] as const;
// A SYN carries no data, so a path's MTU can be found with the other two.
const CASES = FAMILIES.flatMap((family) =>
  METHODS.filter((method) => method !== 'tcp').flatMap((method) =>
    SMALL.map((mtu) => [method, family, mtu] as const),
  ),
);

describe('a smaller link in the middle', () => {
  test.each(CASES)('%s over %s: %i bytes, and who said so', async (method, family, mtu) => {
    lab = await startLab(withLink(line(4), 'l3', { mtu }));
    const { code, trace: result } = await trace(lab, LINE.server[family], '--mtu', '--method', method);
    expect(code).toBe(0);
    expect(result.pathMtu).toEqual({ bytes: mtu, toldBy: LINE.router(2)[family], ttl: 2 });
  });

  test.each(FAMILIES)('%s: two of them, one smaller than the other', async (family) => {
    const topology = withLink(withLink(line(4), 'l2', { mtu: 1450 }), 'l4', { mtu: 1300 });
    lab = await startLab(topology);
    const { trace: result } = await trace(lab, LINE.server[family], '--mtu');
    expect(result.pathMtu).toEqual({ bytes: 1300, toldBy: LINE.router(3)[family], ttl: 3 });
  });

  test.each(CASES)(
    '%s over %s: %i bytes of a black hole are found by trying',
    async (method, family, mtu) => {
      lab = await startLab(withNode(withLink(line(4), 'l3', { mtu }), 'r2', { rules: [HIDES_MTU] }));
      const { code, trace: result } = await trace(
        lab,
        LINE.server[family],
        '--mtu',
        '--method',
        method,
        '--timeout',
        '500',
      );
      expect(code).toBe(0);
      expect(result.pathMtu).toMatchObject({ bytes: mtu, toldBy: null });
    },
  );

  test.each(FAMILIES)('%s: nothing is smaller than the own link', async (family) => {
    lab = await startLab(line(3));
    const { trace: result } = await trace(lab, LINE.server[family], '--mtu');
    expect(result.pathMtu).toEqual({ bytes: 1500, toldBy: null, ttl: null });
  });

  test('without being asked it is not looked for', async () => {
    lab = await startLab(withLink(line(2), 'l2', { mtu: 1400 }));
    const { trace: result } = await trace(lab, LINE.server.ipv4);
    expect(result.pathMtu).toBeNull();
  });
});
