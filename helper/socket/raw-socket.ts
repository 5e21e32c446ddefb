import type { RawSocket, RawSocketModule } from 'raw-socket';
import type {
  Arrival,
  Channel,
  ChannelEvents,
  OpenChannel,
  OpenedChannel,
  PacketPort,
  Sending,
} from './channel.ts';
import { errnoName } from './errno.ts';
import { icmpFilter } from './icmp-filter.ts';
import { hasKnownZone } from './zone.ts';

/** The largest IP packet; raw-socket cuts what is longer than its buffer without a word. */
const RECEIVE_BUFFER_BYTES = 0xffff;
/** The longest IPv4 header and the longest TCP header: of other programs' segments no more should be copied. */
const TCP_BUFFER_BYTES = 60 + 60;
/** Asked of the kernel, which grants up to net.core.rmem_max: room for a burst while this process waits. */
const SOCKET_BUFFER_BYTES = 0x10_0000;
/** IPPROTO_RAW: takes whole IP packets of any protocol and receives none (raw(7)). */
const WHOLE_PACKETS = 255;
/**
 * IP_MTU_DISCOVER of linux/in.h and IPV6_MTU_DISCOVER of linux/in6.h, both with the value PROBE: the kernel holds a
 * packet to the MTU of its own link, not to what it has learnt of the path, which is what is to be found out.
 */
const MTU_DISCOVER = { 4: 10, 6: 23 } as const;
const IGNORE_PATH_MTU = 3;
/** IP_NODEFRAG of linux/in.h: connection tracking of this machine does not put fragments together before they leave. */
const NO_DEFRAGMENTATION = 22;

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

function setReceiveBuffer(raw: RawSocketModule, socket: RawSocket, bytes: number): void {
  setOption(socket, raw.SocketLevel.SOL_SOCKET, raw.SocketOption.SO_RCVBUF, Uint32Array.of(bytes));
}

function create(
  raw: RawSocketModule,
  family: 4 | 6,
  protocol: number,
  bufferSize = RECEIVE_BUFFER_BYTES,
): RawSocket {
  const addressFamily = family === 4 ? raw.AddressFamily.IPv4 : raw.AddressFamily.IPv6;
  return raw.createSocket({ addressFamily, protocol, bufferSize });
}

const levelOf = (raw: RawSocketModule, family: 4 | 6): number =>
  family === 4 ? raw.SocketLevel.IPPROTO_IP : raw.SocketLevel.IPPROTO_IPV6;

const icmpOf = (raw: RawSocketModule, family: 4 | 6): number =>
  family === 4 ? raw.Protocol.ICMP : raw.Protocol.ICMPv6;

/**
 * Sends and receives have a socket each: on one that is both readable and writable raw-socket serves only the
 * read, so that a busy receiver would starve the sends.
 */
function createReceiver(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family, icmpOf(raw, family));
  setFilter(socket, family, 'echo');
  setReceiveBuffer(raw, socket, SOCKET_BUFFER_BYTES);
  return socket;
}

/** Never read. What the filter cannot block (ICMP types above 31) fills the smallest buffer and is dropped. */
function createSender(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family, icmpOf(raw, family));
  setFilter(socket, family, 'none');
  silence(raw, socket);
  return socket;
}

/** Not read; what comes nevertheless fills the smallest buffer and is dropped. */
function silence(raw: RawSocketModule, socket: RawSocket): void {
  setReceiveBuffer(raw, socket, 0);
  socket.pauseRecv();
}

const NOT_WANTED = 'not wanted any more';

/** `prepare` runs on the same turn as the system call and may throw what the system would. */
function sendBy(
  socket: RawSocket,
  packet: Uint8Array,
  address: string,
  sending: Sending,
  prepare?: () => void,
): void {
  const buffer = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  const before = (): void => {
    if (!hasKnownZone(address)) throw new Error('No such device');
    prepare?.();
    if (!sending.onSend()) throw new Error(NOT_WANTED);
  };
  socket.send(buffer, 0, buffer.length, address, before, (error) => {
    if (error?.message !== NOT_WANTED) sending.onResult(error === null ? null : errnoName(error));
  });
}

