import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../main/domain/outage/types.ts';
import type { ProbeResult, TraceStep } from '../../../main/domain/trace/types.ts';
import { answered } from './fake-sender.ts';
import { SimpleEngine } from './simple-engine.ts';
import { ADDRESS, byHand, endOf } from './stage.ts';

const PATIENCE_MS = 200;

/** Gives up all that has not been answered in time. */
class Impatient extends SimpleEngine {
  readonly times: { readonly what: string; readonly atMs: number }[] = [];
  #startedMs = 0;
  #isOver = false;

  override start(now?: Instant): TraceStep {
    this.#startedMs = now?.monoMs ?? 0;
    return this.#until(super.start());
  }

  override result(key: number, result: ProbeResult, now?: Instant): TraceStep {
    this.#look(`result ${key}`, now);
    return this.#until(super.result(key, result));
  }

  override tick(now?: Instant): TraceStep {
    this.#look('tick', now);
    return this.#until(super.tick());
  }

  #look(what: string, now?: Instant): void {
    const atMs = (now?.monoMs ?? 0) - this.#startedMs;
    this.times.push({ what, atMs });
    this.#isOver ||= atMs > PATIENCE_MS || (what === 'tick' && atMs >= PATIENCE_MS);
  }

  #until(step: TraceStep): TraceStep {
    return { ...step, wakeAtMono: this.#startedMs + PATIENCE_MS, done: step.done || this.#isOver };
  }
}

async function impatient() {
  const engines: Impatient[] = [];
  const engine = (plan: ConstructorParameters<typeof Impatient>[0]): Impatient => {
    const made = new Impatient(plan);
    engines.push(made);
    return made;
  };
  const made = await byHand({}, { engines: { path: engine, multipath: engine, mtu: engine } });
  return { made, times: () => engines[0]?.times ?? [] };
}

describe('when an engine is woken', () => {
  test('at its time, when nothing came', async () => {
    const { made, times } = await impatient();
    made.clock.advance(PATIENCE_MS);
    expect(times()).toEqual([{ what: 'tick', atMs: PATIENCE_MS }]);
    expect((await endOf(made.run)).status).toBe('done');
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('after a stall of this process only when what came meanwhile was read; nothing of it is given up', async () => {
    const { made, times } = await impatient();
    made.clock.stall(900);
    // The timer fires first, as it does in Node.
    made.clock.advance(0);
    expect(made.run.view.status).toBe('running');
    for (const sent of made.sender.sent) answered(sent, ADDRESS, { kind: 'echo-reply' });
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: true, received: 4 });
    expect(times().map(({ atMs }) => atMs)).toEqual([200, 200, 200, 200]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('after a stall without anything: a moment later, at the true time', async () => {
    const { made, times } = await impatient();
    made.clock.stall(900);
    made.clock.advance(0);
    const [first] = made.sender.sent;
    if (first) answered(first, '192.0.2.1');
    made.clock.advance(20);
    expect(times().map(({ what }) => what)).toEqual(['result 1', 'tick']);
    expect(times()[1]?.atMs).toBeGreaterThanOrEqual(900);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', received: 1 });
  });
});
