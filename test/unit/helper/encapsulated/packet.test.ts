import { describe, expect, test } from 'vitest';
import { buildEncapsulated } from '../../../../helper/probe/encapsulated/packet.ts';
import { parseIcmpv4 } from '../../../../helper/wire/icmpv4.ts';
import { parseIcmpv6 } from '../../../../helper/wire/icmpv6.ts';
import { GOLDEN_ENDS, GOLDEN_KEY, GOLDEN_PACKETS } from '../../../support/helper/golden-packets.ts';
import { addressBytes } from '../probe/bench.ts';
import { PathBench, stackOf } from './path-bench.ts';

describe('golden bytes', () => {
  test.each(GOLDEN_PACKETS.map((packet) => [`${packet.name} over IPv${packet.family}`, packet] as const))(
    '%s',
    (_, { family, via, inner, end, ttl, bytes }) => {
      const { own, path } = GOLDEN_ENDS[family];
      const source = addressBytes(own);
      const far = end === null ? source : addressBytes(path[end] ?? '');
      const destinations = via.map((place) => addressBytes(path[place] ?? ''));
      const isRequest = inner === 'echo-request';
      const built = buildEncapsulated({
        ...{ family, source, inner, ttl, size: bytes.length, ...GOLDEN_KEY },
        destinations: [...destinations, isRequest ? far : source],
        innerSource: isRequest ? source : far,
        replyFrom: far,
      });
      expect(Buffer.from(built).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
    },
  );
});

describe.each([4, 6] as const)('of IPv%i', (family) => {
  test('the innermost message is sound, whatever the size', () => {
    const bench = new PathBench();
    for (const size of [0, 200, 201, 1499, 1500]) {
      const { packet } = bench.encapsulated(family, { size, ttl: 63 });
      const { layers, payload } = stackOf(packet.bytes);
      const [inner] = layers.slice(-1);
      if (inner === undefined) throw new Error('no header');
      const message = family === 4 ? parseIcmpv4(payload) : parseIcmpv6(payload, inner);
      expect(message).toMatchObject({ kind: 'echo-reply', id: 0xff00 });
      if (size > 0) expect(packet.bytes).toHaveLength(size);
      bench.clock.advance(1000);
    }
  });

  test('no two are alike, and all that routers hash is', () => {
    const bench = new PathBench();
    const sent = [0, 1].map(() => {
      const { packet } = bench.encapsulated(family);
      return stackOf(packet.bytes);
    });
    const [first, second] = sent.map(({ payload }) => Buffer.from(payload));
    expect(first?.subarray(0, 6)).toEqual(second?.subarray(0, 6));
    expect(first?.subarray(8, 22)).not.toEqual(second?.subarray(8, 22));
    const labels = sent.flatMap(({ layers }) =>
      layers.map((layer) => (layer.family === 6 ? layer.flowLabel : null)),
    );
    expect(new Set(labels)).toEqual(new Set([family === 6 ? 0xfa000 : null]));
  });
});

test('one IP-ID in all headers of a packet, never 0, another in the next; none may be cut up', () => {
  const bench = new PathBench();
  const ids = [0, 1].map(() => {
    const { packet } = bench.encapsulated(4, { via: [0, 1, 0], end: 2 });
    const { layers } = stackOf(packet.bytes);
    const [first, ...others] = layers.map((layer) => (layer.family === 4 ? layer.identification : 0));
    expect(layers.every((layer) => layer.family === 4 && layer.dontFragment)).toBe(true);
    expect(others).toEqual([first, first, first]);
    return first;
  });
  expect(ids).not.toContain(0);
  expect(new Set(ids).size).toBe(2);
});
