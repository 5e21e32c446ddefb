interface Answer {
  readonly sentMono: number;
  readonly atMono: number;
}

/** Which probes a kind has answered, as told once an answer is no longer fresh. */
export class AnswerHistory {
  private fresh: Answer[] = [];
  private newestMono = Number.NEGATIVE_INFINITY;

  note(sentMono: number, atMono: number): void {
    this.fresh.push({ sentMono, atMono });
  }

  /** When the newest probe was sent of those answered by `atMono`, which must never run backwards. */
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
