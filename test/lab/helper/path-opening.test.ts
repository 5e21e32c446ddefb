import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HelperEvent } from '../../../helper/protocol/messages.ts';
import { encapsulated, type HelperProcess, openPath, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const OWN = ['198.51.100.2', '2001:db8:1::2'] as const;
const FAR = ['203.0.113.10', '2001:db8:2::10'] as const;
const CASES = [
  ['IPv4', OWN[0], FAR[0]],
  ['IPv6', OWN[1], FAR[1]],
] as const;

let network: Network;
let helper: HelperProcess;
beforeEach(async () => {
  network = new Network();
  network.build();
  helper = startHelper(Network.within(network.client));
  await helper.hello();
});
afterEach(async () => {
  await stopHelpers();
  network.remove();
});

/** What comes of opening it. */
function open(id: number, ...addresses: string[]): Promise<HelperEvent> {
  helper.send({ op: 'open-path', id, addresses });
  return helper.find((event) => 'id' in event && event.id === id);
}

describe.each(CASES)('over %s', (_, own, far) => {
  test('an address of this machine is no member, whatever the place', async () => {
    for (const [id, addresses] of [[own], [far, own]].entries()) {
      expect(await open(id + 1, ...addresses)).toMatchObject({
        ...{ event: 'error', code: 'out-of-range', message: `${own} is an address of this machine` },
      });
    }
  });

  test('without a route there is no path', async () => {
    network.in(network.client, 'ip', ...(own.includes(':') ? ['-6'] : []), 'route', 'del', 'default');
    expect(await open(1, far)).toMatchObject({ event: 'error', id: 1, code: 'no-route' });
  });

  test('once the machine has another address, nothing is sent with the old one', async () => {
    await openPath(helper, 1, [far]);
    const [length, other] = own.includes(':') ? [64, '2001:db8:1::77'] : [24, '198.51.100.77'];
    const flags = own.includes(':') ? ['nodad'] : [];
    network.in(network.client, 'ip', 'address', 'add', `${other}/${length}`, 'dev', 'eth0', ...flags);
    network.in(network.client, 'ip', 'address', 'del', `${own}/${length}`, 'dev', 'eth0');
    // The other is a secondary one, which went with it over IPv4, and so did the route.
    if (!own.includes(':')) {
      network.in(network.client, 'ip', 'address', 'replace', `${other}/${length}`, 'dev', 'eth0');
      network.in(network.client, 'ip', 'route', 'replace', 'default', 'via', '198.51.100.1');
    }
    // What the kernel says is asked at most once a second: the first may still go out.
    let code: string | null = null;
    for (let id = 10; code === null; id++) {
      helper.send(encapsulated(id, 1, [0], { timeoutMs: 300 }));
      const event = await helper.find((one) => 'id' in one && one.id === id);
      if (event.event === 'encapsulated') code = event.code;
      else expect(event).toMatchObject({ event: 'error', code: 'rate-limited' });
    }
    expect(code).toBe('EADDRNOTAVAIL');
  });

  test('a packet larger than the first link takes does not leave', async () => {
    network.in(network.client, 'ip', 'link', 'set', 'eth0', 'mtu', '1300');
    await openPath(helper, 1, [far]);
    helper.send(encapsulated(10, 1, [0], { size: 1400 }));
    expect(await helper.answer('encapsulated', 10)).toMatchObject({
      outcome: 'send-error',
      code: 'EMSGSIZE',
    });
  });
});

test('a broadcast address of the own network is no member', async () => {
  expect(await open(1, FAR[0], '198.51.100.255')).toMatchObject({
    ...{
      event: 'error',
      code: 'out-of-range',
      message: expect.stringContaining('198.51.100.255 is a broadcast'),
    },
  });
});

test('an end of input while paths are open, and one is being opened: all is told, and it leaves', async () => {
  await openPath(helper, 1, [FAR[0]]);
  helper.send(encapsulated(10, 1, [0], { timeoutMs: 200 }), { op: 'open-path', id: 2, addresses: [FAR[1]] });
  helper.closeInput();
  expect(await helper.ended).toMatchObject({ code: 0 });
  expect(helper.events).toContainEqual({ event: 'path-opened', id: 2, source: OWN[1] });
  expect(helper.events.some((event) => event.event === 'encapsulated' && event.id === 10)).toBe(true);
});
