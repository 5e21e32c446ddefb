import type { ProbeAnswer } from './prober.ts';

/** How a probe stands: `lost` may still become answered. */
type Standing = 'pending' | 'lost' | 'answered' | 'failed';

/** Counts what became of each probe, numbered from 1. */
export class Tally {
  #standing: Standing[] = [];
  readonly #rttsMs: number[] = [];
  #late = 0;
  #duplicates = 0;

  /** A new probe; returns its number. */
  sent(): number {
    return this.#standing.push('pending');
  }

  /** False when the answer changes nothing (a second final one, or a probe that was never sent). */
  answered(number: number, answer: ProbeAnswer): boolean {
    const before = this.#standing[number - 1];
    if (before === undefined) return false;
    if (answer.type === 'duplicate') {
      this.#duplicates++;
      return true;
    }
    if (before === 'answered' || before === 'failed') return false;
    this.#standing[number - 1] = this.#next(answer, before);
    return true;
  }

  #next(answer: Exclude<ProbeAnswer, { type: 'duplicate' }>, before: Standing): Standing {
    switch (answer.type) {
      case 'reply':
      case 'late':
        this.#rttsMs.push(answer.rttMs);
        if (answer.type === 'late' || before === 'lost') this.#late++;
        return 'answered';
      case 'lost':
        return 'lost';
      case 'unreachable':
      case 'not-sent':
        return 'failed';
    }
  }

  /** Nobody will ever know what became of those that still wait: they count as never sent. */
  withdrawPending(): void {
    this.#standing = this.#standing.filter((standing) => standing !== 'pending');
  }

  get sentCount(): number {
    return this.#standing.length;
  }

  /** Probes that were answered, late ones among them. */
  get received(): number {
    return this.#rttsMs.length;
  }

  get late(): number {
    return this.#late;
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  get rttsMs(): readonly number[] {
    return this.#rttsMs;
  }

  /** Nothing more is to come, but for duplicates. */
  get settled(): boolean {
    return this.#standing.every((standing) => standing === 'answered' || standing === 'failed');
  }
}
