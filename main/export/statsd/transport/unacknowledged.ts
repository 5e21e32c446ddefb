import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Hexadecimal `address:port` of both ends, the state, then what the kernel holds to send and to read. */
const ROW = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]{8}):/gm;

/**
 * Bytes that the kernel holds since the far end has not acknowledged them, of the connection with these ports; null:
 * there is none, or more than one, so that it can't be told. The text is that of Linux's /proc/net/tcp (proc(5)).
 */
export function unacknowledgedIn(text: string, localPort: number, remotePort: number): number | null {
  const held = [...text.matchAll(ROW)].flatMap(([, local = '', remote = '', queue = '']) =>
    Number.parseInt(local, 16) === localPort && Number.parseInt(remote, 16) === remotePort
      ? [Number.parseInt(queue, 16)]
      : [],
  );
  return held.length === 1 ? (held[0] ?? null) : null;
}

/** Null wherever the system does not say: then only its own patience, of many minutes, ends a dead connection. */
export async function unacknowledged(socket: Socket): Promise<number | null> {
  const { localPort, remotePort, remoteFamily } = socket;
  if (process.platform !== 'linux' || localPort === undefined || remotePort === undefined) return null;
  try {
    const text = await readFile(`/proc/self/net/tcp${remoteFamily === 'IPv6' ? '6' : ''}`, 'latin1');
    return unacknowledgedIn(text, localPort, remotePort);
  } catch {
    return null;
  }
}
