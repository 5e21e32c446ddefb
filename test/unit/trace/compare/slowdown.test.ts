import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { comparedWith, compareTraces } from '../../../../main/domain/trace/compare/compare.ts';
import { withoutHealthy } from '../../../../main/domain/trace/compare/slowdown-words.ts';
import { ACCESS, BORDER, CORE, GOAL, ROUTER, type Sketch } from '../../../support/trace/sketches.ts';
import { tracedOnce, watched } from '../../../support/trace/timed.ts';

const PATH: readonly Sketch[] = [ROUTER, ACCESS, CORE, BORDER, GOAL];
const HEALTHY_MS = [2, 10, 12, 14, 20];
const rounds = (count: number, ms: number): number[] =>
  Array.from({ length: count }, (_, round) => ms + (round % 3));

const healthyPath = (path = PATH, ms: readonly number[] = HEALTHY_MS): TraceView =>
  tracedOnce(path.map((hop, index) => ({ hop, rttsMs: rounds(3, ms[index] ?? 0) })));
const HEALTHY = healthyPath();

/** The path with so much more for each hop than when it was healthy. */
const slower = (delays: readonly number[], path = PATH, count = 60): TraceView =>
  watched(
    path.map((hop, index) => ({
      hop,
      rttsMs: rounds(count, (HEALTHY_MS[index] ?? 0) + (delays[index] ?? 0)),
    })),
  );

const SAME = 'The path is the same as when it was healthy.';

describe('where the delay begins', () => {
  test.each<readonly [string, readonly number[], number, string, string]>([
    [
      'on the line of the home',
      [0, 80, 80, 80, 80],
      2,
      'From hop 2 on answers come more slowly: 91.0 ms instead of 11.0 ms there, 101 ms instead of 21.0 ms from www.example.net.',
      "most of the delay is added between your router and your provider's first router, on the way there or on the way home.",
    ],
    [
      'at home',
      [80, 80, 80, 80, 80],
      1,
      'From hop 1 on answers come more slowly: 83.0 ms instead of 3.00 ms there, 101 ms instead of 21.0 ms from www.example.net.',
      'most of the delay is there at your router already, often the Wi-Fi.',
    ],
    [
      'at the end',
      [0, 0, 0, 0, 80],
      5,
      'Hop 5, www.example.net, answers more slowly: 101 ms instead of 21.0 ms.',
      'most of the delay is added behind hop 4 (198.51.100.1), perhaps by www.example.net itself.',
    ],
    [
      'little first, most of it later: the later one',
      [0, 20, 20, 100, 100],
      4,
      'From hop 4 on answers come more slowly: 115 ms instead of 15.0 ms there, 121 ms instead of 21.0 ms from www.example.net.',
      'most of the delay is added between hop 3 (203.0.113.9) and hop 4 (198.51.100.1), on the way there or on the way home.',
    ],
  ])('%s', (_, delays, ttl, text, place) => {
    const view = slower(delays);
    expect(view.sentence.state).toBe('good');
    const { sentence, comparison } = comparedWith(view, HEALTHY);
    expect(comparison).toMatchObject({ firstDifferentTtl: ttl, isSlower: true, text: `${SAME} ${text}` });
    expect(sentence).toEqual({
      state: 'degraded',
      text: `www.example.net takes about ${(delays[4] ?? 0) + 21} ms to answer, 21.0 ms when all was well: ${place}`,
    });
  });

  test('behind silent routers: the whole stretch is told', () => {
    const path = [ROUTER, null, null, BORDER, GOAL];
    const view = watched(
      path.map((hop, index) => ({
        hop,
        rttsMs:
          hop === null ? rounds(60, 0).map(() => null) : rounds(60, (HEALTHY_MS[index] ?? 0) + 80 * index),
      })),
    );
    const { sentence } = comparedWith(view, HEALTHY);
    expect(sentence.text).toContain('between your router and hop 4 (198.51.100.1), on');
  });

  test('nobody but the destination tells', () => {
    const path = [null, GOAL];
    const once = tracedOnce([
      { hop: null, rttsMs: [null, null, null] },
      { hop: GOAL, rttsMs: [10, 10, 10] },
    ]);
    const view = watched(
      path.map((hop) => ({ hop, rttsMs: rounds(60, 90).map((ms) => (hop === null ? null : ms)) })),
    );
    expect(comparedWith(view, once).sentence.text).toBe(
      'www.example.net takes about 91.0 ms to answer, 10.0 ms when all was well: cannot tell yet where.',
    );
  });

  test('over another path: that is told first, and marked', () => {
    const path = [ROUTER, ACCESS, '203.0.113.66', BORDER, GOAL];
    const { comparison } = comparedWith(slower([0, 0, 80, 80, 80], path), HEALTHY);
    expect(comparison).toMatchObject({ firstDifferentTtl: 3 });
    expect(comparison).not.toHaveProperty('isSlower');
    expect(comparison?.text).toMatch(
      /^Hop 3 is the first that differs .* the same again\. From hop 4 on answers come more slowly: /,
    );
  });

  test('what is lost as well keeps its sentence', () => {
    const view = watched(
      PATH.map((hop, index) => ({
        hop,
        rttsMs: rounds(60, 100).map((ms, round) => (index > 1 && round % 4 === 0 ? null : ms)),
      })),
    );
    const { sentence, comparison } = comparedWith(view, HEALTHY);
    expect(sentence).toEqual(view.sentence);
    expect(sentence.text).toContain('loses');
    expect(comparison?.text).toContain('From hop 1 on answers come more slowly');
  });
});

