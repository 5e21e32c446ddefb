import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';

/** What a connection has shown of itself. `silent`: its time was up, or it left. */
export type FirstLine = 'right' | 'wrong' | 'silent';

/**
 * Reads exactly the token and a newline; what follows is left in the socket, which is paused. `judge` is called once.
 * Compared as a whole, in a time that does not depend on what was said.
 */
export function readFirstLine(
  socket: Socket,
  token: string,
  timeoutMs: number,
  judge: (line: FirstLine) => void,
): void {
  const wanted = Buffer.from(`${token}\n`, 'latin1');
  let heard = Buffer.alloc(0);
  const finish = (line: FirstLine): void => {
    clearTimeout(timer);
    socket.off('data', onData);
    socket.off('close', onClose);
    judge(line);
  };
  const onData = (chunk: Buffer): void => {
    heard = Buffer.concat([heard, chunk]);
    if (heard.length < wanted.length) return;
    socket.pause();
    const isRight = timingSafeEqual(heard.subarray(0, wanted.length), wanted);
    socket.off('data', onData);
    if (isRight && heard.length > wanted.length) socket.unshift(heard.subarray(wanted.length));
    finish(isRight ? 'right' : 'wrong');
  };
  const onClose = (): void => finish('silent');
  const timer = setTimeout(onClose, timeoutMs);
  socket.on('data', onData);
  socket.on('close', onClose);
}
