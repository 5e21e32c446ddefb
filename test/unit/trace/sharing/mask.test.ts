import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { maskTrace } from '../../../../main/domain/trace/sharing/mask.ts';
import { parseTraceFile } from '../../../../main/trace/trace-file.ts';
import { traceView } from '../../../support/trace/views.ts';

/** Public addresses that stand in no registry: 11.0.0.0/8 and 2a00::/12 are ordinary ones. */
const OWN = '11.22.33.44';
const FULL: TraceView = traceView(
  [
    {
      address: '192.168.1.1',
      node: {
        name: 'box.home.arpa',
        interfaces: [{ role: 'incoming', index: 3, address: '192.168.1.1', name: 'br-lan', mtu: 1500 }],
      },
    },
    { address: '11.22.33.1', node: { name: 'gw-33.example.com', note: null } },
    { address: '100.64.7.1', node: { name: 'cgn7.example.com' } },
    {
      address: '11.99.0.1',
      node: {
        name: 'core.example.com',
        interfaces: [{ role: 'outgoing', index: 9, address: '10.200.0.1', name: 'mgmt-berlin', mtu: null }],
      },
    },
    { address: '11.99.0.2', node: { name: 'dyn-11-22-33-44.example.com' } },
    '11.77.0.1',
  ],
  {
    host: 'www.example.net',
    source: OWN,
    network: 'eth0 192.168.1.20 via 192.168.1.1',
    changes: [{ atMs: wallMs(5), ttl: 2, from: '11.22.33.2', to: null }],
    links: [{ fromTtl: 1, from: '192.168.1.1', to: '11.22.33.1' }],
    pathMtu: { bytes: 1492, toldBy: '192.168.1.1', ttl: 1 },
    warnings: [
      { code: 'unreachable', text: 'Hop 1 (192.168.1.1) says no; box.home.arpa too, not 192.168.1.11.' },
    ],
    comparison: {
      baseline: { id: 'healthy', atMs: wallMs(1) },
      firstDifferentTtl: 2,
      text: `Hop 2: 11.22.33.1, not ${OWN}.`,
    },
    sentence: { state: 'good', text: 'Hop 1 (box.home.arpa) is fine.' },
  },
);

describe('a masked trace', () => {
  const masked = maskTrace(FULL);
  const json = JSON.stringify(masked);

  test.each([
    '192.168.1.1',
    '192.168.1.20',
    '192.168.1.11',
    OWN,
    '11.22.33.1',
    '11.22.33.2',
    '100.64.7.1',
    '10.200.0.1',
    'box.home.arpa',
    'gw-33',
    'cgn7',
    'br-lan',
    'mgmt-berlin',
    '11-22-33-44',
    'eth0',
  ])('says nothing of %s', (secret) => {
    const alone = new RegExp(`(?<![0-9])${secret.replaceAll('.', '\\.')}(?![0-9])`);
    if (secret === '192.168.1.11') expect(json).toContain(secret);
    else expect(json).not.toMatch(alone);
  });

  test('the same address has the same placeholder everywhere', () => {
    expect(masked.hops.map(({ nodes }) => nodes[0]?.address)).toEqual([
      'private-1',
      'own-2',
      'cgn-1',
      '11.99.0.1',
      '11.99.0.2',
      '11.77.0.1',
    ]);
    expect(masked.links).toEqual([{ fromTtl: 1, from: 'private-1', to: 'own-2' }]);
    expect(masked.pathMtu?.toldBy).toBe('private-1');
    expect(masked.source).toBe('own-1');
    expect(masked.changes[0]).toMatchObject({ from: 'own-3', to: null });
  });

  test('sentences keep their sense', () => {
    expect(masked.sentence.text).toBe('Hop 1 (name-1) is fine.');
    expect(masked.comparison?.text).toBe('Hop 2: own-2, not own-1.');
    expect(masked.warnings[0]?.text).toBe('Hop 1 (private-1) says no; name-1 too, not 192.168.1.11.');
  });

  test('what is evidence stays: figures, notes, the routers of others and their names', () => {
    expect(masked.hops[3]?.nodes[0]?.name).toBe('core.example.com');
    expect(masked.hops.map(({ nodes }) => nodes[0]?.note)).toEqual(
      FULL.hops.map(({ nodes }) => nodes[0]?.note),
    );
    expect(masked.hops.map(({ rttMs, reading, sent }) => ({ rttMs, reading, sent }))).toEqual(
      FULL.hops.map(({ rttMs, reading, sent }) => ({ rttMs, reading, sent })),
    );
    expect(masked.host).toBe('www.example.net');
  });

  test('can be opened again as it is, and masking it again changes nothing', () => {
    expect(parseTraceFile(json)).toEqual(masked);
    expect(maskTrace(masked)).toEqual(masked);
  });
});

