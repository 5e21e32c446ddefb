import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { StatsEvent } from '../../../helper/protocol/messages.ts';
import { echo, type HelperProcess, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const network = new Network();

beforeAll(async () => {
  network.build();
  await network.respond();
});
afterAll(() => network.remove());
afterEach(stopHelpers);

async function begin(): Promise<HelperProcess> {
  const helper = startHelper(Network.within(network.client));
  await helper.hello();
  return helper;
}

/** Everything that the server sent before a plain answer has arrived when the plain answer has. */
async function settled(helper: HelperProcess): Promise<StatsEvent> {
  helper.send(echo(900, '203.0.113.28'), echo(901, '2001:db8:2::28'));
  await Promise.all([helper.answer('echo', 900), helper.answer('echo', 901)]);
  helper.send({ op: 'stats', id: 902 });
  return helper.answer('stats', 902);
}

describe.each(['203.0.113.', '2001:db8:2::'])('%s', (prefix) => {
  test('an answer after the timeout is lost first, then late', async () => {
    const helper = await begin();
    helper.send(echo(1, `${prefix}10`, { timeoutMs: 50 }));
    const late = await helper.answer('late', 1);
    expect(late.from).toBe(`${prefix}10`);
    expect(late.rttMs).toBeGreaterThanOrEqual(390);
    expect(helper.events.slice(1).map(({ event }) => event)).toEqual(['echo', 'late']);
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'lost' });
  });

  test('further answers are duplicates', async () => {
    const helper = await begin();
    helper.send(echo(1, `${prefix}11`));
    expect(await settled(helper)).toMatchObject({ duplicate: 2, unmatched: 0 });
    const own = helper.events.filter((event) => 'id' in event && event.id === 1);
    expect(own.map(({ event }) => event)).toEqual(['echo', 'duplicate', 'duplicate']);
  });

  test.each([
    ['12', 'another token'],
    ['13', 'another sender'],
  ])('.%s answers with %s: lost, and counted', async (host) => {
    const helper = await begin();
    helper.send(echo(1, `${prefix}${host}`, { timeoutMs: 300 }));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'lost' });
    expect(await settled(helper)).toMatchObject({ sent: 3, matched: 2, unmatched: 1, malformed: 0 });
  });
});

describe('IPv4 forgeries', () => {
  test('a bad checksum is malformed', async () => {
    const helper = await begin();
    helper.send(echo(1, '203.0.113.14', { timeoutMs: 300 }));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'lost' });
    expect(await settled(helper)).toMatchObject({ malformed: 1, unmatched: 0 });
  });

  test('a reply cut behind the token counts', async () => {
    const helper = await begin();
    helper.send(echo(1, '203.0.113.15', { size: 1000 }));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  });

  test.each(['203.0.113.16', '203.0.113.18'])(
    '%s: another sequence, a quote of another token',
    async (address) => {
      const helper = await begin();
      helper.send(echo(1, address, { timeoutMs: 300 }));
      expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'lost' });
      expect(await settled(helper)).toMatchObject({ unmatched: 1 });
    },
  );

  test('an error that quotes 8 bytes is understood', async () => {
    const helper = await begin();
    helper.send(echo(1, '203.0.113.17'));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'unreachable', code: 'host-prohibited' });
  });

  test('a storm of duplicates is told up to its bound and counted whole', async () => {
    const helper = await begin();
    helper.send(echo(1, '203.0.113.19'));
    expect(await settled(helper)).toMatchObject({ duplicate: 49 });
    const told = helper.events.filter(({ event }) => event === 'duplicate');
    expect(told).toHaveLength(LIMITS.duplicatesPerEcho);
  });
});

describe('two helpers at once', () => {
  test('with the same ids and targets get their own answers only', async () => {
    const pair = await Promise.all([begin(), begin()]);
    const ids = Array.from({ length: 100 }, (_, index) => index + 1);
    for (const helper of pair) {
      helper.send(...ids.map((id) => echo(id, id % 2 === 0 ? '203.0.113.28' : '2001:db8:2::28')));
    }
    for (const helper of pair) {
      const events = await Promise.all(ids.map((id) => helper.answer('echo', id)));
      expect(events.every(({ outcome }) => outcome === 'reply')).toBe(true);
    }
    for (const helper of pair) {
      helper.send({ op: 'stats', id: 999 });
      const stats = await helper.answer('stats', 999);
      expect(stats).toMatchObject({ sent: 100, matched: 100, duplicate: 0, late: 0, malformed: 0 });
      expect(helper.events.filter(({ event }) => event === 'echo')).toHaveLength(100);
    }
  });
});
