import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import { type Network, NO_NETWORK } from '../../../main/domain/model/network.ts';
import { currentAnchors, sameAnchors } from '../../../main/monitor/anchors.ts';
import { CONFIG } from './config.ts';

const NETWORK: Network = { ...NO_NETWORK, id: 'home', gateway4: '192.0.2.1', gateway6: 'fe80::1%eth0' };
const RESOLVERS: readonly Anchor[] = [{ kind: 'dns', address: '192.0.2.53', port: 53 }];
const ICMP4: Anchor = { kind: 'icmp4', address: '198.51.100.1' };
const ICMP6: Anchor = { kind: 'icmp6', address: '2001:db8::1' };
const TCP4: Anchor = { kind: 'tcp4', address: '198.51.100.1', port: 443 };

const aim = (anchors: readonly Anchor[], network = NETWORK, families: readonly (4 | 6)[] = [4, 6]) =>
  currentAnchors({
    config: { ...CONFIG, anchors },
    network,
    resolvers: RESOLVERS,
    isEcho: (kind) => kind !== 'tcp4' && kind !== 'tcp6' && kind !== 'dns',
    canEcho: (family) => families.includes(family),
  });

describe('anchors', () => {
  test('gateway and resolvers follow the network', () => {
    expect(aim([ICMP4, TCP4])).toEqual([
      ICMP4,
      TCP4,
      ...RESOLVERS,
      { kind: 'gateway', address: '192.0.2.1' },
    ]);
  });

  test('unless they are configured', () => {
    const dns: Anchor = { kind: 'dns', address: '198.51.100.53' };
    const gateway: Anchor = { kind: 'gateway', address: '192.0.2.254' };
    expect(aim([dns, gateway])).toEqual([dns, gateway]);
  });

  test('a link-local IPv6 gateway is probed where it is the only one, a routable one always', () => {
    expect(aim([], { ...NETWORK, gateway4: null }).at(-1)?.address).toBe('fe80::1%eth0');
    expect(
      aim([], { ...NETWORK, gateway6: '2001:db8::fe' })
        .slice(-2)
        .map(({ address }) => address),
    ).toEqual(['192.0.2.1', '2001:db8::fe']);
    expect(aim([], NO_NETWORK)).toEqual(RESOLVERS);
  });

  test('without a means for a family its echoes are left out, the rest stays', () => {
    expect(aim([ICMP4, ICMP6, TCP4], NETWORK, [4])).toEqual([
      ICMP4,
      TCP4,
      ...RESOLVERS,
      { kind: 'gateway', address: '192.0.2.1' },
    ]);
    expect(aim([ICMP4, ICMP6, TCP4], NETWORK, [])).toEqual([TCP4, ...RESOLVERS]);
  });

  test('the same anchors', () => {
    expect(sameAnchors([ICMP4, TCP4], [ICMP4, { ...TCP4 }])).toBe(true);
    expect(sameAnchors([ICMP4, TCP4], [ICMP4])).toBe(false);
    expect(sameAnchors([ICMP4, TCP4], [ICMP4, { ...TCP4, port: 80 }])).toBe(false);
  });
});
