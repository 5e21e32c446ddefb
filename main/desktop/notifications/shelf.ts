import type { NoticeToShow } from '../../app/types.ts';
import type { Notice } from '../../domain/notices/types.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';

/** `trace`: its button. */
export type ShownEvent = 'show' | 'failed' | 'click' | 'trace' | 'close';

/** A notification of the system. */
export interface SystemNotification {
  on(event: ShownEvent, listener: () => void): void;
  show(): void;
  close(): void;
}

/** Somebody who can show notifications. */
export interface Poster {
  isSupported(): boolean;
  /** `replaced`: one that may still be shown, whose place this one takes; null: it takes none. */
  create(output: NoticeToShow, replaced: SystemNotification | null): SystemNotification;
}

export interface ShelfOptions {
  readonly poster: Poster;
  readonly onClick: (notice: Notice) => void;
  readonly onTrace: (ask: TraceAsk) => void;
  readonly setTimer: (callback: () => void, delayMs: number) => { cancel(): void };
}

/** The system says at once whether it shows a notice; one that says nothing shows none. */
const PATIENCE_MS = 5000;
/** More than anybody looks at; the oldest goes. */
export const MOST_NOTIFICATIONS = 20;

/**
 * The notifications on the desktop, one a tag. Each is held for as long as it can be clicked: one that was
 * collected would no longer answer.
 */
export class NotificationShelf {
  readonly #options: ShelfOptions;
  readonly #shown = new Map<string, SystemNotification>();

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#shown.size;
  }

  /** False: it could not be shown. Never rejects. */
  notify(output: NoticeToShow): Promise<boolean> {
    if (!this.#options.poster.isSupported()) return Promise.resolve(false);
    const replaced = this.#shown.get(output.tag) ?? null;
    // Its own `close` is nobody's news from here on, and its successor is the youngest.
    this.#shown.delete(output.tag);
    const [oldest] = this.#shown.keys();
    if (oldest !== undefined && this.#shown.size >= MOST_NOTIFICATIONS) this.#takeAway(oldest);
    return new Promise((resolve) => this.#show(output, replaced, resolve));
  }

  closeAll(): void {
    for (const tag of [...this.#shown.keys()]) this.#takeAway(tag);
  }

  #show(output: NoticeToShow, replaced: SystemNotification | null, settle: (shown: boolean) => void): void {
    const { poster, setTimer } = this.#options;
    const { tag } = output;
    const timer = setTimer(() => settle(false), PATIENCE_MS);
    const answer = (shown: boolean): void => {
      timer.cancel();
      settle(shown);
    };
    try {
      const notification = poster.create(output, replaced);
      this.#shown.set(tag, notification);
      notification.on('show', () => answer(true));
      notification.on('failed', () => {
        this.#forget(tag, notification);
        answer(false);
      });
      notification.on('close', () => this.#forget(tag, notification));
      this.#listen(output, notification);
      notification.show();
    } catch {
      this.#shown.delete(tag);
      answer(false);
    }
  }

  /** Whichever way it leads on, it has done its work. */
  #listen({ tag, notice, trace }: NoticeToShow, notification: SystemNotification): void {
    const { onClick, onTrace } = this.#options;
    const done = (): void => {
      if (this.#shown.get(tag) === notification) this.#takeAway(tag);
    };
    notification.on('click', () => {
      done();
      onClick(notice);
    });
    notification.on('trace', () => {
      done();
      if (trace !== null) onTrace(trace);
    });
  }

  #takeAway(tag: string): void {
    const notification = this.#shown.get(tag);
    // Forgotten first: its own `close` is nobody's news.
    this.#shown.delete(tag);
    notification?.close();
  }

  /** Not what has taken its place meanwhile. */
  #forget(tag: string, notification: SystemNotification): void {
    if (this.#shown.get(tag) === notification) this.#shown.delete(tag);
  }
}
