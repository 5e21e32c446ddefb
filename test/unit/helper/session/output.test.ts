import { describe, expect, test } from 'vitest';
import type { HelperEvent } from '../../../../helper/protocol/messages.ts';
import { createOutput, type Sink } from '../../../../helper/session/output.ts';

const LATE: HelperEvent = { event: 'late', id: 1, rttMs: 1, from: '192.0.2.1' };

class FakeSink implements Sink {
  chunks: string[] = [];
  writableLength = 0;
  done: (() => void)[] = [];
  listeners: (() => void)[] = [];
  write(chunk: string, done: () => void): boolean {
    this.chunks.push(chunk);
    this.done.push(done);
    return true;
  }
  on(_: 'drain', listener: () => void): this {
    this.listeners.push(listener);
    return this;
  }
}

describe('output', () => {
  test('a line each', () => {
    const sink = new FakeSink();
    createOutput(sink, { pauseBytes: 10, dropBytes: 20 }).send(LATE);
    expect(sink.chunks).toEqual(['{"event":"late","id":1,"rttMs":1,"from":"192.0.2.1"}\n']);
  });

  test('congested past the first bound, optional events left out past the second', () => {
    const sink = new FakeSink();
    const output = createOutput(sink, { pauseBytes: 10, dropBytes: 20 });
    sink.writableLength = 10;
    expect(output.congested).toBe(false);
    sink.writableLength = 11;
    expect(output.congested).toBe(true);
    sink.writableLength = 20;
    output.sendOptional(LATE);
    expect(sink.chunks).toHaveLength(1);
    sink.writableLength = 21;
    output.sendOptional(LATE);
    expect([sink.chunks.length, output.dropped]).toEqual([1, 1]);
    output.send(LATE);
    expect(sink.chunks).toHaveLength(2);
  });

  test('relief and flush follow the stream', () => {
    const sink = new FakeSink();
    const output = createOutput(sink, { pauseBytes: 10, dropBytes: 20 });
    const heard: string[] = [];
    output.onRelief(() => heard.push('relief'));
    output.flush(() => heard.push('flushed'));
    expect(heard).toEqual([]);
    for (const call of [...sink.listeners, ...sink.done]) call();
    expect(heard).toEqual(['relief', 'flushed']);
  });
});
