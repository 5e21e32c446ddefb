import { describe, expect, test } from 'vitest';
import type { ProbeAnswer } from '../../../helper/protocol/messages.ts';
import type { TraceMethod, TraceView } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { createPathEngine } from '../../../main/domain/trace/engine/path-engine.ts';
import { createMultipathEngine } from '../../../main/domain/trace/multipath/multipath-engine.ts';
import { answer, answered, FakeSender, lost, type Sent } from './fake-sender.ts';
import { ADDRESS, endOf, stage } from './stage.ts';

/** Who stands at which distance, by method and flow; null: nobody answers. The destination is at hop 5. */
type Way = (method: TraceMethod, flow: number) => readonly (string | null)[];

const HEALTHY = ['192.0.2.1', '203.0.113.2', '203.0.113.4', '203.0.113.6', ADDRESS];
const DEAD = ['192.0.2.1', '203.0.113.3', null, null, null];

const ENGINES = {
  engines: { path: createPathEngine, multipath: createMultipathEngine, mtu: createPathEngine },
};

const END: Readonly<Record<TraceMethod, Partial<ProbeAnswer>>> = {
  udp: { kind: 'unreachable', code: 'port-unreachable' },
  icmp: { kind: 'echo-reply', code: null },
  tcp: { kind: 'syn-ack', code: null },
};

class WaySender extends FakeSender {
  readonly #way: Way;
  readonly #timers: ConstructorParameters<typeof FakeSender>[0];

  constructor(clock: ConstructorParameters<typeof FakeSender>[0], way: Way) {
    super(clock);
    this.#timers = clock;
    this.#way = way;
  }

  protected override take(sent: Sent): void {
    const { method, ttl, flow, timeoutMs } = sent.request;
    const rttMs = 10 * Math.min(ttl, 5);
    const way = this.#way(method, flow);
    const from = way[Math.min(ttl, 5) - 1] ?? null;
    const end: Partial<ProbeAnswer> = ttl < 5 ? {} : END[method];
    const tell = (): void => (from === null ? lost(sent) : answered(sent, from, { ...end, rttMs }));
    this.#timers.setTimer(tell, from === null ? timeoutMs : rttMs);
  }
}

/** Answers come 3 s after their probe, when that has been told as lost. */
class LateSender extends FakeSender {
  readonly #timers: ConstructorParameters<typeof FakeSender>[0];

  constructor(clock: ConstructorParameters<typeof FakeSender>[0]) {
    super(clock);
    this.#timers = clock;
  }

  protected override take(sent: Sent): void {
    const { method, ttl, timeoutMs } = sent.request;
    const change: Partial<ProbeAnswer> = { ...(ttl < 5 ? {} : END[method]), rttMs: 3000 };
    const late = answer(HEALTHY[Math.min(ttl, 5) - 1] ?? ADDRESS, change);
    this.#timers.setTimer(() => lost(sent), timeoutMs);
    this.#timers.setTimer(
      () => sent.tell({ event: 'probe-again', id: sent.id, kind: 'late', answer: late }),
      3000,
    );
  }
}

async function traced(way: Way, ask: Partial<TraceAsk> = {}): Promise<TraceView> {
  const made = stage(
    (clock) => new WaySender(clock, way),
    { method: 'auto', numeric: true, ...ask },
    ENGINES,
  );
  await made.pass(ask.mode === 'multipath' ? 15_000 : 4000);
  made.run.stop();
  return endOf(made.run);
}

const codes = ({ warnings }: TraceView): readonly string[] => warnings.map(({ code }) => code);

describe('a method that gets stuck on the way', () => {
  test('another takes another way: not all is well', async () => {
    const view = await traced((method) => (method === 'udp' ? DEAD : HEALTHY));
    expect(view).toMatchObject({ method: 'icmp', reached: true });
    expect(codes(view)).toEqual(['method-fallback', 'method-other-way']);
    expect(view.sentence).toEqual({
      state: 'degraded',
      text: `${ADDRESS} answers ICMP in 50.0 ms, but UDP gets no farther than hop 2 (203.0.113.3); ICMP takes another way there, by 203.0.113.2: the way by 203.0.113.3 is probably broken.`,
    });
  });

  test('the same way: a filter may be meant', async () => {
    const stuck = [...HEALTHY.slice(0, 2), null, null, null];
    const view = await traced((method) => (method === 'udp' ? stuck : HEALTHY));
    expect(codes(view)).toEqual(['method-fallback', 'method-stops']);
    expect(view.sentence).toEqual({
      state: 'good',
      text: `${ADDRESS} answers in 50.0 ms, 5 hops away; UDP gets no farther than hop 2 (203.0.113.2), where ICMP passes: a filter, or one of several ways beyond it is broken.`,
    });
  });

  test('in rounds it is said as well', async () => {
    const view = await traced((method) => (method === 'udp' ? DEAD : HEALTHY), { mode: 'continuous' });
    expect(view.sentence.state).toBe('degraded');
  });

  test('the destination alone does not answer it: all is well', async () => {
    const view = await traced((method) => (method === 'udp' ? [...HEALTHY.slice(0, 4), null] : HEALTHY));
    expect(codes(view)).toEqual(['method-fallback']);
    expect(view.sentence.text).toBe(`All is well: ${ADDRESS} answers in 50.0 ms, 5 hops away.`);
  });

  test('with all ways asked for, its other flows are tried before another method', async () => {
    const split: Way = (method, flow) => (method === 'udp' && flow % 3 === 0 ? DEAD : HEALTHY);
    const view = await traced(split, { mode: 'multipath' });
    expect(view).toMatchObject({ method: 'udp', reached: true });
    expect(codes(view)).toEqual(['ways-lose']);
    expect(view.sentence.text).toBe(
      `${ADDRESS} answers. Behind hop 2 (203.0.113.3) nothing comes through; the other ways are fine.`,
    );
    expect(view.hops.some(({ reading }) => reading === 'loss')).toBe(false);
  });

  test('with all ways asked for and none of its flows arriving, the other method it is', async () => {
    const view = await traced((method) => (method === 'udp' ? DEAD : HEALTHY), { mode: 'multipath' });
    expect(view).toMatchObject({ method: 'icmp', reached: true });
    expect(codes(view)).toEqual(['method-fallback', 'method-other-way', 'one-flow']);
    expect(view.sentence.state).toBe('degraded');
  });
});

describe('a path on which every answer is later than the limit', () => {
  test('is not said to answer nothing, once it has answered', async () => {
    const made = stage(
      (clock) => new LateSender(clock),
      { method: 'auto', mode: 'continuous', numeric: true },
      ENGINES,
    );
    await made.pass(2600);
    expect(made.run.view.reached).toBe(false);
    await made.pass(8000);
    made.run.stop();
    const view = await endOf(made.run);
    expect(view.reached).toBe(true);
    expect(view.hops.map(({ lossPercent }) => lossPercent)).toEqual([0, 0, 0, 0, 0]);
    expect(codes(view)).toEqual([]);
  });
});
