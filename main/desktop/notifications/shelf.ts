import type { Notice, NoticeOutput } from '../../domain/notices/types.ts';

export type ShownEvent = 'show' | 'failed' | 'click' | 'close';

/** A notification of the system; Electron's fits. */
export interface SystemNotification {
  on(event: ShownEvent, listener: () => void): void;
  show(): void;
  close(): void;
}

export interface ShelfOptions {
  readonly isSupported: () => boolean;
  readonly create: (output: NoticeOutput) => SystemNotification;
  readonly onClick: (notice: Notice) => void;
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
  notify(output: NoticeOutput): Promise<boolean> {
    if (!this.#options.isSupported()) return Promise.resolve(false);
    this.#takeAway(output.tag);
    const [oldest] = this.#shown.keys();
    if (oldest !== undefined && this.#shown.size >= MOST_NOTIFICATIONS) this.#takeAway(oldest);
    return new Promise((resolve) => this.#show(output, resolve));
  }

  closeAll(): void {
    for (const tag of [...this.#shown.keys()]) this.#takeAway(tag);
  }

  #show(output: NoticeOutput, settle: (shown: boolean) => void): void {
    const { create, onClick, setTimer } = this.#options;
    const { tag, notice } = output;
    const timer = setTimer(() => settle(false), PATIENCE_MS);
    const answer = (shown: boolean): void => {
      timer.cancel();
      settle(shown);
    };
    try {
      const notification = create(output);
      this.#shown.set(tag, notification);
      notification.on('show', () => answer(true));
      notification.on('failed', () => {
        this.#forget(tag, notification);
        answer(false);
      });
      notification.on('close', () => this.#forget(tag, notification));
      notification.on('click', () => {
        if (this.#shown.get(tag) === notification) this.#takeAway(tag);
        onClick(notice);
      });
      notification.show();
    } catch {
      this.#shown.delete(tag);
      answer(false);
    }
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
