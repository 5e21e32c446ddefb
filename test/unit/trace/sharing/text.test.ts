import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { maskTrace } from '../../../../main/domain/trace/sharing/mask.ts';
import { traceText } from '../../../../main/domain/trace/sharing/text.ts';
import { traceView } from '../../../support/trace/views.ts';

const LABEL = { label: 24001, trafficClass: 0, bottomOfStack: true, ttl: 1 };
const view = traceView(
  [
    { address: '192.168.1.1', sent: 100 },
    {
      address: '203.0.113.1',
      sent: 100,
      lost: 60,
      node: { name: 'access.example.com', mpls: [LABEL], translated: true },
    },
    null,
    {
      address: '203.0.113.9',
      sent: 100,
      also: ['203.0.113.10'],
      node: { interfaces: [{ role: 'incoming', index: 3, address: null, name: 'ge-0/0/1', mtu: 9000 }] },
    },
    { address: '198.51.100.99', sent: 100, node: { answers: ['port-unreachable'] } },
  ],
  {
    mode: 'continuous',
    rounds: 100,
    changes: [{ atMs: wallMs(1_700_000_060_000), ttl: 4, from: null, to: '203.0.113.9' }],
    links: [{ fromTtl: 1, from: '192.168.1.1', to: null }],
    pathMtu: { bytes: 1492, toldBy: '192.168.1.1', ttl: 1 },
    warnings: [{ code: 'several-addresses', text: 'www.example.net has 2 addresses.' }],
    comparison: {
      baseline: { id: 'h', atMs: wallMs(1) },
      firstDifferentTtl: null,
      text: 'The path is the same as when it was healthy.',
    },
  },
);

test('the whole of it, the sentence on top, aligned', () => {
  expect(
    traceText(view),
  ).toBe(`www.example.net answers in 10.0 ms, 5 hops away; your provider's first router, which shows loss, only limits its own answers and lets traffic pass.

Traceroute to www.example.net (198.51.100.99), UDP over IPv4, 410 packets, 2023-11-14 22:13:20 UTC, 100 rounds
from 192.168.1.20

Hop  Who answers                       Loss   95 % range  Sent  Last  Mean  Best  Worst
1    192.168.1.1                        0 %      0-3.7 %   100  2.00  2.00  2.00   2.00  private
2    access.example.com (203.0.113.1)  60 %  50.2-69.1 %   100  4.00  4.00  4.00   4.00  limits its own answers, traffic passes, documentation address, MPLS 24001 TTL 1, addresses translated (NAT)
3    *                                                      10                           no answer
4    203.0.113.9                        0 %      0-3.7 %   100  8.00  8.00  8.00   8.00  documentation address, interface incoming ge-0/0/1 MTU 9,000
     203.0.113.10                                               8.00  8.00  8.00   8.00  documentation address, interface incoming ge-0/0/1 MTU 9,000
5    198.51.100.99                      0 %      0-3.7 %   100  10.0  10.0  10.0   10.0  documentation address

Round trips in milliseconds; * keeps silent.

Largest packet
  1,492 bytes pass whole (told by 192.168.1.1, larger ones end behind hop 1)

Compared with the healthy path
  The path is the same as when it was healthy.

Changes of the path
  2023-11-14 22:14:20 UTC  hop 4: 203.0.113.9 instead of silent

Links
  hop 1 192.168.1.1 - hop 2 *

Notes
  www.example.net has 2 addresses.
`);
});

test('masked, it says what the placeholders are', () => {
  const text = traceText(maskTrace(view));
  expect(text).toContain('private-1');
  expect(text).toContain('Names such as private-1 stand for addresses that were hidden.');
  expect(text).not.toContain('192.168.1');
  expect(traceText(view)).not.toContain('hidden');
});

test('the placeholders are explained by one that is there', () => {
  const own = traceView(['203.0.113.5', '198.51.100.99'], { source: '203.0.113.7' });
  const text = traceText(maskTrace(own));
  expect(text).toContain('Names such as own-1 stand for addresses that were hidden.');
  expect(text).not.toContain('private');
});

test('packets that no row counts are told', () => {
  const { sent } = traceView(['198.51.100.99']);
  const text = traceText(traceView(['198.51.100.99'], { mode: 'continuous', sent: sent + 13 }));
  expect(text).toContain('* keeps silent. Packets: 13 in no row: a first look, past the destination.\n');
});

test('a chosen port is told', () => {
  const text = traceText(traceView(['198.51.100.99'], { method: 'tcp', port: 80 }));
  expect(text).toContain('TCP over IPv4, port 80, ');
});

test('no hops, nothing sent: still a text', () => {
  const text = traceText(
    traceView([], { reached: false, status: 'failed', trouble: 'No such name.', source: null }),
  );
  expect(text).toContain('No such name.');
  expect(text).toContain('No hops.');
});

test('no line has spaces at its end, and the last line ends', () => {
  expect(traceText(view)).not.toMatch(/ \n/);
  expect(traceText(view)).toMatch(/[^\n]\n$/);
});

test('a chosen size is told', () => {
  const text = traceText(traceView(['198.51.100.99'], { size: 1400 }));
  expect(text).toMatch(/UDP over IPv4, 10 packets of 1,400 bytes, /);
});

describe('a trace that is not forward says whose way it is', () => {
  const relay = { address: '203.0.113.5', name: null };
  const own = { address: '192.0.2.10', name: null };

  test('back to here', () => {
    const back = {
      direction: 'reverse',
      host: 'a.example',
      relay,
      destination: own,
      source: '192.0.2.10',
    } as const;
    const text = traceText(traceView(['203.0.113.5'], back));
    expect(text).toContain('Way back from a.example (203.0.113.5), IP-in-IP over IPv4, ');
    expect(text).toContain('\nto 192.0.2.10\n');
    expect(traceText(traceView([], { ...back, relay: null }))).toContain('Way back from a.example, IP-in-IP');
  });

  test('between two others', () => {
    const between = { direction: 'between', relay, source: '192.0.2.10' } as const;
    const text = traceText(traceView(['203.0.113.5', '198.51.100.99'], between));
    expect(text).toContain('Way from 203.0.113.5 to ');
    expect(text).toContain('\nseen from 192.0.2.10\n');
    expect(traceText(traceView([], { ...between, relay: null }))).toContain('Way from another host to ');
  });
});