describe('what was asked for is hidden when it is the own line', () => {
  test.each([
    ['192.168.1.7', '192.168.1.7', 'private-2', 'private-2'],
    ['fe80::7%eth0', 'fe80::7', 'link-local-1', 'link-local-1'],
    ['printer', '192.168.1.7', 'name-1', 'private-2'],
    ['nas.local', '11.5.5.5', 'name-1', '11.5.5.5'],
    ['my-home.example.org', OWN, 'name-1', 'own-1'],
    ['www.example.net', '11.5.5.5', 'www.example.net', '11.5.5.5'],
    ['11.5.5.5', '11.5.5.5', '11.5.5.5', '11.5.5.5'],
  ])('%s', (host, address, shownHost, shownAddress) => {
    const view = traceView(['192.168.1.1', address], {
      host,
      source: host === 'my-home.example.org' ? OWN : '192.168.1.20',
      destination: { address, name: host === address ? null : host },
    });
    const masked = maskTrace(view);
    expect([masked.host, masked.destination.address]).toEqual([shownHost, shownAddress]);
  });
});

test('over IPv6 the first router and the own prefix are the line, the provider beyond is not', () => {
  const view = traceView(['2a00:1:2:300::1', '2a00:1:2:fff0::1', '2a00:1:9::1', '2a00:5::1'], {
    family: 6,
    source: '2a00:1:2:301::20',
    host: 'www.example.net',
  });
  expect(maskTrace(view).hops.map(({ nodes }) => nodes[0]?.address)).toEqual([
    'own-2',
    'own-3',
    '2a00:1:9::1',
    '2a00:5::1',
  ]);
});

test('the own address is hidden whatever kind it is of, and its neighbours with it', () => {
  const view = traceView(['192.0.2.1', '203.0.113.1'], { source: '192.0.2.10', host: 'www.example.net' });
  const masked = maskTrace(view);
  expect([masked.source, masked.hops[0]?.nodes[0]?.address]).toEqual(['own-1', 'own-2']);
  expect(masked.hops[1]?.nodes[0]?.address).toBe('203.0.113.1');
});

test('a first router that is the destination is masked only as such', () => {
  const view = traceView(['2a00:5::1'], { family: 6, source: null, host: '2a00:5::1' });
  expect(maskTrace(view).hops[0]?.nodes[0]?.address).toBe('2a00:5::1');
});

test('a trace that never began has nothing to hide', () => {
  const view = traceView([], {
    reached: false,
    source: null,
    network: '',
    host: 'www.example.net',
    destination: { address: '', name: null },
  });
  expect(maskTrace(view)).toEqual(view);
});

describe('a trace that is not forward', () => {
  test('hides the host whose way it is where it is private, by address and name, and in what it offers', () => {
    const view = traceView(['192.168.1.7', '192.168.1.20'], {
      direction: 'reverse',
      host: 'nas',
      relay: { address: '192.168.1.7', name: 'nas.home.arpa' },
      destination: { address: '192.168.1.20', name: null },
      source: '192.168.1.20',
      warnings: [{ code: 'relay-not-decapsulating', text: '192.168.1.1 does.', offer: '192.168.1.1' }],
      sentence: { state: 'good', text: 'The way back from nas.home.arpa takes 2 hops.' },
    });
    const masked = maskTrace(view);
    const [hidden] = masked.hops[0]?.nodes ?? [];
    expect(masked.relay?.address).toBe(hidden?.address);
    expect(masked.warnings[0]?.text).toBe(`${masked.warnings[0]?.offer} does.`);
    expect(JSON.stringify(masked)).not.toMatch(/192\.168|nas/);
  });

  test('a public host stays, and its own first router with it', () => {
    const view = traceView(['2a00:5::1', '2a00:9::1', '2a00:1:2:fff0::1', '2a00:1:2:301::20'], {
      family: 6,
      direction: 'reverse',
      reached: true,
      host: 'www.example.net',
      relay: { address: '2a00:5::1', name: 'www.example.net' },
      destination: { address: '2a00:1:2:301::20', name: null },
      source: '2a00:1:2:301::20',
    });
    const masked = maskTrace(view);
    expect(masked.relay).toEqual(view.relay);
    expect(masked.host).toBe('www.example.net');
    const shown = masked.hops.map(({ nodes }) => nodes[0]?.address);
    expect(shown.slice(0, 2)).toEqual(['2a00:5::1', '2a00:9::1']);
    expect(shown.slice(2).every((address) => address?.startsWith('own-'))).toBe(true);
  });
});
