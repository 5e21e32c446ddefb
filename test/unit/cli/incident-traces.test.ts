import { describe, expect, test } from 'vitest';
import { keptTraceLines, keptTraceResult } from '../../../main/cli/past/kept-trace.ts';
import { findTrace, onsetTraceJson, onsetTraces } from '../../../main/cli/past/onset-traces.ts';
import { incidentLines } from '../../../main/cli/past/print-incidents.ts';
import type { TraceSummary, TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { HistoryError } from '../../../main/history/errors.ts';
import { traceView } from '../../support/trace/views.ts';
import { incident, NOW, SINCE } from '../words/incident-example.ts';
import { ASCII } from './capture.ts';

const DOWN = 'Your router answers, but nothing behind it does: probably the line or your provider.';

const summary = (change: Partial<TraceSummary> = {}): TraceSummary => ({
  id: '3f2a1c9e-0000-4000-8000-000000000001',
  atMs: wallMs(SINCE + 5000),
  direction: 'forward',
  host: '198.51.100.7',
  address: '198.51.100.7',
  relay: null,
  family: 4,
  method: 'udp',
  network: 'n1',
  reached: false,
  hops: 1,
  reason: 'incident',
  incident: null,
  sentence: { state: 'outage', text: DOWN },
  ...change,
});

/** A history of these traces, listed as it lists them: what was asked about, newest first. */
function history(...traces: readonly TraceSummary[]) {
  return {
    traces: ({ limit, incident: about }: { readonly limit: number; readonly incident?: string }) =>
      Promise.resolve(
        traces.filter((trace) => about === undefined || trace.incident === about).slice(0, limit),
      ),
    trace: (id: string): Promise<TraceView> =>
      id.startsWith('gone')
        ? Promise.reject(new HistoryError('missing', 'This trace is no longer in the history.'))
        : Promise.resolve(traceView(['192.168.1.1', '198.51.100.7'], { id })),
  };
}

const TOTAL = { ...incident('total'), note: '' };
const four = summary({ incident: TOTAL.id });
const six = summary({
  id: '77aa1c9e-0000-4000-8000-000000000002',
  family: 6,
  reached: true,
  incident: TOTAL.id,
  sentence: { state: 'good', text: 'All is well: \u001b[2Jx answers.' },
});
const healthy = summary({ id: 'before', reason: 'baseline', incident: TOTAL.id });

describe('the traces of an incident', () => {
  test('those taken when it began, IPv4 first; the healthy ones and other incidents’ are not among them', async () => {
    const other = summary({ id: 'other', incident: 'dns-1' });
    const found = await onsetTraces(history(six, other, four, healthy), [TOTAL, incident('dns')]);
    expect(found.get(TOTAL.id)).toEqual([four, six]);
    expect(found.get(incident('dns').id)).toEqual([]);
  });

  test('stand below it, harmless to a terminal, and how to read one is said', () => {
    const lines = incidentLines(
      ASCII,
      [
        { ...TOTAL, note: 'Called them.' },
        { ...incident('dns'), note: '' },
      ],
      NOW,
      () => null,
      ({ id }) => (id === TOTAL.id ? [four, six] : []),
    );
    expect(lines.slice(2)).toEqual([
      '     note: Called them.',
      `     IPv4 trace 3f2a1c9e: ${DOWN}`,
      '     IPv6 trace 77aa1c9e: All is well: ?[2Jx answers.',
      expect.stringMatching(/DNS down/),
      '',
      'incidents --trace 3f2a1c9e shows that trace, hop by hop.',
    ]);
  });

  test('as data', () => {
    expect(onsetTraceJson(four)).toEqual({
      id: four.id,
      at: '2026-11-21T14:02:05.000Z',
      family: 4,
      address: '198.51.100.7',
      method: 'udp',
      reached: false,
      sentence: DOWN,
    });
  });
});

describe('one of them', () => {
  const twin = summary({ id: '3f2a1c9e-0000-4000-8000-000000000009' });

  test.each([
    ['by its whole id', four.id, four.id],
    ['by the beginning of it', '77aa', six.id],
    ['that is not in the list', 'far-back', 'far-back'],
  ])('%s', async (_, given, id) => {
    expect(await findTrace(history(four, six, twin), given)).toMatchObject({ ok: true, view: { id } });
  });

  test('a beginning of several is refused with the way out', async () => {
    expect(await findTrace(history(four, six, twin), '3f2a1c9e')).toEqual({
      ok: false,
      end: {
        code: 2,
        problem: { what: '2 traces begin with 3f2a1c9e', where: '--trace', wayOut: 'write more of the id' },
      },
    });
  });

  test('that is not there is refused, and where those are that are is said', async () => {
    expect(await findTrace(history(four), 'gone')).toEqual({
      ok: false,
      end: {
        code: 2,
        problem: {
          what: 'no trace has the id gone, or begins with it',
          where: '--trace',
          wayOut: 'see "faultline incidents"',
        },
      },
    });
  });

  test('that is damaged is told as the history tells it', async () => {
    const damaged = {
      ...history(four),
      trace: () => Promise.reject(new HistoryError('damaged', 'Damaged.')),
    };
    await expect(findTrace(damaged, four.id)).rejects.toMatchObject({ code: 'damaged' });
  });

  const view = traceView(['192.168.1.1', '203.0.113.66', '198.51.100.7'], {
    startedMs: wallMs(SINCE + 5000),
    comparison: {
      baseline: { id: 'before', atMs: wallMs(SINCE - 86_400_000) },
      firstDifferentTtl: 2,
      text: 'Hop 2 differs.\u0007',
    },
  });

  test('is shown with what the healthy path is to it, and its time', () => {
    const text = keptTraceLines(ASCII, view, NOW).join('\n');
    expect(text).toMatch(/^\(o\) All is well: /);
    expect(text).toMatch(/ 2 +203\.0\.113\.66 /);
    expect(text).toMatch(
      /\n\nCompared with the healthy path at 2026-11-20 \d\d:\d\d: Hop 2 differs\.\?\nTaken at \d\d:\d\d\.$/,
    );
  });

  test('without a healthy path that is said', () => {
    const lines = keptTraceLines(ASCII, { ...view, comparison: null }, NOW);
    expect(lines.at(-2)).toBe('There was no healthy trace to compare it with.');
    expect(keptTraceResult({ ...view, comparison: null }).comparison).toBeNull();
  });

  test('as data', () => {
    expect(keptTraceResult(view)).toMatchObject({
      command: 'trace',
      startedAt: '2026-11-21T14:02:05.000Z',
      comparison: {
        baseline: { id: 'before', at: '2026-11-20T14:02:00.000Z' },
        firstDifferentTtl: 2,
        isSlower: false,
      },
    });
  });
});
