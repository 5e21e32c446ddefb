import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EchoEvent } from '../../../helper/protocol/messages.ts';
import { echo, type HelperProcess, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const network = new Network();
let helper: HelperProcess;

beforeAll(() => {
  network.build();
  network.in(network.router, 'ip', 'route', 'add', 'blackhole', '203.0.113.102/32');
  network.filter(
    'ip daddr 203.0.113.20 drop',
    'ip6 daddr 2001:db8:2::20 drop',
    'ip daddr 203.0.113.19 reject with icmp type host-unreachable',
    'ip daddr 203.0.113.21 reject with icmp type port-unreachable',
    'ip daddr 203.0.113.22 reject with icmp type admin-prohibited',
    'ip daddr 203.0.113.23 reject with icmp type net-prohibited',
    'ip6 daddr 2001:db8:2::21 reject with icmpv6 type port-unreachable',
    'ip6 daddr 2001:db8:2::22 reject with icmpv6 type admin-prohibited',
    'ip6 daddr 2001:db8:2::23 reject with icmpv6 type no-route',
    'ip6 daddr 2001:db8:2::24 reject with icmpv6 type addr-unreachable',
  );
});
afterAll(() => network.remove());
afterEach(stopHelpers);

async function begin(): Promise<HelperProcess> {
  helper = startHelper(Network.within(network.client));
  await helper.hello();
  return helper;
}

async function outcome(address: string, change: Parameters<typeof echo>[2] = {}): Promise<EchoEvent> {
  await begin();
  helper.send(echo(1, address, change));
  return helper.answer('echo', 1);
}

describe('through a router', () => {
  test('a reply with the TTL it arrived with', async () => {
    const event = await outcome('203.0.113.10');
    expect(event).toMatchObject({ outcome: 'reply', from: '203.0.113.10', ttl: 63, code: null });
    expect(event.rttMs).toBeGreaterThan(0);
  });

  test('a reply over IPv6', async () => {
    const event = await outcome('2001:db8:2::10');
    expect(event).toMatchObject({ outcome: 'reply', from: '2001:db8:2::10', ttl: null });
  });

  test.each([16, 1452])('the smallest and the largest size, %i', async (size) => {
    expect(await outcome('203.0.113.10', { size })).toMatchObject({ outcome: 'reply' });
    expect(await outcome('2001:db8:2::10', { size })).toMatchObject({ outcome: 'reply' });
  });

  test.each([
    ['203.0.113.10', '198.51.100.1', 'ttl-exceeded'],
    ['2001:db8:2::10', '2001:db8:1::1', 'hop-limit-exceeded'],
  ])('TTL 1 to %s ends at the router', async (address, from, code) => {
    const event = await outcome(address, { ttl: 1 });
    expect(event).toMatchObject({ outcome: 'ttl-exceeded', from, code });
    expect(event.rttMs).toBeGreaterThan(0);
  });

  test.each(['203.0.113.10', '2001:db8:2::10'])('every probe to %s keeps its own TTL', async (address) => {
    await begin();
    const ids = Array.from({ length: 40 }, (_, index) => index + 1);
    helper.send(...ids.map((id) => echo(id, address, { ttl: id % 2 === 0 ? 1 : 64 })));
    const events = await Promise.all(ids.map((id) => helper.answer('echo', id)));
    expect(events.map((event) => event.outcome)).toEqual(
      ids.map((id) => (id % 2 === 0 ? 'ttl-exceeded' : 'reply')),
    );
  });

  test.each([
    ['203.0.113.19', 'host-unreachable'],
    ['203.0.113.21', 'port-unreachable'],
    ['203.0.113.22', 'admin-prohibited'],
    ['203.0.113.23', 'net-prohibited'],
    ['2001:db8:2::21', 'port-unreachable'],
    ['2001:db8:2::22', 'admin-prohibited'],
    ['2001:db8:2::23', 'no-route'],
    ['2001:db8:2::24', 'address-unreachable'],
  ])('%s is unreachable: %s, and the router says so', async (address, code) => {
    const from = address.includes(':') ? '2001:db8:1::1' : '198.51.100.1';
    expect(await outcome(address)).toMatchObject({ outcome: 'unreachable', code, from });
  });

  test('no such host on the far link', async () => {
    const event = await outcome('203.0.113.77', { timeoutMs: 20_000 });
    expect(event).toMatchObject({ outcome: 'unreachable', code: 'host-unreachable', from: '198.51.100.1' });
  });

  test.each(['203.0.113.20', '203.0.113.102', '2001:db8:2::20'])('%s is silent: lost', async (address) => {
    const event = await outcome(address, { timeoutMs: 150 });
    expect(event).toEqual({
      event: 'echo',
      id: 1,
      outcome: 'lost',
      rttMs: null,
      from: null,
      ttl: null,
      code: null,
    });
  });
});

describe('what this machine refuses to send', () => {
  test('no route, a broadcast address, a rule in the way, an interface that is not there', async () => {
    network.in(network.client, 'ip', 'route', 'add', 'unreachable', '192.0.2.0/24');
    network.in(network.client, 'nft', 'add', 'table', 'ip', 'lab');
    network.in(network.client, 'nft', 'add chain ip lab output { type filter hook output priority 0; }');
    network.in(network.client, 'nft', 'add rule ip lab output ip daddr 203.0.113.28 drop');
    await begin();
    const targets = ['192.0.2.1', '198.51.100.255', '203.0.113.28', 'fe80::1%none0'];
    helper.send(...targets.map((target, index) => echo(index + 1, target)));
    const events = await Promise.all(targets.map((_, index) => helper.answer('echo', index + 1)));
    expect(events.map(({ outcome: what, code }) => [what, code])).toEqual([
      ['send-error', 'EHOSTUNREACH'],
      ['send-error', 'EACCES'],
      ['send-error', 'EPERM'],
      ['send-error', 'ENODEV'],
    ]);
    helper.send({ op: 'stats', id: 9 });
    expect(await helper.answer('stats', 9)).toMatchObject({ sent: 0, pending: 0 });
  });
});

describe('link-local', () => {
  test('a router by its zone', async () => {
    await begin();
    network.in(network.router, 'ip', 'address', 'add', 'fe80::77/64', 'dev', 'lan0', 'nodad');
    helper.send(echo(1, 'fe80::77%eth0'));
    expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply', from: 'fe80::77%eth0' });
  });
});
