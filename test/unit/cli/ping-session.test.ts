import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProbeAnswer, Prober } from '../../../main/cli/ping/prober.ts';
import { runSession, type SessionEnd } from '../../../main/cli/ping/session.ts';

/** A prober whose answers the test gives. */
class Scripted implements Prober {
  readonly mode = 'helper';
  readonly sentAtMs: number[] = [];
  readonly answer: ((answer: ProbeAnswer) => void)[] = [];
  gone: (reason: string) => void = () => {};

  send(onAnswer: (answer: ProbeAnswer) => void): void {
    this.sentAtMs.push(performance.now());
    this.answer.push(onAnswer);
  }
  onGone(listener: (reason: string) => void): void {
    this.gone = listener;
  }
  async close(): Promise<void> {}
}

const REPLY: ProbeAnswer = { type: 'reply', rttMs: 30 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start(count: number, intervalMs = 1000) {
  const prober = new Scripted();
  const interruption = new AbortController();
  const told: string[] = [];
  let end: SessionEnd | null = null;
  void runSession({
    prober,
    count,
    intervalMs,
    interrupted: interruption.signal,
    onAnswer: (number, answer) => told.push(`${number} ${answer.type}`),
  }).then((value) => {
    end = value;
  });
  return { prober, interruption, told, ended: () => end };
}

describe('one run of probes', () => {
  test('probes leave at a steady pace, and the run ends soon after the last answer', async () => {
    const { prober, ended, told } = start(3);
    const first = prober.sentAtMs[0] ?? Number.NaN;
    await vi.advanceTimersByTimeAsync(2000);
    expect(prober.sentAtMs.map((ms) => ms - first)).toEqual([0, 1000, 2000]);
    for (const answer of prober.answer) answer(REPLY);
    expect(ended()).toBeNull();
    await vi.advanceTimersByTimeAsync(30);
    expect(ended()).toMatchObject({ gone: null });
    expect(told).toEqual(['1 reply', '2 reply', '3 reply']);
  });

  test('a copy that comes within that time is counted', async () => {
    const { prober, ended } = start(1);
    prober.answer[0]?.(REPLY);
    await vi.advanceTimersByTimeAsync(10);
    prober.answer[0]?.({ type: 'duplicate', rttMs: 40 });
    await vi.advanceTimersByTimeAsync(100);
    expect(ended()?.tally.duplicates).toBe(1);
  });

  test('a loss is waited for, and its late answer taken', async () => {
    const { prober, ended } = start(2);
    prober.answer[0]?.(REPLY);
    await vi.advanceTimersByTimeAsync(1000);
    prober.answer[1]?.({ type: 'lost' });
    await vi.advanceTimersByTimeAsync(900);
    expect(ended()).toBeNull();
    prober.answer[1]?.({ type: 'late', rttMs: 900 });
    await vi.advanceTimersByTimeAsync(900);
    expect(ended()?.tally).toMatchObject({ received: 2, late: 1 });
  });

  test('total silence ends when the first probe has had ten seconds', async () => {
    const { prober, ended } = start(2, 200);
    await vi.advanceTimersByTimeAsync(9990);
    expect(ended()).toBeNull();
    expect(prober.answer).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20);
    expect(ended()?.tally).toMatchObject({ sentCount: 2, received: 0 });
  });

  test('answers for all at once, inside the send, end it too', async () => {
    const prober = new Scripted();
    prober.send = (onAnswer) => onAnswer({ type: 'unreachable', code: null, from: null });
    const ended = runSession({
      prober,
      count: 1,
      intervalMs: 1000,
      interrupted: new AbortController().signal,
      onAnswer: () => {},
    });
    await vi.advanceTimersByTimeAsync(1);
    expect((await ended).tally.sentCount).toBe(1);
  });

  test('an interruption ends it with what is known, and nothing is sent or told after it', async () => {
    const { prober, interruption, ended, told } = start(100);
    prober.answer[0]?.(REPLY);
    await vi.advanceTimersByTimeAsync(1500);
    interruption.abort();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ended()?.tally).toMatchObject({ sentCount: 2, received: 1 });
    expect(prober.sentAtMs).toHaveLength(2);
    prober.answer[1]?.(REPLY);
    expect(told).toEqual(['1 reply']);
  });

  test('interrupted before it began: nothing is sent', async () => {
    const prober = new Scripted();
    const end = await runSession({
      prober,
      count: 5,
      intervalMs: 1000,
      interrupted: AbortSignal.abort(),
      onAnswer: () => {},
    });
    expect([end.tally.sentCount, prober.sentAtMs.length]).toEqual([0, 0]);
  });

  test('a prober that is gone ends it with the reason', async () => {
    const { prober, ended } = start(5);
    prober.answer[0]?.(REPLY);
    await vi.advanceTimersByTimeAsync(2000);
    prober.answer[1]?.({ type: 'lost' });
    prober.gone('the helper ended');
    await vi.advanceTimersByTimeAsync(1);
    // What became of the third is not known, so it is no loss.
    expect(ended()).toMatchObject({ gone: 'the helper ended', tally: { sentCount: 2, received: 1 } });
    expect(vi.getTimerCount()).toBe(0);
  });
});
