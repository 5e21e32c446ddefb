import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { ProbeMethod, StatsEvent } from '../../../helper/protocol/messages.ts';
import { answerTo, type HelperProcess, probe, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const network = new Network();

beforeAll(async () => {
  network.build();
  await network.respond('forger.py');
});
afterAll(() => network.remove());
afterEach(stopHelpers);

async function begin(): Promise<HelperProcess> {
  const helper = startHelper(Network.within(network.client));
  await helper.hello();
  return helper;
}

/** Everything that the server sent before a plain answer has arrived when the plain answer has. */
async function settled(helper: HelperProcess, prefix: string): Promise<StatsEvent> {
  helper.send(probe(900, 'udp', `${prefix}28`));
  await helper.answer('probe', 900);
  helper.send({ op: 'stats', id: 901 });
  return helper.answer('stats', 901);
}

const CASES = (['udp', 'icmp', 'tcp'] as const).flatMap((method) =>
  ['203.0.113.', '2001:db8:2::'].map((prefix): [ProbeMethod, string] => [method, prefix]),
);

describe.each(CASES)('%s to %s*', (method, prefix) => {
  test('an error that quotes 8 bytes is understood', async () => {
    const helper = await begin();
    helper.send(probe(1, method, `${prefix}10`));
    expect(await answerTo(helper, 1)).toMatchObject({ kind: 'unreachable', code: 'admin-prohibited' });
    expect(await settled(helper, prefix)).toMatchObject({ matched: 2, unmatched: 0, malformed: 0 });
  });

  test('one filled up with zeros and followed by MPLS labels too', async () => {
    const helper = await begin();
    helper.send(probe(1, method, `${prefix}11`));
    expect(await answerTo(helper, 1)).toMatchObject({
      kind: 'unreachable',
      mpls: [
        { label: 24_015, trafficClass: 0, bottomOfStack: false, ttl: 1 },
        { label: 77, trafficClass: 5, bottomOfStack: true, ttl: 1 },
      ],
      interfaces: [],
    });
  });

  test.each([
    ['13', 'another key', 'unmatched'],
    ['14', 'another target', 'unmatched'],
    ['15', 'four bytes of it', 'unmatched'],
    ['16', 'part of its IP header', 'malformed'],
    ['19', 'what belongs to another probe', 'unmatched'],
  ] as const)('.%s answers with %s: lost, and counted', async (host, _, counter) => {
    const helper = await begin();
    helper.send(probe(1, method, `${prefix}${host}`, { timeoutMs: 300 }));
    expect(await helper.answer('probe', 1)).toMatchObject({ outcome: 'lost', answer: null });
    const stats = await settled(helper, prefix);
    expect(stats).toMatchObject({
      sent: 2,
      matched: 1,
      received: 2,
      unmatched: 0,
      malformed: 0,
      [counter]: 1,
    });
    expect(helper.events.filter(({ event }) => event === 'probe-again')).toEqual([]);
  });

  test('a storm of duplicates is told up to its bound and counted whole', async () => {
    const helper = await begin();
    helper.send(probe(1, method, `${prefix}18`));
    expect(await settled(helper, prefix)).toMatchObject({ duplicate: 49 });
    const told = helper.events.filter(({ event }) => event === 'probe-again');
    expect(told).toHaveLength(LIMITS.againPerProbe);
  });
});

describe.each(['udp', 'icmp', 'tcp'] as const)('%s over IPv4', (method) => {
  test('another IP-ID, where the rest of the quote proves the probe, is somebody on the way', async () => {
    const helper = await begin();
    helper.send(probe(1, method, '203.0.113.12'));
    expect(await answerTo(helper, 1)).toMatchObject({ kind: 'unreachable', translated: false });
    expect(await settled(helper, '203.0.113.')).toMatchObject({ matched: 2, unmatched: 0 });
  });

  test('a bad checksum: lost, and counted', async () => {
    const helper = await begin();
    helper.send(probe(1, method, '203.0.113.17', { timeoutMs: 300 }));
    expect(await helper.answer('probe', 1)).toMatchObject({ outcome: 'lost' });
    expect(await settled(helper, '203.0.113.')).toMatchObject({ matched: 1, malformed: 1 });
  });
});
