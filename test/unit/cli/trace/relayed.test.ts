import { describe, expect, test } from 'vitest';
import { endOf, isWorthPrinting } from '../../../../main/cli/trace/ending.ts';
import { headLine, liveLines, traceLines } from '../../../../main/cli/trace/print.ts';
import { traceResult } from '../../../../main/cli/trace/result.ts';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { TRACE } from '../../../contract/cli/schemas.ts';
import { PLAIN } from '../capture.ts';
import { hop, node, view } from './views.ts';

const relayed = (change: Partial<TraceView> = {}): TraceView =>
  view({
    direction: 'reverse',
    method: 'icmp',
    host: 'a.example',
    relay: { address: '203.0.113.5', name: 'a.example' },
    destination: { address: '192.0.2.10', name: null },
    hops: [hop(1, [node('203.0.113.5')]), hop(2, [node('192.0.2.10')])],
    sentence: { state: 'good', text: 'The way back from a.example to this machine takes 2 hops.' },
    ...change,
  });

describe('a trace through somebody else', () => {
  test.each<[Partial<TraceView>, string]>([
    [{}, 'Way back from a.example = 203.0.113.5 (IPv4) to 192.0.2.10, with ICMP in IP-in-IP'],
    [
      { relay: { address: '203.0.113.5', name: null } },
      'Way back from 203.0.113.5 (IPv4) to 192.0.2.10, with ICMP in IP-in-IP',
    ],
    [
      { direction: 'between', destination: { address: '198.51.100.9', name: 'b.example' } },
      'Way from a.example = 203.0.113.5 (IPv4) to b.example = 198.51.100.9, with ICMP in IP-in-IP',
    ],
  ])('%j', (change, expected) => {
    expect(headLine(relayed(change))).toBe(expected);
  });

  test('packets that are in no row were to find out about the host', () => {
    expect(traceLines(PLAIN, relayed({ sent: 9 })).at(-1)).toContain(
      '(3 in no row: to find out whether the host unwraps such packets, past the destination)',
    );
  });

  test('while the host is asked there is the sentence alone', () => {
    const asking = relayed({
      status: 'running',
      rounds: 0,
      hops: [],
      sentence: { state: 'starting', text: 'Asking whether a.example takes such packets.' },
    });
    expect(liveLines(PLAIN, asking)).toEqual(['◌ Asking whether a.example takes such packets.']);
  });

  test('its JSON is as documented, with whose way it is', () => {
    const warnings = [{ code: 'relay-not-decapsulating', text: 'No.', offer: '198.51.100.1' }];
    const printed: unknown = JSON.parse(JSON.stringify(traceResult(relayed({ warnings }))));
    expect(TRACE.parse(printed)).toEqual(printed);
    expect(printed).toMatchObject({ direction: 'reverse', relay: '203.0.113.5', relayName: 'a.example' });
    expect(traceResult(view())).toMatchObject({ direction: 'forward', relay: null, relayName: null });
  });
});

describe('one that could not be had', () => {
  const failed = (offer?: string): TraceView =>
    relayed({
      status: 'failed',
      hops: [],
      received: 0,
      trouble: 'a.example does not decapsulate.',
      warnings: [
        { code: 'relay-not-decapsulating', text: 'It does not.', ...(offer === undefined ? {} : { offer }) },
      ],
    });

  test('the command that may do instead is named', () => {
    expect(endOf(failed('198.51.100.1'), 'relay')).toEqual({
      code: 1,
      problem: {
        what: 'a.example does not decapsulate',
        where: '',
        wayOut: 'try "faultline trace --reverse 198.51.100.1"',
      },
    });
    expect(endOf(failed(), 'relay').problem?.wayOut).toBe('');
  });

  test('programs are told in JSON, people in one line', () => {
    expect(isWorthPrinting(failed(), true)).toBe(true);
    expect(isWorthPrinting(failed(), false)).toBe(false);
  });

  test.each([
    ['not-allowed', 2],
    ['prohibited', 1],
    ['relay', 1],
  ] as const)('%s: %i', (failure, code) => {
    expect(endOf(relayed({ status: 'failed', trouble: 'So it is.' }), failure).code).toBe(code);
  });
});