describe('nothing is said', () => {
  test.each<readonly [string, TraceView, TraceView]>([
    ['a router that is slow to answer, and passes traffic on', slower([0, 0, 150, 0, 0]), HEALTHY],
    ['two of them', slower([0, 150, 150, 0, 0]), HEALTHY],
    ['every router, but not the destination', slower([90, 90, 90, 90, 0]), HEALTHY],
    ['a little more, as on any day', slower([9, 9, 9, 9, 9]), HEALTHY],
    [
      'a far destination: half of its time is more than a little',
      watched(PATH.map((hop) => ({ hop, rttsMs: rounds(60, 290) }))),
      healthyPath(PATH, [200, 200, 200, 200, 200]),
    ],
    ['one moment of a trace of three probes a hop', slower([90, 90, 90, 90, 90], PATH, 3), HEALTHY],
    ['nine rounds', slower([90, 90, 90, 90, 90], PATH, 9), HEALTHY],
    ['many probes of one moment', tracedOnce(PATH.map((hop) => ({ hop, rttsMs: rounds(10, 300) }))), HEALTHY],
    [
      'a third of the answers',
      watched(
        PATH.map((hop, index) => ({
          hop,
          rttsMs: rounds(60, HEALTHY_MS[index] ?? 0).map((ms, round) => (round % 3 === 0 ? ms + 300 : ms)),
        })),
      ),
      HEALTHY,
    ],
    [
      'a healthy path of too few answers',
      slower([90, 90, 90, 90, 90]),
      tracedOnce(PATH.map((hop) => ({ hop, rttsMs: [5, 5] }))),
    ],
    ['faster than it was', slower([-1, -5, -6, -7, -10]), HEALTHY],
  ])('%s', (_, view, healthy) => {
    const compared = comparedWith(view, healthy);
    expect(compared.sentence).toEqual(view.sentence);
    expect(compared.comparison).toMatchObject({ firstDifferentTtl: null, text: SAME });
  });

  test('of a delay that is over: only the last minute counts', () => {
    const view = watched(
      PATH.map((hop, index) => ({
        hop,
        rttsMs: [...rounds(50, 300), ...rounds(61, HEALTHY_MS[index] ?? 0)],
      })),
    );
    expect(compareTraces(view, HEALTHY).firstDifferentTtl).toBeNull();
  });

  test('of a destination that is not reached any more', () => {
    const view = watched(
      [...PATH.slice(0, 4), null].map((hop) => ({
        hop,
        rttsMs: rounds(60, 300).map((ms) => (hop === null ? null : ms)),
      })),
      { reached: false, destination: { address: GOAL, name: null } },
    );
    expect(compareTraces(view, HEALTHY).text).toBe(
      'Nothing answers behind hop 4; on the healthy path the next was hop 5, 198.51.100.99.',
    );
  });
});

describe('routers that are passed over', () => {
  test('slower by far than what lies behind it: not where the delay comes from', () => {
    const { comparison } = comparedWith(slower([0, 0, 400, 80, 80]), HEALTHY);
    expect(comparison?.firstDifferentTtl).toBe(4);
  });

  test('within a tunnel, whose routers answer by way of its end', () => {
    const mpls = [{ label: 24_001, trafficClass: 0, bottomOfStack: true, ttl: 1 }];
    const path = PATH.map((hop, index) =>
      index === 2 ? { address: CORE, node: { mpls } } : hop,
    ) satisfies readonly Sketch[];
    const { sentence, comparison } = comparedWith(slower([0, 0, 80, 80, 80], path), HEALTHY);
    expect(comparison?.firstDifferentTtl).toBe(4);
    expect(sentence.text).toContain("between your provider's first router and hop 4 (198.51.100.1)");
  });
});

describe('without a healthy trace', () => {
  test('a path that is watched because answers are slow is not called well', () => {
    expect(withoutHealthy(slower([0, 80, 80, 80, 80])).sentence).toEqual({
      state: 'starting',
      text: 'www.example.net answers in 101 ms: cannot tell yet whether and where that is slow, since no healthy trace of this path is known.',
    });
  });

  test('what is wrong with it keeps its sentence', () => {
    const lossy = watched(
      PATH.map((hop) => ({ hop, rttsMs: rounds(60, 9).map((ms, i) => (i % 4 ? ms : null)) })),
    );
    expect(lossy.sentence.state).toBe('degraded');
    expect(withoutHealthy(lossy)).toBe(lossy);
  });
});
