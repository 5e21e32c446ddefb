/**
 * The contract between the privileged helper and its client: one JSON object a line, UTF-8, over inherited
 * pipes. Commands go in, events come out; every event that answers a command carries its `id`.
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

/** Forget a pending echo; it is answered with outcome `cancelled`. */
export interface CancelCommand {
  readonly op: 'cancel';
  readonly id: number;
  readonly target: number;
}

export interface StatsCommand {
  readonly op: 'stats';
  readonly id: number;
}

export type Command = HelloCommand | EchoCommand | CancelCommand | StatsCommand;

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
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A command that was refused: nothing was sent for it. `id` is null when it could not be read. */
export interface ErrorEvent {
  readonly event: 'error';
  readonly id: number | null;
  readonly code: ErrorCode;
  readonly message: string;
}

export const FATAL_CODES = ['no-privilege', 'drop-failed', 'socket-failed'] as const;

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
  | CancelledEvent
  | StatsEvent
  | ErrorEvent
  | FatalEvent;
