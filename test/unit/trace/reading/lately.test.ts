import { describe, expect, test } from 'vitest';
import type { TraceHop, TraceSample, TraceSentence, TraceView } from '../../../../main/domain/model/trace.ts';
import { SAMPLES_KEPT } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { readHops } from '../../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../../main/domain/trace/reading/sentence.ts';
import { ACCESS, GOAL, ROUTER } from '../../../support/trace/sketches.ts';
import { traceHop, traceView } from '../../../support/trace/views.ts';

const START_MS = 1_700_000_000_000;
/** One probe a round: `.` answered, `x` lost. */
type Course = string;
const always = (fate: string, count: number): Course => fate.repeat(count);

function hopOf(
  ttl: number,
  address: string,
  course: Course,
  everyMs: number,
  ms: (round: number) => number,
): TraceHop {
  const samples: TraceSample[] = [...course].map((fate, round) => ({
    atMs: wallMs(START_MS + everyMs * round),
    rttMs: fate === 'x' ? null : ms(round),
  }));
  const lost = samples.filter(({ rttMs }) => rttMs === null).length;
  return { ...traceHop(ttl, { address, sent: course.length, lost }), samples: samples.slice(-SAMPLES_KEPT) };
}

function told(
  courses: readonly Course[],
  change: Partial<TraceView> = {},
  everyMs = 1000,
  ms: (round: number) => number = () => 10,
): TraceSentence {
  const hops = courses.map((course, index) =>
    hopOf(index + 1, [ROUTER, ACCESS, GOAL][index] ?? GOAL, course, everyMs, ms),
  );
  const rounds = courses[0]?.length ?? 0;
  return sentenceFor({
    ...traceView([ROUTER, ACCESS, GOAL]),
    mode: 'continuous',
    status: 'running',
    rounds,
    startedMs: wallMs(START_MS),
    durationMs: rounds * everyMs,
    ...change,
    hops: readHops(hops, true),
  });
}

const thirds = (count: number): Course => 'x..'.repeat(count / 3);

describe('a continuous trace is told as it is now', () => {
  test.each<readonly [string, TraceSentence, TraceSentence['state'], string]>([
    [
      'mended a while ago',
      told(
        [always('.', 180), always('.', 60) + always('x', 15) + always('.', 105)].flatMap((course, index) =>
          index === 0 ? [course] : [course, course],
        ),
      ),
      'good',
      'All is well now: www.example.net answers in 10.0 ms, 3 hops away; before that it lost 13 % (until 1 min ago).',
    ],
    [
      'mended just now',
      told([
        always('.', 76),
        always('.', 45) + always('x', 15) + always('.', 16),
        always('.', 45) + always('x', 15) + always('.', 16),
      ]),
      'good',
      'All is well now: www.example.net answers in 10.0 ms, 3 hops away; before that it lost 25 % (until 16 s ago).',
    ],
    [
      'mended, and stopped',
      told(
        [
          always('.', 76),
          always('.', 45) + always('x', 15) + always('.', 16),
          always('.', 45) + always('x', 15) + always('.', 16),
        ],
        { status: 'stopped' },
      ),
      'good',
      'All is well at the end: www.example.net answers in 10.0 ms, 3 hops away; before that it lost 25 % (until 16 s before the end).',
    ],
    [
      'mended so long ago that no sample tells when',
      told([always('.', 500), always('.', 500), always('x', 20) + always('.', 480)]),
      'good',
      'All is well now: www.example.net answers in 10.0 ms, 3 hops away; before that it lost 4.5 %.',
    ],
    [
      'one lost in the last minute, and more before',
      told([always('.', 200), always('.', 200), `${always('x', 120)}${always('.', 50)}x${always('.', 29)}`]),
      'good',
      'www.example.net answers in 10.0 ms, 3 hops away; 1 of 60 packets got no answer in the last minute, and before that it lost 86 % (until 1 min ago).',
    ],
    [
      'broken only now',
      told([always('.', 660), always('.', 600) + thirds(60), always('.', 600) + thirds(60)]),
      'degraded',
      'Packets reach your router; everything after it lost 33 % in the last minute.',
    ],
    [
      'broken all the time, not long enough for a before',
      told([always('.', 60), thirds(60), thirds(60)]),
      'degraded',
      'Packets reach your router; everything after it loses 33 %.',
    ],
    [
      'rounds far apart: twenty probes, and how long they took',
      told([always('.', 80), always('.', 50) + thirds(30), always('.', 50) + thirds(30)], {}, 10_000),
      'degraded',
      'Packets reach your router; everything after it lost 30 % in the last 4 minutes.',
    ],
    [
      'the round trip is that of the last minute',
      told([always('.', 200), always('.', 200), always('.', 200)], {}, 1000, (round) =>
        round < 130 ? 10 : 40,
      ),
      'good',
      'All is well: www.example.net answers in 40.0 ms, 3 hops away.',
    ],
    [
      'one lost in the last minute',
      told([always('.', 200), always('.', 200), `${always('.', 170)}x${always('.', 29)}`]),
      'good',
      'www.example.net answers in 10.0 ms, 3 hops away; 1 of 60 packets got no answer in the last minute, too few to tell whether that means anything.',
    ],
  ])('%s', (_, sentence, state, text) => {
    expect(sentence).toEqual({ state, text });
  });

  test('a few answers are no recovery where every third probe is lost anyway', () => {
    const course = thirds(90) + always('.', 6);
    expect(told([always('.', 96), course, course]).state).toBe('degraded');
  });

  test('nor is a lucky run of the destination while a hop before it goes on to lose', () => {
    const goal = thirds(90) + always('.', 30);
    const before = thirds(120);
    expect(told([always('.', 120), before, goal]).state).toBe('degraded');
  });

  test('nor are many answers within a few seconds', () => {
    const course = thirds(90) + always('.', 30);
    expect(told([always('.', 120), course, course], {}, 200).state).toBe('degraded');
  });

  test('any other trace stays whole, whatever its samples', () => {
    const course = always('x', 20) + always('.', 100);
    expect(told([always('.', 120), course, course], { mode: 'once', status: 'done' }).text).toBe(
      'Packets reach your router; everything after it loses 17 %.',
    );
  });
});

test('loss of a young trace that has paused is told in the past tense, one that goes on in the present', () => {
  const over = `${always('.', 12)}${always('x', 5)}${always('.', 6)}`;
  expect(told([always('.', 23), over, over]).text).toMatch(/ lost 22 % until 6 s ago\.$/);
  expect(told([always('.', 23), over, over], { status: 'stopped' }).text).toMatch(
    / lost 22 % until 6 s before the end\.$/,
  );
  const goesOn = `${always('.', 12)}${always('x', 5)}${always('.', 5)}x`;
  expect(told([always('.', 23), goesOn, goesOn]).text).toMatch(/ loses 26 %\.$/);
});
