import { describe, expect, test } from 'vitest';
import type { TraceSentence, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { readHops } from '../../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../../main/domain/trace/reading/sentence.ts';
import { ACCESS, BORDER, CORE, GOAL, losing, ROUTER } from '../../../support/trace/sketches.ts';
import { traceHop, traceView } from '../../../support/trace/views.ts';

type Row = readonly [what: string, view: TraceView, state: TraceSentence['state'], text: string];

const three = (address: string, lost: number) => losing(address, lost, 3);
const ten = (address: string, lost: number) => losing(address, lost, 10);

describe('a place is told only where the figures carry it', () => {
  test.each<Row>([
    [
      'three probes: no place, and nothing is called lossless',
      traceView([three(ROUTER, 0), three(ACCESS, 0), null, three(CORE, 0), three(BORDER, 1), three(GOAL, 2)]),
      'degraded',
      'www.example.net answers, but 2 of 3 probes were lost on the way: too few to say where; a continuous trace will tell.',
    ],
    [
      'two of three lost at the destination alone',
      traceView([three(ROUTER, 0), three(ACCESS, 0), three(GOAL, 2)]),
      'degraded',
      'www.example.net answers, but 2 of 3 probes were lost on the way: too few to say where; a continuous trace will tell.',
    ],
    [
      'ten probes, losses here and there',
      traceView([
        ten(ROUTER, 0),
        ten(ACCESS, 1),
        ten(CORE, 0),
        ten(BORDER, 2),
        ten('198.51.100.8', 1),
        ten(GOAL, 3),
      ]),
      'degraded',
      'www.example.net answers, but 3 of 10 probes were lost on the way: too few to say where; a continuous trace will tell.',
    ],
    [
      'continuous: it goes on anyway',
      traceView([ten(ROUTER, 0), ten(ACCESS, 0), ten(GOAL, 2)], { mode: 'continuous', status: 'running' }),
      'degraded',
      'www.example.net answers, but 2 of 10 probes were lost on the way: too few to say where.',
    ],
    [
      'ten probes of which most are lost: a place',
      traceView([ten(ROUTER, 0), ten(ACCESS, 0), ten(CORE, 6), ten(GOAL, 6)]),
      'degraded',
      "Packets reach your provider's first router; everything after it loses 60 %.",
    ],
  ])('%s', (_, { sentence }, state, text) => {
    expect(sentence).toEqual({ state, text });
  });

  test('behind a hop that loses, one that lost a single probe is no exception', () => {
    const hops = [ten(ROUTER, 0), ten(ACCESS, 2), ten(CORE, 1), ten(GOAL, 3)].map((sketch, index) =>
      traceHop(index + 1, sketch),
    );
    expect(readHops(hops, true).map(({ reading }) => reading)).toEqual(['clean', 'loss', 'loss', 'loss']);
  });
});

describe('answers that come after the time limit', () => {
  const told = (late: number, lost: number, received = 0): TraceSentence => {
    const view = traceView([ROUTER, ACCESS, GOAL]);
    const goal = {
      ...traceHop(3, { address: GOAL, sent: received + late + lost, lost }),
      received,
      late,
      rttMs: null,
      samples: Array.from({ length: late }, (_, index) => ({ atMs: wallMs(index), rttMs: 351 })),
    };
    return sentenceFor({ ...view, hops: readHops([...view.hops.slice(0, 2), goal], true) });
  };
  test.each<readonly [string, TraceSentence, TraceSentence['state'], string]>([
    [
      'all of them',
      told(3, 0),
      'degraded',
      'www.example.net answers later than the time limit of this trace (after 351 ms).',
    ],
    [
      'the others may come yet',
      told(1, 2),
      'degraded',
      'www.example.net answers later than the time limit of this trace (after 351 ms), so what gets lost cannot be told; allow more time.',
    ],
    [
      'a few',
      told(1, 0, 2),
      'good',
      'www.example.net answers, 3 hops away; 1 of 3 answers came after the time limit.',
    ],
  ])('%s', (_, sentence, state, text) => {
    expect(sentence).toEqual({ state, text });
  });

  test('what is missing then is not read as loss', () => {
    const hop = { ...traceHop(1, losing(GOAL, 2, 3)), received: 0, late: 1 };
    expect(readHops([hop], true)[0]?.reading).toBe('unknown');
  });
});

describe('nothing leaves this machine', () => {
  const warnings = [
    { code: 'not-sent', text: 'Probes could not be sent: this machine has no route to the destination.' },
  ];
  test.each<readonly [Partial<TraceView>, string]>([
    [
      { status: 'running' },
      'Nothing leaves this machine any more: this machine has no route to the destination.',
    ],
    [
      { status: 'stopped' },
      'At the end nothing left this machine any more: this machine has no route to the destination.',
    ],
    [
      { status: 'running', sent: 0 },
      'No packet could leave this machine: this machine has no route to the destination.',
    ],
  ])('%j: whatever the figures are', (change, text) => {
    for (const hops of [
      [ROUTER, ACCESS, GOAL],
      [losing(ROUTER, 0), losing(GOAL, 40)],
    ]) {
      const { sentence } = traceView(hops, { mode: 'continuous', rounds: 14, warnings, ...change });
      expect(sentence).toEqual({ state: 'outage', text });
    }
  });
});
