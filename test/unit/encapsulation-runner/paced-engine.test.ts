import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { OnceEngine } from '../../../main/domain/trace/engine/once/once-engine.ts';
import type { Answered, ProbeResult, TraceEngine, TraceStep } from '../../../main/domain/trace/types.ts';
import { PacedEngine } from '../../../main/encapsulation/relayed/paced-engine.ts';
import { SendWindow } from '../../../main/encapsulation/sending/send-window.ts';
import { planOf } from '../../../main/trace/run/plan.ts';

const at = (ms: number) => ({ monoMs: monoMs(ms), wallMs: wallMs(ms) });

/** Wants so many packets at once and notes the time that it is told. */
class Wanting implements TraceEngine {
  readonly times: number[] = [];
  wakeAtMono: number | null = null;
  isDone = false;
  readonly #packets: number;

  constructor(packets: number) {
    this.#packets = packets;
  }

  start({ monoMs: now }: { readonly monoMs: number }): TraceStep {
    this.times.push(now);
    const send = Array.from({ length: this.#packets }, (_, key) => ({
      key,
      ttl: key + 1,
      flow: 0,
      size: 64,
    }));
    return { send, wakeAtMono: this.wakeAtMono, done: false };
  }

  result(_key: number, _result: ProbeResult, now: { readonly monoMs: number }): TraceStep {
    return this.#step(now.monoMs);
  }

  again(
    _key: number,
    _kind: 'late' | 'duplicate',
    _answer: Answered,
    now: { readonly monoMs: number },
  ): TraceStep {
    return this.#step(now.monoMs);
  }

  tick(now: { readonly monoMs: number }): TraceStep {
    return this.#step(now.monoMs);
  }

  facts(): never {
    throw new Error('nobody asks');
  }

  #step(now: number): TraceStep {
    this.times.push(now);
    return { send: [], wakeAtMono: this.wakeAtMono, done: this.isDone };
  }
}

const RATES = { perSecond: 4, perHopPerSecond: 2 };
const paced = (engine: TraceEngine, window = new SendWindow(RATES)) =>
  new PacedEngine(engine, window, (ttl) => `relay ${ttl}`);

describe('an engine that knows no rates', () => {
  test('its packets leave as there is room, in their order', () => {
    const engine = paced(new Wanting(6));
    const first = engine.start(at(0));
    expect(first.send.map(({ key }) => key)).toEqual([0, 1, 2, 3]);
    expect(first.wakeAtMono).toBe(1030);
    const second = engine.tick(at(1030));
    expect(second.send.map(({ key }) => key)).toEqual([4, 5]);
    expect(second.wakeAtMono).toBeNull();
  });

  test('time stands still for it while any waits, and goes on from there', () => {
    const inner = new Wanting(6);
    const engine = paced(inner);
    engine.start(at(1000));
    engine.result(0, { outcome: 'lost' }, at(1500));
    engine.tick(at(2030));
    inner.wakeAtMono = 1400;
    // Since all have left: 100 ms by both clocks, so it wants to be woken 300 ms from now.
    const step = engine.tick(at(2130));
    expect(inner.times).toEqual([1000, 1000, 1000, 1100]);
    expect(step.wakeAtMono).toBe(2430);
  });

  test('with room for all its time is the true one', () => {
    const inner = new Wanting(2);
    inner.wakeAtMono = 70;
    const engine = paced(inner);
    expect(engine.start(at(10)).wakeAtMono).toBe(70);
    expect(engine.again(0, 'late', ANSWER, at(60)).wakeAtMono).toBe(70);
    expect(inner.times).toEqual([10, 60]);
  });

  test('what others have sent through the same helper counts', () => {
    const window = new SendWindow(RATES);
    for (const hop of ['a', 'b', 'c']) window.note(hop, 0);
    const engine = paced(new Wanting(2), window);
    expect(engine.start(at(500)).send).toHaveLength(1);
    expect(engine.tick(at(1030)).send).toHaveLength(1);
  });

  test('done: what still waits is never sent', () => {
    const inner = new Wanting(6);
    const engine = paced(inner);
    engine.start(at(0));
    inner.isDone = true;
    expect(engine.result(0, { outcome: 'lost' }, at(10))).toEqual({ send: [], wakeAtMono: null, done: true });
    expect(engine.tick(at(2000)).send).toEqual([]);
  });
});

