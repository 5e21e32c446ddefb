import type { HelperEvent } from '../protocol/messages.ts';

/** The part of a writable stream that is used. */
export interface Sink {
  write(chunk: string, done: () => void): boolean;
  readonly writableLength: number;
  on(event: 'drain', listener: () => void): unknown;
}

export interface OutputOptions {
  /** Unread bytes from which the client should get no chance to ask for more. */
  readonly pauseBytes: number;
  /** Unread bytes from which events that can be done without are left out. */
  readonly dropBytes: number;
}

/** Events to the client, with a bound on what piles up while it does not read. */
export interface Output {
  send(event: HelperEvent): void;
  /** Left out and counted when too much is unread. */
  sendOptional(event: HelperEvent): void;
  readonly dropped: number;
  /** Too much is unread; `onRelief` is called when all of it has been read. */
  readonly congested: boolean;
  onRelief(listener: () => void): void;
  /** Calls back once everything said so far is on its way. */
  flush(done: () => void): void;
}

export function createOutput(sink: Sink, { pauseBytes, dropBytes }: OutputOptions): Output {
  let dropped = 0;
  const write = (event: HelperEvent): void => {
    sink.write(`${JSON.stringify(event)}\n`, () => {});
  };
  return {
    send: write,
    sendOptional(event) {
      if (sink.writableLength > dropBytes) dropped += 1;
      else write(event);
    },
    get dropped() {
      return dropped;
    },
    get congested() {
      return sink.writableLength > pauseBytes;
    },
    onRelief: (listener) => {
      sink.on('drain', listener);
    },
    flush: (done) => {
      sink.write('', done);
    },
  };
}
