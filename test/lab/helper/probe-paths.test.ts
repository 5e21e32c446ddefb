import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeEvent, ProbeMethod } from '../../../helper/protocol/messages.ts';
import { answerTo, type HelperProcess, probe, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const METHODS = ['udp', 'icmp', 'tcp'] as const;
const PREFIXES = ['203.0.113.', '2001:db8:2::'] as const;
const CASES = METHODS.flatMap((method) => PREFIXES.map((prefix): [ProbeMethod, string] => [method, prefix]));

/** How the server itself answers at a closed port. */
const FINAL = { udp: 'unreachable', icmp: 'echo-reply', tcp: 'reset' } as const;

const networks: Network[] = [];
function built(): Network {
  const network = new Network();
  networks.push(network);
  network.build();
  return network;
}
afterAll(() => {
  for (const network of networks) network.remove();
});
afterEach(stopHelpers);

async function begin(network: Network): Promise<HelperProcess> {
  const helper = startHelper(Network.within(network.client));
  await helper.hello();
  return helper;
}

const rules = (namespace: string, text: string): void => {
  execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: `${text}\n` });
};

describe('through a router', () => {
  let network: Network;
  beforeAll(() => {
    network = built();
    network.filter(
      'ip daddr 203.0.113.20 drop',
      'ip daddr 203.0.113.19 reject with icmp type host-unreachable',
      'ip daddr 203.0.113.22 reject with icmp type admin-prohibited',
      'ip daddr 203.0.113.23 reject with icmp type net-unreachable',
      'ip6 daddr 2001:db8:2::22 reject with icmpv6 type admin-prohibited',
      'ip6 daddr 2001:db8:2::23 reject with icmpv6 type no-route',
      'ip6 daddr 2001:db8:2::24 reject with icmpv6 type addr-unreachable',
      'tcp dport 81 ip daddr 203.0.113.21 reject with tcp reset',
    );
  });

  test.each([
    ['203.0.113.19', 'host-unreachable'],
    ['203.0.113.22', 'admin-prohibited'],
    ['203.0.113.23', 'net-unreachable'],
    ['2001:db8:2::22', 'admin-prohibited'],
    ['2001:db8:2::23', 'no-route'],
    ['2001:db8:2::24', 'address-unreachable'],
  ])('%s is unreachable: %s, and the router says so to every method', async (address, code) => {
    const helper = await begin(network);
    helper.send(...METHODS.map((method, id) => probe(id, method, address)));
    const from = address.includes(':') ? '2001:db8:1::1' : '198.51.100.1';
    for (const id of METHODS.keys()) {
      expect(await answerTo(helper, id)).toMatchObject({ kind: 'unreachable', code, from, quotedTtl: 63 });
    }
  });

  test('a firewall that resets in the name of the target cannot be told from it', async () => {
    const helper = await begin(network);
    helper.send(probe(1, 'tcp', '203.0.113.21'));
    expect(await answerTo(helper, 1)).toMatchObject({ kind: 'reset', from: '203.0.113.21' });
  });

  test.each(CASES)('%s to %s10: forty at once keep their own TTLs', async (method, prefix) => {
    const helper = await begin(network);
    const ids = Array.from({ length: 40 }, (_, index) => index);
    helper.send(
      ...ids.map((id) => probe(id, method, `${prefix}10`, { ttl: id % 2 === 0 ? 1 : 2, flow: id })),
    );
    const answers = await Promise.all(ids.map((id) => answerTo(helper, id)));
    const kinds = answers.map(({ kind }) => kind);
    expect(kinds).toEqual(ids.map((id) => (id % 2 === 0 ? 'ttl-exceeded' : FINAL[method])));
  });

  test.each(METHODS)('%s: this machine itself, and its neighbour by its zone', async (method) => {
    network.in(network.router, 'ip', 'address', 'replace', 'fe80::77/64', 'dev', 'lan0', 'nodad');
    const helper = await begin(network);
    const targets = ['127.0.0.1', '::1', '198.51.100.2', '2001:db8:1::2', 'fe80::77%eth0'];
    helper.send(...targets.map((target, id) => probe(id, method, target)));
    for (const [id, from] of targets.entries()) {
      expect(await answerTo(helper, id)).toMatchObject({ kind: FINAL[method], from });
    }
  });
});