function makePort(raw: RawSocketModule, sender: RawSocket, listener: RawSocket): PacketPort {
  return {
    send: (packet, address, sending) => sendBy(sender, packet, address, sending),
    listenToTcp(wanted) {
      if (!wanted) return silence(raw, listener);
      setReceiveBuffer(raw, listener, SOCKET_BUFFER_BYTES);
      listener.resumeRecv();
    },
  };
}

function makeSend(raw: RawSocketModule, family: 4 | 6, sender: RawSocket): Channel['send'] {
  const { IP_TTL, IPV6_UNICAST_HOPS } = raw.SocketOption;
  const option = family === 4 ? IP_TTL : IPV6_UNICAST_HOPS;
  let ttlInForce: number | null = null;
  const setTtl = (ttl: number): void => {
    if (ttl === ttlInForce) return;
    setOption(sender, levelOf(raw, family), option, Uint32Array.of(ttl));
    ttlInForce = ttl;
  };
  // Not before the system call's own turn: packets still in the queue must not see each other's TTL.
  return (packet, address, ttl, sending) => sendBy(sender, packet, address, sending, () => setTtl(ttl));
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

function watchReceiver(
  receiver: RawSocket,
  what: Pick<Arrival, 'family' | 'protocol'>,
  now: () => number,
  events: ChannelEvents,
): void {
  receiver.on('message', (reused, source) => {
    const atMs = now();
    // The buffer is raw-socket's only one: the next packet overwrites it.
    unswallowed(() => events.onArrival({ ...what, bytes: new Uint8Array(reused), source, atMs }));
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

/** IPv4 only: IPv6 has no such option. Without it connection tracking may hold a train back. */
function keepFragmentsApart(raw: RawSocketModule, socket: RawSocket): void {
  try {
    setOption(socket, levelOf(raw, 4), NO_DEFRAGMENTATION, Uint32Array.of(1));
  } catch {
    // Probes and packets in IP-in-IP, which are whole, do not need it.
  }
}

function createPacketSender(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family, WHOLE_PACKETS);
  silence(raw, socket);
  setOption(socket, levelOf(raw, family), MTU_DISCOVER[family], Uint32Array.of(IGNORE_PATH_MTU));
  if (family === 4) keepFragmentsApart(raw, socket);
  return socket;
}

function createListener(raw: RawSocketModule, family: 4 | 6): RawSocket {
  const socket = create(raw, family, raw.Protocol.TCP, TCP_BUFFER_BYTES);
  silence(raw, socket);
  return socket;
}

/** Both; the first is closed when there is no second. */
function pair(first: RawSocket, createSecond: () => RawSocket): readonly [RawSocket, RawSocket] {
  try {
    return [first, createSecond()];
  } catch (error) {
    first.close();
    throw error;
  }
}

/** Sender and listener; null where the system has none: echoes go without. */
function openPackets(raw: RawSocketModule, family: 4 | 6): readonly [RawSocket, RawSocket] | null {
  // Elsewhere raw sockets take headers in other byte orders, and give no TCP.
  if (process.platform !== 'linux') return null;
  try {
    return pair(createPacketSender(raw, family), () => createListener(raw, family));
  } catch {
    return null;
  }
}

function openChannel(raw: RawSocketModule, now: () => number, family: 4 | 6, events: ChannelEvents): Channel {
  const [receiver, sender] = pair(createReceiver(raw, family), () => createSender(raw, family));
  const packets = openPackets(raw, family);
  const [packetSender, listener] = packets ?? [];
  watchReceiver(receiver, { family, protocol: 'icmp' }, now, events);
  if (listener !== undefined) watchReceiver(listener, { family, protocol: 'tcp' }, now, events);
  // Without a listener the event would throw; what matters of it is the close that follows.
  for (const socket of [sender, packetSender]) socket?.on('error', () => {});
  // The channel must hold all: a raw socket that is only listened to is collected as garbage, and closed.
  const close = watchForBreaks([receiver, sender, ...(packets ?? [])], family, events);
  const port = packets === null ? null : makePort(raw, ...packets);
  return { family, packets: port, send: makeSend(raw, family, sender), close };
}

function open(raw: RawSocketModule, now: () => number, family: 4 | 6, events: ChannelEvents): OpenedChannel {
  try {
    return { ok: true, channel: openChannel(raw, now, family, events) };
  } catch (error) {
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
