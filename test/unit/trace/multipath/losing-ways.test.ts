import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { createMultipathEngine } from '../../../../main/domain/trace/multipath/multipath-engine.ts';
import { readHops } from '../../../../main/domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../../../main/domain/trace/reading/sentence.ts';
import type { Answered, PlannedProbe, TraceFacts } from '../../../../main/domain/trace/types.ts';
import {
  type Graph,
  MultipathNetwork,
  type NetworkOptions,
  planFor,
  randomFrom,
  runEngine,
} from '../../../support/trace/multipath-network.ts';
import { traceView } from '../../../support/trace/views.ts';

/** r1 spreads flows over the ways by a and c and by b and d, which meet again. */
const GRAPH: Graph = {
  start: ['10.0.1.1'],
  next: {
    '10.0.1.1': ['10.0.2.1', '10.0.2.2'],
    '10.0.2.1': ['10.0.3.1'],
    '10.0.2.2': ['10.0.3.2'],
    '10.0.3.1': ['10.0.4.1'],
    '10.0.3.2': ['10.0.4.1'],
  },
};

type Loses = (probe: PlannedProbe, by: string) => boolean;

function trace(seed: number, loses: Loses, options: Partial<NetworkOptions> = {}): TraceFacts {
  const known = new MultipathNetwork(GRAPH, { seed });
  const alter = (probe: PlannedProbe, answer: Answered): Answered | null => {
    const by = known.send({ ...probe, ttl: 2 }, 0)?.from ?? '';
    return loses(probe, by) ? null : answer;
  };
  const network = new MultipathNetwork(GRAPH, { seed, alter, ...options });
  const engine = createMultipathEngine(planFor());
  runEngine(engine, (probe, nowMs) => network.send(probe, nowMs));
  return engine.facts();
}

const told = ({ warnings }: TraceFacts): string | undefined =>
  warnings.find(({ code }) => code === 'ways-lose')?.text;
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** The runs whose flows found both ways: six flows miss one of two in one run of 32. */
const runs = (loses: Loses, options: Partial<NetworkOptions> = {}): readonly TraceFacts[] =>
  SEEDS.map((seed) => trace(seed, loses, options)).filter(
    ({ hops, reached }) => reached && hops[1]?.nodes.length === 2,
  );

function sentenceOf(facts: TraceFacts): string {
  const view: TraceView = { ...traceView([]), ...facts, mode: 'multipath', host: 'example.com' };
  return sentenceFor({ ...view, hops: readHops(facts.hops, facts.reached, true) }).text;
}

describe('one of two ways', () => {
  test('is dead behind its first router: that one is named in every run, and no percentage is made up', () => {
    const found = runs(({ ttl }, by) => ttl > 2 && by === '10.0.2.1').map(sentenceOf);
    expect(found.length).toBeGreaterThan(30);
    expect([...new Set(found)]).toEqual([
      'example.com answers. Behind hop 2 (10.0.2.1) nothing comes through; the other ways are fine.',
    ]);
  });

  test('is dead behind its second router: the last that answers is named', () => {
    const found = runs(({ ttl }, by) => ttl > 3 && by === '10.0.2.2').map(told);
    expect(found.length).toBeGreaterThan(30);
    expect([...new Set(found)]).toEqual([
      'Behind hop 3 (10.0.3.2) nothing comes through; the other ways are fine.',
    ]);
  });

  test('loses half: nobody on the other is named', () => {
    const random = randomFrom(1);
    const texts = runs(({ ttl }, by) => ttl > 2 && by === '10.0.2.1' && random() < 0.5).map(sentenceOf);
    expect(texts.filter((text) => text.includes('10.0.2.2') || text.includes('10.0.3.2'))).toEqual([]);
    expect(texts.filter((text) => /on some of the ways|The ways by hop/.test(text)).length).toBeGreaterThan(
      texts.length / 2,
    );
  });

  test('is dead, and nobody on either ever answers: nobody is named', () => {
    const silent = new Set(['10.0.2.1', '10.0.2.2', '10.0.3.1', '10.0.3.2']);
    const texts = SEEDS.slice(0, 16)
      .map((seed) => trace(seed, ({ ttl }, by) => ttl > 2 && by === '10.0.2.1', { silent }))
      .flatMap((facts) => told(facts) ?? []);
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.every((text) => text.startsWith('Some of the ways lose'))).toBe(true);
  });
});

describe('nobody is accused', () => {
  test('when nothing is lost, or a router on one way keeps silent', () => {
    for (const silent of [[], ['10.0.3.1'], ['10.0.4.1']]) {
      const found = runs(() => false, { silent: new Set(silent) });
      expect(found.length).toBeGreaterThan(30);
      expect(found.flatMap((facts) => told(facts) ?? [])).toEqual([]);
    }
  });

  test('when all ways lose alike', () => {
    const found = runs(() => false, { loss: 0.2 });
    expect(found.length).toBeGreaterThan(30);
    expect(found.flatMap((facts) => told(facts) ?? [])).toEqual([]);
  });
});