describe('what this machine refuses to send', () => {
  test.each(METHODS)('%s', async (method) => {
    const network = built();
    network.in(network.client, 'ip', 'route', 'add', 'unreachable', '192.0.2.0/24');
    rules(
      network.client,
      'table ip lab { chain out { type filter hook output priority 0; ip daddr 203.0.113.28 drop; }; }',
    );
    network.in(network.client, 'ip', 'link', 'set', 'eth0', 'mtu', '1400');
    const helper = await begin(network);
    const asked: [string, number, string][] = [
      ['192.0.2.1', 64, 'EHOSTUNREACH'],
      ['198.51.100.255', 64, 'EACCES'],
      ['203.0.113.28', 64, 'EPERM'],
      ['fe80::1%none0', 64, 'ENODEV'],
      ...(method === 'tcp'
        ? []
        : ([
            ['203.0.113.10', 1401, 'EMSGSIZE'],
            ['2001:db8:2::10', 1401, 'EMSGSIZE'],
          ] as [string, number, string][])),
    ];
    helper.send(...asked.map(([address, size], id) => probe(id, method, address, { size })));
    const events: ProbeEvent[] = await Promise.all(asked.map((_, id) => helper.answer('probe', id)));
    expect(events.map(({ outcome, code }) => [outcome, code])).toEqual(
      asked.map(([, , code]) => ['send-error', code]),
    );
    helper.send({ op: 'stats', id: 99 });
    expect(await helper.answer('stats', 99)).toMatchObject({ sent: 0, pending: 0 });
  });

  test('a route that goes away and comes back is noticed', async () => {
    const network = built();
    const helper = await begin(network);
    network.in(network.client, 'ip', 'route', 'delete', 'default');
    helper.send(probe(1, 'udp', '203.0.113.10'));
    expect(await helper.answer('probe', 1)).toMatchObject({ outcome: 'send-error', code: 'ENETUNREACH' });
    network.in(network.client, 'ip', 'route', 'add', 'default', 'via', '198.51.100.1');
    for (let id = 2; ; id += 1) {
      helper.send(probe(id, 'udp', '203.0.113.10'));
      const event = await helper.find((told) => 'id' in told && told.id === id);
      if (event.event === 'probe' && event.outcome === 'answered') break;
      // Asked too often, or of the route that was known last.
      expect(event).toMatchObject(
        event.event === 'error' ? { code: 'rate-limited' } : { code: 'ENETUNREACH' },
      );
    }
  });
});

describe('behind a translator', () => {
  test.each(CASES)('that restores what is quoted, as Linux does: %s to %s10', async (method, prefix) => {
    const network = built();
    rules(
      network.router,
      'table inet nat { chain out { type nat hook postrouting priority 100; oifname "wan0" masquerade random; }; }',
    );
    const helper = await begin(network);
    helper.send(probe(1, method, `${prefix}10`, { ttl: 1 }), probe(2, method, `${prefix}10`));
    expect(await answerTo(helper, 1)).toMatchObject({ kind: 'ttl-exceeded', translated: false });
    const translated = method === 'udp' ? false : null;
    expect(await answerTo(helper, 2)).toMatchObject({ kind: FINAL[method], from: `${prefix}10`, translated });
  });

  test('that leaves the quote as it is, for each method over IPv4', async () => {
    const network = built();
    rules(
      network.router,
      `table netdev plain {
        chain there { type filter hook ingress device lan0 priority 0; ip saddr set 192.0.2.77; }
        chain back { type filter hook ingress device wan0 priority 0; ip daddr 192.0.2.77 ip daddr set 198.51.100.2; }
      }`,
    );
    rules(
      network.server,
      'table inet shut { chain in { type filter hook input priority 0; iif eth0 reject with icmpx type admin-prohibited; }; }',
    );
    const helper = await begin(network);
    helper.send(...METHODS.map((method, id) => probe(id, method, '203.0.113.10')));
    for (const id of METHODS.keys()) {
      expect(await answerTo(helper, id)).toMatchObject({
        ...{ kind: 'unreachable', code: 'admin-prohibited', from: '203.0.113.10', translated: true },
      });
    }
  });
});
