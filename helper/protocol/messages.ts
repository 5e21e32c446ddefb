/**
 * The contract between the privileged helper and its client: one JSON object a line, UTF-8, over inherited
 * pipes or a local socket. Commands go in, events come out; every event that answers a command carries its `id`.
 * See ../PROTOCOL.md. Validation is in parse.ts; the bounds are in limits.ts.
 */
export const PROTOCOL_VERSION = 1;

export interface HelloCommand {
  readonly op: 'hello';
  readonly id: number;
  readonly protocol: number;
}

/** Send one ICMP or ICMPv6 echo request; answered by one `echo` event, perhaps followed by `late`/`duplicate`. */
export interface EchoCommand {
  readonly op: 'echo';
  readonly id: number;
  /** Literal IPv4 or IPv6 address; a link-local one needs a zone (`fe80::1%eth0`). */
  readonly address: string;
  /** Payload bytes after the ICMP header. */
  readonly size: number;
  readonly ttl: number;
  /** When the probe is called lost; a reply up to LATE_WINDOW_MS after the send is still told as `late`. */
  readonly timeoutMs: number;
}

export const PROBE_METHODS = ['udp', 'icmp', 'tcp'] as const;
export type ProbeMethod = (typeof PROBE_METHODS)[number];

/**
 * Send one packet of a traceroute: a UDP datagram, an echo request or a TCP SYN, as whole IP packet with "don't
 * fragment". Answered by one `probe` event, perhaps followed by `probe-again`.
 *
 * All that routers hash to spread load (addresses, protocol, ports; the ICMP id and checksum) depends on the
 * target, `method`, `port` and `flow` alone, so that the packets of one flow take one path (Augustin et al.:
 * "Avoiding traceroute anomalies with Paris traceroute", IMC 2006). The key that tells one probe from another
 * is in fields that are quoted and not hashed.
 */
export interface ProbeCommand {
  readonly op: 'probe';
  readonly id: number;
  readonly method: ProbeMethod;
  /** Literal IPv4 or IPv6 address; a link-local one needs a zone. */
  readonly address: string;
  readonly ttl: number;
  readonly flow: number;
  /** Destination port of UDP and TCP; 0 for ICMP. */
  readonly port: number;
  /** Bytes of the IP packet, header included; a SYN carries no data and has its own size. */
  readonly size: number;
  readonly timeoutMs: number;
}

/**
 * Name the addresses that packets in IP-in-IP (RFC 2003; over IPv6 RFC 2473) may go through or to: the hops of a path
 * that was just traced, or that a person gave. Answered by `path-opened`. Commands name them by their place in this
 * list, so that nothing else can be reached, and nobody else's address be sent from.
 */
export interface OpenPathCommand {
  readonly op: 'open-path';
  readonly id: number;
  /** Literal unicast addresses of one family, without zones, nearest first; each once. */
  readonly addresses: readonly string[];
}

/** Answered by `path-closed`, after the packets that were under way have been told as `cancelled`. */
export interface ClosePathCommand {
  readonly op: 'close-path';
  readonly id: number;
  /** Id of the `open-path`. */
  readonly path: number;
}

export const ENCAPSULATED_KINDS = ['echo-request', 'echo-reply'] as const;

/**
 * Send one packet through hops that each take the outermost header off and send on what was in it. All headers but
 * the innermost are from the own address. Answered by one `encapsulated` event, perhaps followed by
 * `encapsulated-again`.
 *
 * - Reverse traceroute: `via` is the far host, an `echo-reply` from the own address to itself, with a rising `ttl`.
 * - Between two hosts: `via` is the one, an `echo-request` to the other, with a rising `ttl`.
 * - Boomerang: `via` goes out along the path and back; then an `echo-reply` home, or an `echo-request` to the last.
 */
export interface EncapsulatedCommand {
  readonly op: 'encapsulated';
  readonly id: number;
  /** Id of the `open-path`. */
  readonly path: number;
  /** Places in the path, from 0, in the order of the visits: first rising, then falling, so none twice each way. */
  readonly via: readonly number[];
  /**
   * The innermost packet. An `echo-request` is from the own address, an `echo-reply` to it; a kernel that gets a
   * reply it did not ask for ignores it.
   */
  readonly inner: (typeof ENCAPSULATED_KINDS)[number];
  /** Place in the path of its other end; null, for an `echo-reply` only: the own address at both ends. */
  readonly end: number | null;
  /** Of the innermost packet; the headers around it have 64. */
  readonly ttl: number;
  /** Bytes of the whole packet, filled up at its end; 0: no more than needed. */
  readonly size: number;
  readonly timeoutMs: number;
}

/**
 * Send one echo request to a host or router as so many small IP fragments, one after the other, each so long after the
 * one before. The far end answers a request that has arrived whole, so by one reply: a train of m fragments needs every
 * one of them on the way out and one packet on the way back, which tells loss on the way out from loss on the way back.
 * Answered by one `train` event, perhaps followed by `train-again`.
 */
