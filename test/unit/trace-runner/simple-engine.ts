import type { TraceHop } from '../../../main/domain/model/trace.ts';
import type {
  Answered,
  ProbeResult,
  TraceEngine,
  TraceFacts,
  TracePlan,
  TraceStep,
} from '../../../main/domain/trace/types.ts';

const LAST = 4;

/** The least that is an engine: one probe a hop to four hops, or to as many as are expected. */
export class SimpleEngine implements TraceEngine {
  readonly plan: TracePlan;
  readonly told: string[] = [];
  readonly #results = new Map<number, ProbeResult>();

  constructor(plan: TracePlan) {
    this.plan = plan;
  }

  start(): TraceStep {
    const { size, flow } = this.plan;
    const send = this.#ttls().map((ttl) => ({ key: ttl, ttl, flow, size }));
    return { send, wakeAtMono: null, done: false };
  }

  result(key: number, result: ProbeResult): TraceStep {
    this.told.push(`result ${key} ${result.outcome}${result.outcome === 'unsent' ? ` ${result.code}` : ''}`);
    if (this.#results.has(key)) throw new Error(`two results for ${key}`);
    this.#results.set(key, result);
    return this.#step();
  }

  again(key: number, kind: 'late' | 'duplicate', { from }: Answered): TraceStep {
    this.told.push(`${kind} ${key} ${from}`);
    return this.#step();
  }

  tick(): TraceStep {
    this.told.push('tick');
    return this.#step();
  }

  facts(): TraceFacts {
    const hops = this.#ttls().map((ttl) => this.#hop(ttl));
    const end = hops.findIndex(({ nodes }) => nodes[0]?.address === this.plan.address);
    const received = hops.reduce((sum, hop) => sum + hop.received, 0);
    return {
      reached: end >= 0,
      rounds: 1,
      sent: hops.length,
      received,
      late: 0,
      duplicate: 0,
      hops: end < 0 ? hops : hops.slice(0, end + 1),
      changes: [],
      links: [],
      pathMtu: null,
      warnings: [],
    };
  }

  #ttls(): readonly number[] {
    return Array.from({ length: this.plan.expectedHops ?? LAST }, (_, index) => index + 1);
  }

  #step(): TraceStep {
    const isAnswered = (ttl: number): boolean => this.#results.has(ttl);
    const done = this.plan.mode !== 'continuous' && this.#ttls().every(isAnswered);
    return { send: [], wakeAtMono: null, done };
  }

  #hop(ttl: number): TraceHop {
    const result = this.#results.get(ttl);
    const answer = result?.outcome === 'answered' ? result.answer : null;
    const node = answer === null ? [] : [nodeOf(answer)];
    return {
      ttl,
      sent: 1,
      received: node.length,
      late: 0,
      duplicate: 0,
      lossPercent: result === undefined ? null : node.length === 1 ? 0 : 100,
      interval95: null,
      reading: 'unknown',
      rttMs: null,
      nodes: node,
      samples: [],
    };
  }
}

const nodeOf = (answer: Answered) => ({
  address: answer.from,
  name: null,
  note: null,
  received: 1,
  rttMs: null,
  answers: [answer.kind],
  mpls: [],
  interfaces: [],
  translated: false,
});
