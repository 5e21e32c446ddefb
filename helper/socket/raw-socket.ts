import { networkInterfaces } from 'node:os';
import type { RawSocket, RawSocketModule } from 'raw-socket';
import type { Channel, ChannelEvents, OpenChannel, OpenedChannel, Sending } from './channel.ts';
import { errnoName } from './errno.ts';
import { icmpFilter } from './icmp-filter.ts';

/** The largest IP packet; raw-socket cuts what is longer than its buffer without a word. */
const RECEIVE_BUFFER_BYTES = 0xffff;
/** Asked of the kernel, which grants up to net.core.rmem_max: room for a burst while this process waits. */
const SOCKET_BUFFER_BYTES = 0x10_0000;

const bytesOf = (words: Uint32Array): Buffer => Buffer.from(words.buffer, words.byteOffset, words.byteLength);

function setOption(socket: RawSocket, level: number, option: number, words: Uint32Array): void {
  const value = bytesOf(words);
  socket.setOption(level, option, value, value.length);
}

function setFilter(socket: RawSocket, family: 4 | 6, pass: 'echo' | 'none'): void {
  // Elsewhere the filters have other numbers or none; matching ignores what slips through.
  if (process.platform !== 'linux') return;
  const { level, option, value } = icmpFilter(family, pass);
  setOption(socket, level, option, value);
}

function create(raw: RawSocketModule, family: 4 | 6): RawSocket {
  return raw.createSocket({
    addressFamily: family === 4 ? raw.AddressFamily.IPv4 : raw.AddressFamily.IPv6,
    protocol: family === 4 ? raw.Protocol.ICMP : raw.Protocol.ICMPv6,
    bufferSize: RECEIVE_BUFFER_BYTES,
  });
}

/**
 * Sends and receives have a socket each: on one that is both readable and writable raw-socket serves only the
 * read, so that a busy receiver would starve the sends.
 */
function createReceiver(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family);
  setFilter(socket, family, 'echo');
  setOption(
    socket,
    raw.SocketLevel.SOL_SOCKET,
    raw.SocketOption.SO_RCVBUF,
    Uint32Array.of(SOCKET_BUFFER_BYTES),
  );
  return socket;
}

/** Never read. What the filter cannot block (ICMP types above 31) fills the smallest buffer and is dropped. */
function createSender(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family);
  setFilter(socket, family, 'none');
  setOption(socket, raw.SocketLevel.SOL_SOCKET, raw.SocketOption.SO_RCVBUF, Uint32Array.of(0));
  socket.pauseRecv();
  return socket;
}

const NOT_WANTED = 'not wanted any more';

/** raw-socket takes an unknown zone for none, and the kernel would then choose some link. */
function requireZone(address: string): void {
  const percent = address.indexOf('%');
  if (percent >= 0 && networkInterfaces()[address.slice(percent + 1)] === undefined) {
    throw new Error('No such device');
  }
}

function makeChannel(raw: RawSocketModule, family: 4 | 6, sender: RawSocket, close: () => void): Channel {
  const [level, option] =
    family === 4
      ? [raw.SocketLevel.IPPROTO_IP, raw.SocketOption.IP_TTL]
      : [raw.SocketLevel.IPPROTO_IPV6, raw.SocketOption.IPV6_UNICAST_HOPS];
  let ttlInForce: number | null = null;
  const setTtl = (ttl: number): void => {
    if (ttl === ttlInForce) return;
    setOption(sender, level, option, Uint32Array.of(ttl));
    ttlInForce = ttl;
  };
  return {
    family,
    send(packet: Uint8Array, address: string, ttl: number, sending: Sending) {
      const buffer = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
      // Runs on the same turn as the system call, so packets still in the queue don't see each other's TTL.
      const before = (): void => {
        requireZone(address);
        setTtl(ttl);
        if (!sending.onSend()) throw new Error(NOT_WANTED);
      };
      sender.send(buffer, 0, buffer.length, address, before, (error) => {
        if (error?.message !== NOT_WANTED) sending.onResult(error === null ? null : errnoName(error));
      });
    },
    close,
  };
}

/** raw-socket takes whatever a listener throws for a failed read: a mistake of ours must come out instead. */
function unswallowed(action: () => void): void {
  try {
    action();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

function watchReceiver(receiver: RawSocket, family: 4 | 6, now: () => number, events: ChannelEvents): void {
  receiver.on('message', (reused, source) => {
    const atMs = now();
    // The buffer is raw-socket's only one: the next packet overwrites it.
    unswallowed(() => events.onArrival({ family, bytes: new Uint8Array(reused), source, atMs }));
  });
  receiver.on('error', (error) => unswallowed(() => events.onReadFailure(errnoName(error))));
}

/** A poll error makes raw-socket close the socket. The result closes them without a report. */
function watchForBreaks(sockets: readonly RawSocket[], family: 4 | 6, events: ChannelEvents): () => void {
  let over = false;
  for (const socket of sockets) {
    socket.on('close', () => {
      if (!over) events.onBroken(`a raw socket for IPv${family} failed`);
      over = true;
    });
  }
  return () => {
    over = true;
    for (const socket of sockets) socket.close();
  };
}

function open(raw: RawSocketModule, now: () => number, family: 4 | 6, events: ChannelEvents): OpenedChannel {
  const sockets: RawSocket[] = [];
  try {
    const receiver = createReceiver(raw, family);
    sockets.push(receiver);
    const sender = createSender(raw, family);
    sockets.push(sender);
    watchReceiver(receiver, family, now, events);
    // Without a listener the event would throw; what matters of it is the close that follows.
    sender.on('error', () => {});
    // The channel must hold both: a raw socket that is only listened to is collected as garbage, and closed.
    const close = watchForBreaks(sockets, family, events);
    return { ok: true, channel: makeChannel(raw, family, sender, close) };
  } catch (error) {
    for (const socket of sockets) socket.close();
    return {
      ok: false,
      errno: errnoName(error),
      message: error instanceof Error ? error.message : 'unknown',
    };
  }
}

/**
 * The one place that knows the raw-socket package. `now`: monotonic milliseconds. Rejects when the package or
 * its binary part cannot be loaded.
 */
export async function loadRawSocket(now: () => number): Promise<OpenChannel> {
  const { default: raw } = await import('raw-socket');
  return (family, events) => open(raw, now, family, events);
}
