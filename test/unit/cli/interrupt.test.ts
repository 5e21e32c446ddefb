import { afterEach, describe, expect, test, vi } from 'vitest';
import { untilInterrupted } from '../../../main/cli/interrupt.ts';
import type { Output } from '../../../main/cli/terminal/output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listening = (): number => SIGNALS.reduce((sum, signal) => sum + process.listenerCount(signal), 0);

function started() {
  const before = new Map(SIGNALS.map((signal) => [signal, new Set(process.listeners(signal))]));
  const reader = new AbortController();
  const nothing = (): void => undefined;
  const output: Output = { line: nothing, write: nothing, json: nothing, closed: reader.signal };
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  const interrupted = untilInterrupted(output);
  const own = SIGNALS.flatMap((signal) =>
    process
      .listeners(signal)
      .filter((listener) => before.get(signal)?.has(listener) === false)
      .map((listener) => [signal, listener] as const),
  );
  const send = (signal: (typeof SIGNALS)[number]): void => {
    for (const [name, listener] of own) if (name === signal) listener(signal);
  };
  const stop = (): void => {
    for (const [signal, listener] of own) process.removeListener(signal, listener);
  };
  return { interrupted, exit, reader, send, stop };
}

describe('a command that is asked to end', () => {
  let run: ReturnType<typeof started>;
  afterEach(() => {
    run.stop();
    vi.restoreAllMocks();
  });

  test.each(SIGNALS)('%s asks it once', (signal) => {
    run = started();
    expect(run.interrupted.aborted).toBe(false);
    run.send(signal);
    expect(run.interrupted.aborted).toBe(true);
    expect(run.exit).not.toHaveBeenCalled();
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('a second signal, %s, ends it at once', (signal) => {
    run = started();
    run.send('SIGINT');
    expect(() => run.send(signal)).toThrow('ended');
    expect(run.exit).toHaveBeenCalledWith(130);
  });

  test('a terminal that goes away sends SIGHUP more than once, and closes the output: nobody insists', () => {
    run = started();
    run.reader.abort();
    expect(run.interrupted.aborted).toBe(true);
    run.send('SIGHUP');
    run.send('SIGHUP');
    expect(run.exit).not.toHaveBeenCalled();
  });

  test('nothing is listened to that was not there before', () => {
    const before = listening();
    run = started();
    expect(listening()).toBe(before + SIGNALS.length);
  });
});
