import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { echo, encapsulated, openPath, probe, stopHelpers } from '../../helper/helper-process.ts';
import { hostileBytes } from './hostile-bytes.ts';
import { BUILD_DEADLINE_MS, Place } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await Place.make();
  connect();
}, BUILD_DEADLINE_MS);
afterEach(async () => {
  await stopHelpers();
  place.asRoot(['nft', 'reset', 'counters', 'table', 'inet', 'watch']);
});
afterAll(() => place.remove());

const OWN4 = '198.51.100.2';
const OWN6 = '2001:db8:1::2';

/** A line into nowhere, by which everything else is reached: what is sent is counted, and lost. */
function connect(): void {
  const lines = [
    'link add up0 type veth peer name down0',
    'link set up0 address 02:00:00:00:00:01 up',
    'link set down0 up',
    `address add ${OWN4}/24 dev up0`,
    `address add ${OWN6}/64 dev up0 nodad`,
    'neighbour add 198.51.100.1 lladdr 02:00:00:00:00:02 dev up0 nud permanent',
    'neighbour add 2001:db8:1::1 lladdr 02:00:00:00:00:02 dev up0 nud permanent',
    'route add default via 198.51.100.1',
    '-6 route add default via 2001:db8:1::1',
  ];
  for (const line of lines) place.asRoot(['ip', ...line.split(' ')]);
  place.asRoot(['nft', '-f', '-'], WATCH);
}

const BREACHES = [
  'forged',
  'bad_protocol',
  'bad_icmp',
  'bad_flags',
  'bad_port',
  'too_long',
  'fragmented',
  'to_many',
];

/** What the contract knows: everything else that leaves is counted by the rule that it breaks. */
const WATCH = `
table inet watch {
  ${['sent', 'encapsulated', ...BREACHES].map((name) => `counter ${name} {}`).join('\n')}
  chain out {
    type filter hook output priority 0
    oifname "lo" accept
    # The kernel's own: who is on the line, and who listens to which group.
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
    counter name sent
    meta l4proto { 4, 41 } counter name encapsulated
    ip saddr != ${OWN4} counter name forged
    ip6 saddr != ${OWN6} counter name forged
    meta l4proto != { icmp, icmpv6, tcp, udp, 4, 41 } counter name bad_protocol
    icmp type != echo-request counter name bad_icmp
    icmpv6 type != echo-request counter name bad_icmp
    tcp flags & (fin | syn | rst | psh | ack | urg) != syn counter name bad_flags
    udp sport < 61000 counter name bad_port
    tcp sport < 61000 counter name bad_port
    ip length > 1500 counter name too_long
    ip6 length > 1460 counter name too_long
    ip frag-off & 0x3fff != 0 counter name fragmented
    exthdr frag exists counter name fragmented
    fib daddr type { broadcast, multicast, anycast } counter name to_many
  }
}
`;

/** Packets by the name of each counter. */
function counted(): Record<string, number> {
  const text = place.asRoot(['nft', 'list', 'counters', 'table', 'inet', 'watch']);
  const found = text.matchAll(/counter (\w+) \{\s*packets (\d+)/g);
  return Object.fromEntries([...found].map(([, name, packets]) => [name, Number(packets)]));
}

const INNOCENT = Object.fromEntries(BREACHES.map((name) => [name, 0]));

describe('what leaves the machine', () => {
  test('the watch sees what others send', () => {
    const send = [
      'import socket',
      's = socket.socket(socket.AF_INET, socket.SOCK_RAW, 255)',
      // IPv4 without options, 20 bytes, TTL 1, protocol 132, from somebody else.
      "s.sendto(bytes.fromhex('45000014123400000184000001020304cb007109'), ('203.0.113.9', 0))",
    ];
    place.asRoot(['python3', '-c', send.join('\n')]);
    expect(counted()).toMatchObject({ ...INNOCENT, sent: 1, forged: 1, bad_protocol: 1 });
  });

  test('by every command that is allowed: what the contract knows', async () => {
    const helper = place.start();
    await helper.hello();
    const source = await openPath(helper, 1, ['203.0.113.1', '203.0.113.2']);
    expect(source).toBe(OWN4);
    const wanted = [
      echo(2, '203.0.113.9', { timeoutMs: 100 }),
      echo(3, '2001:db8:2::9', { timeoutMs: 100 }),
      probe(4, 'udp', '203.0.113.9', { timeoutMs: 100, size: 1500 }),
      probe(5, 'tcp', '2001:db8:2::9', { timeoutMs: 100 }),
      probe(6, 'icmp', '203.0.113.9', { timeoutMs: 100 }),
    ];
    helper.send(...wanted, encapsulated(7, 1, [1], { timeoutMs: 100 }));
    for (const id of [2, 3]) await helper.answer('echo', id);
    for (const id of [4, 5, 6]) await helper.answer('probe', id);
    await helper.answer('encapsulated', 7);
    expect(counted()).toEqual({ ...INNOCENT, sent: 6, encapsulated: 1 });
  });

  test('by a million bytes that no client sends: nothing else', { timeout: 120_000 }, async () => {
    const helper = place.start();
    await helper.hello();
    const input = helper.child.stdin;
    if (input === null) throw new Error('no pipe');
    for (const chunk of hostileBytes(11, 1_000_000)) if (!input.write(chunk)) await once(input, 'drain');
    helper.write('\n');
    helper.send({ op: 'hello', id: 0x7fff_fff0, protocol: 1 });
    await helper.answer('hello', 0x7fff_fff0);
    const told = counted();
    expect(told).toMatchObject(INNOCENT);
    // Some of them are commands.
    expect(told['sent']).toBeGreaterThan(20);
    expect(told['encapsulated']).toBeGreaterThan(0);
  });
});
