import { describe, expect, test } from 'vitest';
import { type Belief, type HopBelief, VERDICT_KINDS } from '../../../main/domain/localize/types.ts';
import { VERDICTS, verdictOf } from '../../../main/domain/localize/verdicts/registry.ts';
import type { Findings } from '../../../main/domain/localize/verdicts/types.ts';
import { line } from '../../support/localize/line.ts';

const none = { sent: 0, answered: 0 };
const hopBelief = (hop: number, more: Partial<HopBelief> = {}): HopBelief => ({
  hop,
  forwardSurvival: 1,
  forwardInterval95: [0.99, 1],
  returnSurvival: 1,
  returnInterval95: [0.99, 1],
  limitsPings: 0,
  limitsReports: 0,
  answersTtlLimited: true,
  answersEcho: true,
  reassembles: true,
  tests: {
    'ttl-limited': none,
    echo: { sent: 100, answered: 90 },
    train: { sent: 50, answered: 30 },
    bounce: none,
    boomerang: none,
    detour: none,
  },
  ...more,
});

const belief = (more: Partial<Belief>): Belief => ({
  fault: 0.9999,
  links: [1, 2, 3, 4, 5].map((to) => ({ to, forward: to === 3 ? 0.99 : 0, return: 0, both: 0 })),
  hops: [1, 2, 3, 4, 5].map((hop) => hopBelief(hop)),
  segment: { from: 2, to: 3 },
  segmentShare: 0.995,
  directions: { forward: 0.99, return: 0.005, both: 0.005 },
  direction: 'forward',
  directionLogFactor: 5,
  loss: 0.1,
  lossInterval95: [0.08, 0.13],
  dead: 0,
  detectable: 0.01,
  clustering: 1,
  ...more,
});

const findings = (more: Partial<Belief>, hops = line({ hops: 5 }).path): Findings => ({
  hops,
  belief: belief(more),
  probes: 700,
  packets: 1_000,
  ended: 'sure',
});

const textOf = (more: Partial<Belief>): string => verdictOf(findings(more)).text;

test('every kind has its rule, and the last one always applies', () => {
  expect(new Set(VERDICTS.map(({ kind }) => kind))).toEqual(new Set(VERDICT_KINDS));
  for (const fault of [0, 0.5, 1]) {
    expect(VERDICTS.at(-1)?.claim(findings({ fault }), [])).not.toBeNull();
  }
});

describe('words', () => {
  test.each([
    ['forward', 'on the way out'],
    ['return', 'on the way back'],
    ['both', 'in both directions'],
  ] as const)('loss %s', (direction, words) => {
    expect(textOf({ direction })).toContain(
      `About 10 % of packets (8-13 %) get lost between hop 2 (198.51.100.2) and hop 3 (198.51.100.3) ${words}.`,
    );
  });

  test('a direction that is not known is not hinted at, and what would help is said', () => {
    const open = textOf({ direction: 'unknown' });
    expect(open).not.toMatch(/way out|way back|both/);
    expect(open).toContain('a longer test would tell');
    const hops = [1, 2, 3, 4, 5].map((hop) => hopBelief(hop, { reassembles: false, answersEcho: false }));
    expect(textOf({ direction: 'unknown', hops })).toContain('cannot be told');
  });

  test('whose it is', () => {
    expect(textOf({ segment: { from: 0, to: 1 } })).toContain('inside your own network');
    expect(textOf({ segment: { from: 1, to: 2 } })).toContain('between your network and your provider');
    expect(textOf({ segment: { from: 2, to: 3 } })).toContain('the network of your provider');
    expect(textOf({ segment: { from: 3, to: 4 } })).toContain('hands over to others');
    expect(textOf({ segment: { from: 4, to: 5 } })).toContain('beyond your provider');
    expect(textOf({ segment: { from: 1, to: 5 } })).toContain('from your own network to beyond');
  });

  test('dead', () => {
    const text = textOf({ dead: 0.99, direction: 'unknown', loss: 1, lossInterval95: [0.96, 1] });
    expect(text).toContain('Nothing answers any more from hop 3 (198.51.100.3) on, while hop 2');
    expect(text).toContain('cannot be told while none returns');
  });

  test('no fault, with what would have been seen', () => {
    const verdict = verdictOf(findings({ fault: 0.001, detectable: 0.008 }));
    expect(verdict).toMatchObject({ kind: 'none', segment: null, direction: 'unknown', interval95: null });
    expect(verdict.text).toContain('from 0.8 % on');
  });

  test('limits only: one hop, two hops', () => {
    const hops = [1, 2, 3, 4, 5].map((hop) => hopBelief(hop, { limitsPings: hop === 2 ? 0.99 : 0 }));
    expect(textOf({ fault: 0.001, hops })).toContain('hop 2 (198.51.100.2) answers only some');
    const two = [1, 2, 3, 4, 5].map((hop) =>
      hopBelief(hop, { limitsReports: hop === 2 || hop === 4 ? 0.99 : 0 }),
    );
    expect(textOf({ fault: 0.001, hops: two })).toContain('and hop 4 (198.51.100.4) answer only some');
  });

  test('too little: a suspicion is said as one, and blames nobody', () => {
    const verdict = verdictOf(findings({ fault: 0.9 }));
    expect(verdict).toMatchObject({ kind: 'unknown', direction: 'unknown', lossPercent: null });
    expect(verdict.text).toMatch(/seem to get lost.*\(90 % sure\).*too little to blame/);
    expect(verdictOf(findings({ fault: 0.3 }))).toMatchObject({ kind: 'unknown', segment: null });
  });

  test('a sound path of which little could be seen is no "no fault"', () => {
    expect(verdictOf(findings({ fault: 0.01, detectable: 0.4 })).kind).toBe('unknown');
  });
});

test('what kept hops from telling', () => {
  const hops = [
    hopBelief(1, { answersEcho: false }),
    hopBelief(2, { limitsPings: 0.9 }),
    hopBelief(3, { reassembles: false }),
    hopBelief(4),
    hopBelief(5),
  ];
  const path = line({ hops: 5, silent: [4] }).path;
  expect(verdictOf(findings({ hops }, path)).notTestable).toEqual([
    { hop: 1, reason: 'no-echo' },
    { hop: 2, reason: 'limits-answers' },
    { hop: 3, reason: 'no-reassembly' },
    { hop: 4, reason: 'silent' },
  ]);
});
