import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ofProtocol } from './counters.ts';
import type { Traffic } from './impairment.ts';
import { UNIMPAIRED } from './impairment.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { LINE, line } from './topologies.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab(line(1, { delayMs: 0 }));
});
afterAll(() => lab.stop());
beforeEach(() => lab.link('l1').set({ both: UNIMPAIRED }));

/** One packet of each kind, sent by the pc's kernel from raw and plain sockets. */
const SENDER = `
import socket, sys
v4, v6 = sys.argv[1:3]
inner4 = bytes.fromhex('4500001400010000400100000a0000010a000002')
inner6 = bytes.fromhex('600000000000 3b40') + bytes(15) + b'\\1' + bytes(15) + b'\\2'
def raw(family, protocol, data, to):
    with socket.socket(family, socket.SOCK_RAW, protocol) as s: s.sendto(data, (to, 0))
def udp(family, port, to):
    with socket.socket(family, socket.SOCK_DGRAM) as s: s.sendto(b'x', (to, port))
def tcp(family, port, to):
    with socket.socket(family, socket.SOCK_STREAM) as s: s.setblocking(False); s.connect_ex((to, port))
for family, to in ((socket.AF_INET, v4), (socket.AF_INET6, v6)):
    raw(family, 4, inner4, to); raw(family, 41, inner6, to); raw(family, 47, bytes(4), to); raw(family, 89, bytes(4), to)
    udp(family, 53, to); udp(family, 4000, to); tcp(family, 443, to); tcp(family, 80, to)
raw(socket.AF_INET, 1, bytes.fromhex('0800f7fd00010001'), v4)
raw(socket.AF_INET6, 58, bytes.fromhex('8000000000010001'), v6)
`;

type Row = Readonly<Record<string, number>>;

/** What crossed the first link on the way out, and what was dropped there, by protocol, for one run of SENDER. */
async function sendAll(): Promise<{ entered: Row; dropped: Row }> {
  const names = ['icmp', 'icmpv6', 'tcp', 'udp', 'gre', '4in4', '4in6', '6in4', '6in6', 'other'];
  const before = (await lab.link('l1').counters()).forward;
  const run = await lab.exec('pc', ['python3', '-c', SENDER, LINE.server.ipv4, LINE.server.ipv6]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const after = (await lab.link('l1').counters()).forward;
  const difference = (field: 'entered' | 'dropped'): Row =>
    Object.fromEntries(
      names.flatMap((name) => {
        const count = ofProtocol(after, name)[field] - ofProtocol(before, name)[field];
        return count === 0 ? [] : [[name, count]];
      }),
    );
  return { entered: difference('entered'), dropped: difference('dropped') };
}

const EVERYTHING: Row = {
  icmp: 1,
  icmpv6: 1,
  tcp: 4,
  udp: 4,
  gre: 2,
  '4in4': 1,
  '4in6': 1,
  '6in4': 1,
  '6in6': 1,
  other: 2,
};

const CASES: readonly (readonly [readonly Traffic[], Row])[] = [
  [['any'], EVERYTHING],
  [['ipv4'], { icmp: 1, tcp: 2, udp: 2, gre: 1, '4in4': 1, '6in4': 1, other: 1 }],
  [['ipv6'], { icmpv6: 1, tcp: 2, udp: 2, gre: 1, '4in6': 1, '6in6': 1, other: 1 }],
  [['icmp'], { icmp: 1 }],
  [['icmpv6'], { icmpv6: 1 }],
  [['tcp'], { tcp: 4 }],
  [['udp'], { udp: 4 }],
  [['gre'], { gre: 2 }],
  [['ipip'], { '4in4': 1, '4in6': 1 }],
  [['4in4'], { '4in4': 1 }],
  [['4in6'], { '4in6': 1 }],
  [['6in4'], { '6in4': 1 }],
  [['6in6'], { '6in6': 1 }],
  [['udp/53'], { udp: 2 }],
  [['tcp/443'], { tcp: 2 }],
  [['udp/53', 'icmp', '6in4'], { udp: 2, icmp: 1, '6in4': 1 }],
];

describe('drop by protocol', () => {
  test('nothing is dropped without a rule, and every protocol is told apart', async () => {
    const { entered, dropped } = await sendAll();
    // The server's answers to TCP may bring further packets from the pc.
    expect(entered).toMatchObject({ ...EVERYTHING, tcp: expect.any(Number) });
    expect(dropped).toEqual({});
  });

  test.each(CASES)('%j drops exactly its own', async (drop, expected) => {
    await lab.link('l1').set({ forward: { drop } });
    expect((await sendAll()).dropped).toEqual(expected);
  });

  test('a rule for the way home leaves the way out alone', async () => {
    await lab.link('l1').set({ backward: { drop: ['any'] } });
    expect((await sendAll()).dropped).toEqual({});
    expect((await lab.link('l1').counters()).backward.droppedBy.rule).toBeGreaterThan(0);
  });

  test('random loss can be held to a protocol', async () => {
    await lab.link('l1').set({ forward: { loss: { percent: 100, of: ['4in6'] } } });
    expect((await sendAll()).dropped).toEqual({ '4in6': 1 });
  });
});
