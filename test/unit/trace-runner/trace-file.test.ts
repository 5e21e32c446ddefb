import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { parseTraceFile, TRACE_FILE_LIMIT } from '../../../main/trace/trace-file.ts';

const RTT = { last: 1.5, min: 1, mean: 1.25, p95: 1.5, max: 1.5, stddev: 0.25, jitter: 0.5 };
const AT = wallMs(Date.UTC(2026, 0, 1));

const VIEW: TraceView = {
  id: 'trace-1',
  status: 'done',
  mode: 'once',
  direction: 'forward',
  relay: null,
  host: 'example.com',
  destination: { address: '198.51.100.9', name: 'example.com' },
  family: 4,
  method: 'udp',
  source: '192.0.2.10',
  network: 'home',
  startedMs: AT,
  durationMs: 61.234,
  rounds: 1,
  reached: true,
  sent: 4,
  received: 2,
  late: 1,
  duplicate: 1,
  hops: [
    {
      ttl: 1,
      sent: 2,
      received: 2,
      late: 1,
      duplicate: 1,
      lossPercent: 0,
      interval95: [0, 65.8],
      reading: 'clean',
      rttMs: RTT,
      nodes: [
        {
          address: '192.0.2.1',
          name: 'router.example',
          note: 'documentation',
          received: 2,
          rttMs: RTT,
          answers: ['ttl-exceeded'],
          mpls: [{ label: 24_001, trafficClass: 0, bottomOfStack: true, ttl: 1 }],
          interfaces: [{ role: 'incoming', index: 3, address: null, name: 'ge-0/0/1', mtu: 1500 }],
          translated: true,
        },
      ],
      samples: [
        { atMs: AT, rttMs: 1 },
        { atMs: AT, rttMs: null },
      ],
    },
    {
      ttl: 2,
      sent: 2,
      received: 0,
      late: 0,
      duplicate: 0,
      lossPercent: 100,
      interval95: [34.2, 100],
      reading: 'silent',
      rttMs: null,
      nodes: [],
      samples: [],
    },
  ],
  changes: [{ atMs: AT, ttl: 2, from: null, to: '192.0.2.2' }],
  links: [{ fromTtl: 1, from: '192.0.2.1', to: null }],
  pathMtu: { bytes: 1400, toldBy: null, ttl: 2 },
  warnings: [{ code: 'several-addresses', text: 'example.com has 2 addresses.' }],
  sentence: { state: 'good', text: 'Packets reach the destination.' },
  comparison: { baseline: { id: 'trace-0', atMs: AT }, firstDifferentTtl: null, text: 'The same path.' },
  trouble: null,
};

const text = (change: object = {}): string => JSON.stringify({ ...VIEW, ...change });

describe('a saved trace', () => {
  test('comes back as it was', () => {
    expect(parseTraceFile(text())).toEqual(VIEW);
    expect(parseTraceFile(`\ufeff${JSON.stringify(VIEW, null, 2)}\n`)).toEqual(VIEW);
  });

  test('of packets of a chosen size', () => {
    expect(parseTraceFile(text({ size: 1400 }))).toEqual({ ...VIEW, size: 1400 });
    expect(parseTraceFile(text({ size: '1400' }))).toHaveProperty('problem');
  });

  test('of a path that has become slower', () => {
    const comparison = { ...VIEW.comparison, firstDifferentTtl: 2, isSlower: true };
    expect(parseTraceFile(text({ comparison }))).toMatchObject({ comparison });
  });

  test('masked: words may stand for addresses', () => {
    const masked = { source: 'own address', destination: { address: '192.168.x.x', name: null } };
    expect(parseTraceFile(text(masked))).toEqual({ ...VIEW, ...masked });
  });

  test('of a later version: what is not known is left out', () => {
    expect(parseTraceFile(text({ weather: 'fine' }))).toEqual(VIEW);
  });

  test('saved while it ran: it runs no more', () => {
    expect(parseTraceFile(text({ status: 'running' }))).toMatchObject({ status: 'stopped' });
  });
});

const WAY_OUT = /: choose a file that was saved with "Save as JSON" in the traceroute window\.$/;

describe('what is no saved trace is refused in one sentence', () => {
  const hop = VIEW.hops[0];
  test.each([
    ['nothing', '', /^This file is no JSON, or not all of it is there/],
    ['half of one', text().slice(0, 200), /^This file is no JSON/],
    ['too large', ' '.repeat(TRACE_FILE_LIMIT + 1), /^This file is too large/],
    ['a list', '[]', /^This file holds no trace: /],
    ['null', 'null', /^This file holds no trace: /],
    ['of the command line', '{"command":"trace"}', /^This is the output of "faultline trace --json"/],
    ['a field missing', text({ hops: undefined }), /\(see hops\)/],
    ['a field of another kind', text({ hops: [{ ...hop, sent: '2' }] }), /\(see hops\[0\]\.sent\)/],
    ['less than nothing', text({ received: -1 }), /\(see received\)/],
    ['a time beyond all dates', text({ startedMs: 9e15 }), /\(see startedMs\)/],
    ['hops that are not in order', text({ hops: [{ ...hop, ttl: 2 }] }), /\(see hops\)/],
    ['a name that moves the cursor', text({ host: 'a\u001b[2Jb' }), /\(see host\)/],
    ['words that turn the text around', text({ trouble: 'a\u202eb' }), /\(see trouble\)/],
    ['a name without end', text({ host: 'x'.repeat(254) }), /\(see host\)/],
    ['more hops than there can be', text({ hops: Array.from({ length: 256 }, () => hop) }), /\(see hops\)/],
    ['an unknown method', text({ method: 'smoke' }), /\(see method\)/],
  ])('%s', (_, file, words) => {
    const parsed = parseTraceFile(file);
    expect(parsed).toHaveProperty('problem');
    if (!('problem' in parsed)) return;
    expect(parsed.problem).toMatch(words);
    expect(parsed.problem).toMatch(WAY_OUT);
  });

  test('whatever it is, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (file) => {
        expect(parseTraceFile(file)).toHaveProperty('problem');
      }),
    );
  });
});
