import type { Readable, Writable } from 'node:stream';

/** How a helper ended. `exitCode`: null where a signal ended it, or where only its channel is known. */
export interface HelperEnd {
  readonly reason: string;
  readonly exitCode: number | null;
}

/** What carries the protocol to one helper and back, and what is known of the process behind it. */
export interface HelperTransport {
  /** Null: there never was a process. Errors of both streams are somebody's to hear: see `onTrouble`. */
  readonly commands: Writable | null;
  readonly events: Readable | null;
  /** Writing has failed; the end follows, or never does. */
  onTrouble(listener: () => void): void;
  /** Called once, when nothing more can come out of `events`. */
  onEnd(listener: (end: HelperEnd) => void): void;
  /** No more commands: the helper drains and leaves. */
  end(): void;
  /** Ends it at once, as far as this process may. */
  kill(signal: NodeJS.Signals): void;
}