export interface TrainCommand {
  readonly op: 'train';
  readonly id: number;
  /** Literal IPv4 or IPv6 address; a link-local one needs a zone. */
  readonly address: string;
  /** 1: the plain echo request, with the same message. */
  readonly fragments: number;
  /** Between two fragments, at least. */
  readonly spacingMs: number;
  readonly ttl: number;
  /** From the last fragment's send. */
  readonly timeoutMs: number;
}

/** Forget a pending echo or probe of any sort; it is answered with outcome `cancelled`. */
export interface CancelCommand {
  readonly op: 'cancel';
  readonly id: number;
  readonly target: number;
}

export interface StatsCommand {
  readonly op: 'stats';
  readonly id: number;
}

export type Command =
  | HelloCommand
  | EchoCommand
  | ProbeCommand
  | OpenPathCommand
  | ClosePathCommand
  | EncapsulatedCommand
  | TrainCommand
  | CancelCommand
  | StatsCommand;

export interface HelloEvent {
  readonly event: 'hello';
  readonly id: number;
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  /** Commands understood: `hello`, `echo`, ... */
  readonly features: readonly string[];
  /** Families whose raw socket could be opened. */
  readonly families: readonly (4 | 6)[];
  readonly privilege: {
    readonly uid: number;
    readonly gid: number;
    /** True when a way back to the rights the helper started with was looked for and not found. */
    readonly dropped: boolean;
    /** Capabilities still effective, by number, from the kernel's own account; empty after a full drop. */
    readonly capabilities: readonly number[];
  };
  readonly limits: Readonly<Record<string, number>>;
}

export const ECHO_OUTCOMES = [
  'reply',
  'lost',
  'unreachable',
  'ttl-exceeded',
  'send-error',
  'cancelled',
] as const;
export type EchoOutcome = (typeof ECHO_OUTCOMES)[number];

export interface EchoEvent {
  readonly event: 'echo';
  readonly id: number;
  readonly outcome: EchoOutcome;
  /** Milliseconds, monotonic clock, from just before the send call to the read; null unless something came. */
  readonly rttMs: number | null;
  /** Who answered: the target, or the router that sent the error. */
  readonly from: string | null;
  /** TTL or hop limit of the answer as received (IPv4 only; null where the socket does not show it). */
  readonly ttl: number | null;
  /** Name of the ICMP code (`host-unreachable`, `admin-prohibited`, ...) or of the errno (`ENETUNREACH`). */
  readonly code: string | null;
}

/**
 * The first reply to an echo that was already called lost, unreachable or ttl-exceeded: it takes that back.
 * ICMP errors that come so late are only counted.
 */
export interface LateEvent {
  readonly event: 'late';
  readonly id: number;
  readonly rttMs: number;
  readonly from: string;
}

/** A further reply to an echo that was already answered (by `reply` or `late`). */
export interface DuplicateEvent {
  readonly event: 'duplicate';
  readonly id: number;
  readonly rttMs: number;
  readonly from: string;
}

export const PROBE_ANSWERS = ['echo-reply', 'syn-ack', 'reset', 'ttl-exceeded', 'unreachable'] as const;
export type ProbeAnswerKind = (typeof PROBE_ANSWERS)[number];

/** One entry of an MPLS label stack (RFC 4950, RFC 3032 section 2.1). */
export interface MplsEntry {
  readonly label: number;
  readonly trafficClass: number;
  readonly bottomOfStack: boolean;
  readonly ttl: number;
}

export const INTERFACE_ROLES = ['incoming', 'sub-ip', 'outgoing', 'next-hop'] as const;

/** What a router tells of one of its interfaces (RFC 5837). */
export interface InterfaceEntry {
  readonly role: (typeof INTERFACE_ROLES)[number];
  readonly index: number | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly mtu: number | null;
}

/** What came back for a probe. */
export interface ProbeAnswer {
  readonly kind: ProbeAnswerKind;
  /** Who sent it. */
  readonly from: string;
  /** Milliseconds, monotonic clock, from just before the send call to the read. */
  readonly rttMs: number;
  /** Name of the ICMP code; null for the answers that are no ICMP error. */
  readonly code: string | null;
  /** TTL of the answer as it arrived; null for IPv6. */
  readonly ttl: number | null;
  /** TTL that the probe had left, as the error quotes it; null without a quote. */
  readonly quotedTtl: number | null;
  /** Quoted source, port or checksum are others than were sent: a translator is on the way. Null: no sum quoted. */
  readonly translated: boolean | null;
  /** Next-hop MTU of a packet-too-big or fragmentation-needed. */
  readonly mtu: number | null;
  /** Outermost label first. */
  readonly mpls: readonly MplsEntry[];
  readonly interfaces: readonly InterfaceEntry[];
}

