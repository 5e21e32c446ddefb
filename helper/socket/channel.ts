/** How one packet goes out; each is called at most once. */
export interface Sending {
  /** Right before the system call, on the same turn: the place to read the clock. False: don't send any more. */
  onSend(): boolean;
  /** Null: the kernel took the packet. Else the errno's name, e.g. `ENETUNREACH`. Not called after `false`. */
  onResult(errno: string | null): void;
}

export interface Arrival {
  readonly family: 4 | 6;
  readonly protocol: 'icmp' | 'tcp';
  /**
   * From the IP header on for IPv4, from the header of the upper layer on for IPv6; of TCP the headers and perhaps no
   * more. The receiver's to keep.
   */
  readonly bytes: Uint8Array;
  /** Address text without a zone. */
  readonly source: string;
  /** Monotonic milliseconds, read right after the system call. */
  readonly atMs: number;
}

/** Sends whole IP packets of one family; what answers them arrives as ICMP, or as TCP while that is listened to. */
export interface PacketPort {
  /** `address`: where to, literal, with its zone if it has one; the same as in the packet. */
  send(packet: Uint8Array, address: string, sending: Sending): void;
  /** The socket sees every TCP segment that this machine gets, so it is read only while it must be. */
  listenToTcp(wanted: boolean): void;
}

/** Raw ICMP of one family. */
export interface Channel {
  readonly family: 4 | 6;
  /** Null where the system has no sockets for it. */
  readonly packets: PacketPort | null;
  /** An ICMP message. `address`: literal, with its zone if it has one. */
  send(packet: Uint8Array, address: string, ttl: number, sending: Sending): void;
  /** No events after this. */
  close(): void;
}

export interface ChannelEvents {
  onArrival(arrival: Arrival): void;
  /** A read failed; the channel goes on. */
  onReadFailure(errno: string): void;
  /** The channel is of no more use; called once, never after `close`. */
  onBroken(reason: string): void;
}

export type OpenedChannel =
  | { readonly ok: true; readonly channel: Channel }
  | { readonly ok: false; readonly errno: string; readonly message: string };

export type OpenChannel = (family: 4 | 6, events: ChannelEvents) => OpenedChannel;
