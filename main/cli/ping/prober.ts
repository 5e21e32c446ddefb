/** What is told of one probe: exactly one of the first five, then perhaps `late` (after `lost`) and `duplicate`s. */
export type ProbeAnswer =
  | { readonly type: 'reply'; readonly rttMs: number }
  /** No answer within the deadline; one may still come. */
  | { readonly type: 'lost' }
  /** The destination or a router said so; `code` and `from` where they are known. */
  | { readonly type: 'unreachable'; readonly code: string | null; readonly from: string | null }
  /** It did not leave this machine. */
  | { readonly type: 'not-sent'; readonly code: string }
  | { readonly type: 'late'; readonly rttMs: number }
  | { readonly type: 'duplicate'; readonly rttMs: number };

/** A way to send echo requests to one target. */
export interface Prober {
  readonly mode: 'helper' | 'ping';
  send(onAnswer: (answer: ProbeAnswer) => void): void;
  /** Called once when no more probe can be sent or answered; the argument says why. */
  onGone(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

export interface ProbeTarget {
  readonly address: string;
  readonly family: 4 | 6;
  /** Payload bytes after the ICMP header. */
  readonly size: number;
}

/** When a probe is called lost, and until when an answer is still taken as late; milliseconds from its send. */
export const LOST_AFTER_MS = 1000;
export const LATE_WINDOW_MS = 10_000;