export const PROBE_OUTCOMES = ['answered', 'lost', 'send-error', 'cancelled'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

export interface ProbeEvent {
  readonly event: 'probe';
  readonly id: number;
  readonly outcome: ProbeOutcome;
  /** With `answered` only. */
  readonly answer: ProbeAnswer | null;
  /** Name of the errno with `send-error` only. */
  readonly code: string | null;
}

/** `late`: the first answer to a probe that was told as lost. `duplicate`: one more to a probe that had one. */
export interface ProbeAgainEvent {
  readonly event: 'probe-again';
  readonly id: number;
  readonly kind: 'late' | 'duplicate';
  readonly answer: ProbeAnswer;
}

export interface PathOpenedEvent {
  readonly event: 'path-opened';
  readonly id: number;
  /** Own address towards the first of the path: what the packets are from. */
  readonly source: string;
}

export const PATH_ENDS = ['asked', 'prohibited'] as const;

/** Nothing more is sent along it. Answers `close-path`; unasked when somebody on the way forbids such packets. */
export interface PathClosedEvent {
  readonly event: 'path-closed';
  /** Of the `close-path`; null: unasked. */
  readonly id: number | null;
  readonly path: number;
  readonly reason: (typeof PATH_ENDS)[number];
  /** Who said `admin-prohibited` or the like; null with `asked`. */
  readonly from: string | null;
}

export interface EncapsulatedAnswer extends ProbeAnswer {
  /**
   * How many headers had been taken off the packet that an ICMP error quotes: 0, the packet as it left; with `via`
   * of n hops, n is the innermost. Null: no error.
   */
  readonly layer: number | null;
}

/** As `probe`. Of `kind` only `echo-reply`, `ttl-exceeded` and `unreachable` occur. */
export interface EncapsulatedEvent {
  readonly event: 'encapsulated';
  readonly id: number;
  readonly outcome: ProbeOutcome;
  readonly answer: EncapsulatedAnswer | null;
  readonly code: string | null;
}

/** As `probe-again`. */
export interface EncapsulatedAgainEvent {
  readonly event: 'encapsulated-again';
  readonly id: number;
  readonly kind: 'late' | 'duplicate';
  readonly answer: EncapsulatedAnswer;
}

export interface TrainAnswer extends ProbeAnswer {
  /**
   * Whether what an ICMP error quotes is a fragment: false for a train of several means that somebody on the way has put
   * it together, so that beyond there it is one packet. Null: no error.
   */
  readonly fragmented: boolean | null;
}

/** As `probe`. Of `kind` only `echo-reply`, `ttl-exceeded` and `unreachable` occur. */
export interface TrainEvent {
  readonly event: 'train';
  readonly id: number;
  readonly outcome: ProbeOutcome;
  readonly answer: TrainAnswer | null;
  readonly code: string | null;
}

/** As `probe-again`. */
export interface TrainAgainEvent {
  readonly event: 'train-again';
  readonly id: number;
  readonly kind: 'late' | 'duplicate';
  readonly answer: TrainAnswer;
}

export interface CancelledEvent {
  readonly event: 'cancelled';
  readonly id: number;
  readonly target: number;
  /** False when nothing with that id was pending. */
  readonly found: boolean;
}

/** Counters since the start. */
export interface StatsEvent {
  readonly event: 'stats';
  readonly id: number;
  readonly sent: number;
  readonly received: number;
  readonly matched: number;
  readonly late: number;
  readonly duplicate: number;
  /** Ours by no key: other programs' answers, or forged ones. */
  readonly unmatched: number;
  /** Not a packet that the codecs accept. */
  readonly malformed: number;
  readonly pending: number;
  /** Commands refused with an `error`. */
  readonly rejected: number;
  /** `late` and `duplicate` events left out because the client does not read. */
  readonly dropped: number;
}

export const ERROR_CODES = [
  'bad-json',
  'line-too-long',
  'unknown-op',
  'bad-field',
  'out-of-range',
  'duplicate-id',
  'too-many-outstanding',
  'rate-limited',
  'family-unavailable',
  'protocol-mismatch',
  'hello-first',
  'unknown-path',
  'no-route',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A command that was refused: nothing was sent for it. `id` is null when it could not be read. */
export interface ErrorEvent {
  readonly event: 'error';
  readonly id: number | null;
  readonly code: ErrorCode;
  readonly message: string;
}

export const FATAL_CODES = [
  'no-privilege',
  'drop-failed',
  'socket-failed',
  'bad-arguments',
  'bad-channel',
] as const;

/** The helper can't run (any more); it exits with code 3 after this. */
export interface FatalEvent {
  readonly event: 'fatal';
  readonly code: (typeof FATAL_CODES)[number];
  readonly message: string;
}

export type HelperEvent =
  | HelloEvent
  | EchoEvent
  | LateEvent
  | DuplicateEvent
  | ProbeEvent
  | ProbeAgainEvent
  | PathOpenedEvent
  | PathClosedEvent
  | EncapsulatedEvent
  | EncapsulatedAgainEvent
  | TrainEvent
  | TrainAgainEvent
  | CancelledEvent
  | StatsEvent
  | ErrorEvent
  | FatalEvent;