const ANSWER: Answered = {
  kind: 'ttl-exceeded',
  from: '198.51.100.1',
  rttMs: 10,
  code: null,
  ttl: 60,
  quotedTtl: 1,
  translated: null,
  mtu: null,
  mpls: [],
  interfaces: [],
};

/** A line of routers, each 10 ms farther, and the destination behind them; some are silent. */
function traceLine(routers: readonly boolean[], rates: typeof RATES) {
  const ask = { host: '203.0.113.9', mode: 'once', method: 'icmp', family: 4, queries: 2 } as const;
  const plan = planOf(ask, { address: '203.0.113.9', zone: null, family: 4 }, 'icmp', 'once');
  const engine = paced(new OnceEngine(plan), new SendWindow(rates));
  const sent: { readonly ttl: number; readonly atMs: number }[] = [];
  const results: { readonly atMs: number; readonly key: number; readonly result: ProbeResult }[] = [];
  let now = 0;
  let step = engine.start(at(now));
  for (let turn = 0; turn < 5000 && !step.done; turn += 1) {
    for (const { key, ttl } of step.send) {
      sent.push({ ttl, atMs: now });
      const isEnd = ttl > routers.length;
      const rttMs = 10 * Math.min(ttl, routers.length + 1);
      const from = isEnd ? '203.0.113.9' : `198.51.100.${ttl}`;
      const kind = isEnd ? 'echo-reply' : 'ttl-exceeded';
      const answers = isEnd || routers[ttl - 1] === true;
      results.push(
        answers
          ? {
              atMs: now + rttMs,
              key,
              result: { outcome: 'answered', answer: { ...ANSWER, kind, from, rttMs } },
            }
          : { atMs: now + 2000, key, result: { outcome: 'lost' } },
      );
    }
    results.sort((a, b) => a.atMs - b.atMs);
    const next = results[0];
    const wake = step.wakeAtMono ?? Number.POSITIVE_INFINITY;
    if (next !== undefined && next.atMs <= wake) {
      results.shift();
      now = Math.max(now, next.atMs);
      step = engine.result(next.key, next.result, at(now));
    } else if (Number.isFinite(wake)) {
      now = Math.max(now, wake);
      step = engine.tick(at(now));
    } else break;
  }
  return { done: step.done, facts: engine.facts(), sent };
}

describe('the ordinary engine, held to a few packets a second', () => {
  test('sees the same path, and calls nothing lost that only left late', () => {
    const routers = [true, true, false, true, true, true, false];
    const { done, facts, sent } = traceLine(routers, RATES);
    expect(done).toBe(true);
    expect(facts.reached).toBe(true);
    expect(facts.hops.map(({ nodes }) => nodes.length === 1)).toEqual([...routers, true]);
    for (const { nodes, lossPercent } of facts.hops) expect(lossPercent).toBe(nodes.length === 1 ? 0 : 100);
    for (const { atMs } of sent) {
      expect(sent.filter((one) => one.atMs > atMs - 1000 && one.atMs <= atMs).length).toBeLessThanOrEqual(4);
    }
  });

  test('whatever path and rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 3, max: 20 }),
        (routers, perSecond) => {
          const { done, facts } = traceLine(routers, { perSecond, perHopPerSecond: 2 });
          expect(done).toBe(true);
          expect(facts.reached).toBe(true);
          for (const { nodes, lossPercent } of facts.hops)
            if (nodes.length === 1) expect(lossPercent).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
