import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { address6, parseRoutes4, parseRoutes6 } from '../../../../main/monitor/network/proc-routes.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const ETHERNET = 'eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0';
const WIRELESS = 'wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0';
const ON_LINK = 'eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0';
const table = (...lines: readonly string[]): string => `${[HEAD, ...lines].join('\n')}\n`;

describe('/proc/net/route', () => {
  test('default routes with gateway and metric, in the byte order of the machine', () => {
    expect(parseRoutes4(table(WIRELESS, ETHERNET, ON_LINK), true)).toEqual([
      { family: 4, device: 'wlan0', gateway: '192.168.0.1', metric: 600, isHalf: false },
      { family: 4, device: 'eth0', gateway: '192.0.2.1', metric: 100, isHalf: false },
    ]);
    const bigEndian = 'eth0\t00000000\tC0000201\t0003\t0\t0\t0\t00000000\t0\t0\t0';
    expect(parseRoutes4(table(bigEndian), false)[0]?.gateway).toBe('192.0.2.1');
  });

  test('a point-to-point link is a way without a gateway', () => {
    expect(parseRoutes4(table('ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0'), true)).toEqual([
      { family: 4, device: 'ppp0', gateway: null, metric: 0, isHalf: false },
    ]);
  });

  test('the two halves that a VPN lays over the default route', () => {
    const routes = parseRoutes4(
      table(
        'tun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0',
        'tun0\t00000080\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0',
      ),
      true,
    );
    expect(routes.map(({ isHalf, gateway }) => [isHalf, gateway])).toEqual([
      [true, '10.8.0.1'],
      [true, '10.8.0.1'],
    ]);
  });

  test.each([
    ['rejecting', 'eth0\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0'],
    ['down', 'eth0\t00000000\t010200C0\t0002\t0\t0\t0\t00000000\t0\t0\t0'],
    ['cut short', 'eth0\t00000000\t0102'],
    ['no hex', 'eth0\tzzzzzzzz\tzzzzzzzz\t0003\t0\t0\t0\t00000000\t0\t0\t0'],
    ['empty', ''],
  ])('a line that is %s is left out', (_, line) => {
    expect(parseRoutes4(table(line), true)).toEqual([]);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, little) => {
        expect(Array.isArray(parseRoutes4(text, little))).toBe(true);
        expect(Array.isArray(parseRoutes6(text))).toBe(true);
      }),
    );
  });
});

const ZERO = '0'.repeat(32);
const ROUTER = 'fe80000000000000021122fffe334455';
const line6 = (
  destination: string,
  length: string,
  gateway: string,
  metric: string,
  flags: string,
  device: string,
) => `${destination} ${length} ${ZERO} 00 ${gateway} ${metric} 00000001 00000000 ${flags}     ${device}`;

describe('/proc/net/ipv6_route', () => {
  test('the default route, its gateway and metric', () => {
    const text = [
      line6('20010db8000100000000000000000000', '40', ZERO, '00000100', '00000001', 'eth0'),
      line6(ZERO, '00', ROUTER, '00000400', '00450003', 'eth0'),
      line6(ZERO, '00', ZERO, 'ffffffff', '00200200', 'lo'),
    ].join('\n');
    expect(parseRoutes6(text)).toEqual([
      { family: 6, device: 'eth0', gateway: 'fe80::211:22ff:fe33:4455', metric: 1024, isHalf: false },
    ]);
  });

  test('unreachable and half routes', () => {
    expect(parseRoutes6(line6(ZERO, '00', ROUTER, '00000400', '00000203', 'eth0'))).toEqual([]);
    expect(parseRoutes6(line6(`2${'0'.repeat(31)}`, '03', ZERO, '00000400', '00000001', 'wg0'))).toEqual([
      { family: 6, device: 'wg0', gateway: null, metric: 1024, isHalf: true },
    ]);
  });

  test.each([
    [ZERO, '::'],
    ['00000000000000000000000000000001', '::1'],
    ['fe800000000000000000000000000001', 'fe80::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010db80000000000f0000000000010', '2001:db8::f0:0:0:10'],
    ['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ])('%s is %s', (hex, text) => {
    expect(address6(hex)).toBe(text);
  });

  test('every address form can be read back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 0, 1, 0x10, 0xffff), { minLength: 8, maxLength: 8 }),
        (groups) => {
          const text = address6(groups.map((group) => group.toString(16).padStart(4, '0')).join(''));
          // The URL parser of this runtime knows the canonical form (RFC 5952) too.
          expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
        },
      ),
    );
  });
});
