import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Output } from './output.ts';
import type { Session } from './session.ts';

/** Where commands come from. */
export interface Input {
  readonly stream: Readable;
  /** Once no more commands are wanted. */
  letGo(): void;
}

export const pipeInput = (): Input => ({
  stream: process.stdin,
  letGo: () => {
    process.stdin.destroy();
  },
});

/** Events still go out by the same socket; what comes in meanwhile is read, so that nothing backs up, and dropped. */
export const socketInput = (socket: Socket): Input => ({
  stream: socket,
  letGo: () => {
    socket.resume();
  },
});

export interface Conversation {
  readonly session: Session;
  readonly output: Output;
  readonly input: Input;
  readonly exitAtOnce: () => void;
}

/** Reads commands from now on. `finish` is called once, when no more will come. */
export function attachInput({ session, output, input, exitAtOnce }: Conversation, finish: () => void): void {
  const { stream } = input;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    session.end();
    input.letGo();
    finish();
  };
  stream.on('data', (chunk: Buffer | string) => {
    if (over) return;
    session.receive(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (output.congested) stream.pause();
  });
  output.onRelief(() => stream.resume());
  for (const event of ['end', 'error', 'close']) stream.on(event, end);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      // Asked twice: what is pending is not worth waiting for.
      if (over) exitAtOnce();
      else end();
    });
  }
}
