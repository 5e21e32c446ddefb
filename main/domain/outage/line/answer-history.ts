interface Answer {
  readonly sentMono: number;
  readonly atMono: number;
}

/**
 * Which probes a kind has answered, as told once an answer is no longer fresh. Holds no more than came within
 * `freshMs`, however seldom it is asked: on a good line that is never.
 */
export class AnswerHistory {
  private readonly freshMs: number;
  private fresh: Answer[] = [];
  private newestMono = Number.NEGATIVE_INFINITY;

  constructor(freshMs: number) {
    this.freshMs = freshMs;
  }

  note(sentMono: number, atMono: number): void {
    this.newestSentBy(atMono - this.freshMs);
    this.fresh.push({ sentMono, atMono });
  }

  /** Answers held one by one. */
  get size(): number {
    return this.fresh.length;
  }

  /**
   * When the newest probe was sent of those answered by `atMono`, which must never run backwards, nor lie more than
   * `freshMs` before the last answer.
   */
  newestSentBy(atMono: number): number {
    let done = 0;
    for (const answer of this.fresh) {
      if (answer.atMono > atMono) break;
      this.newestMono = Math.max(this.newestMono, answer.sentMono);
      done += 1;
    }
    this.fresh.splice(0, done);
    return this.newestMono;
  }
}
