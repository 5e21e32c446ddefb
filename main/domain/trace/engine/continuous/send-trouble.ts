import type { TraceWarning } from '../../../model/trace.ts';
import { durationText } from '../../../words/times.ts';
import { notSent } from '../end-warnings.ts';
import { unsentWords } from '../warning-words.ts';

/** Shorter ones are not worth a word. */
const GAP_AT_LEAST_MS = 1000;
const SECOND_MS = 1000;

interface Trouble {
  readonly code: string;
  readonly sinceMono: number;
  /** When the latest was to be sent that did not leave. */
  readonly latestMono: number;
}

/** Times in which nothing could be sent: the one that lasts, and those that are over. */
export class SendTrouble {
  #now: Trouble | null = null;
  #gaps = 0;
  #gapsMs = 0;
  #lastCode = '';

  /** A probe could not leave this machine. */
  unsent(code: string, sentMono: number): void {
    this.#now = { code, sinceMono: this.#now?.sinceMono ?? sentMono, latestMono: sentMono };
  }

  /** One has left; that was the end of it only if it was sent after the latest that could not. */
  left(sentMono: number): void {
    const trouble = this.#now;
    if (trouble === null || sentMono <= trouble.latestMono) return;
    this.#now = null;
    const forMs = sentMono - trouble.sinceMono;
    if (forMs < GAP_AT_LEAST_MS) return;
    this.#gaps += 1;
    this.#gapsMs += forMs;
    this.#lastCode = trouble.code;
  }

  warnings(): readonly TraceWarning[] {
    return [
      ...(this.#now === null ? [] : [notSent(this.#now.code)]),
      ...(this.#gaps === 0 ? [] : [{ code: 'sending-gap', text: this.#gapText() }]),
    ];
  }

  #gapText(): string {
    const time = durationText(SECOND_MS * Math.round(this.#gapsMs / SECOND_MS));
    const why = unsentWords(this.#lastCode);
    return this.#gaps === 1
      ? `For ${time} nothing could be sent: ${why}.`
      : `Nothing could be sent ${this.#gaps} times, for ${time} in all: ${why}.`;
  }
}
