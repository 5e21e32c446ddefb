import type { Notice } from '../../domain/notices/types.ts';

const MOST = 200;

/** The newest notices of this run and of those before, newest first. */
export class NoticeList {
  #notices: readonly Notice[] = [];

  get all(): readonly Notice[] {
    return this.#notices;
  }

  has(id: string): boolean {
    return this.#notices.some((notice) => notice.id === id);
  }

  /** A notice told again takes the place of what it was. */
  add(notices: readonly Notice[]): void {
    const byId = new Map([...this.#notices, ...notices].map((notice) => [notice.id, notice]));
    this.#notices = [...byId.values()].sort((a, b) => b.atMs - a.atMs || order(a, b)).slice(0, MOST);
  }
}

const order = (a: Notice, b: Notice): number => (a.id < b.id ? 1 : -1);
