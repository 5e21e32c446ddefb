import type { Transport } from '../../../../main/export/statsd/transport/types.ts';

/** Sends a line now and then until told to end; tells how many it were. */
export function sending(transport: Transport): () => number {
  let lines = 0;
  const timer = setInterval(() => {
    lines += 1;
    transport.send(Buffer.from(`line${lines}:1|c\n`), 1);
  }, 10);
  return () => {
    clearInterval(timer);
    return lines;
  };
}

/** More than any buffer takes, until told to end. */
export function flooding(transport: Transport): () => void {
  const chunk = Buffer.alloc(60_000, 'x');
  const timer = setInterval(() => {
    for (let count = 0; count < 20; count += 1) transport.send(chunk, 1);
  }, 5);
  return () => clearInterval(timer);
}
