import { OUTCOMES, type Outcome } from '../../domain/model/sample.ts';
import { Sketch } from '../../domain/statistics/sketch.ts';

export const noOutcomes = (): Record<Outcome, number> => ({
  reply: 0,
  late: 0,
  lost: 0,
  refused: 0,
  unreachable: 0,
  error: 0,
  suspect: 0,
});

/** What became of many probes: exact counters and figures, percentiles by sketch. Merging loses nothing. */
export class Rollup {
  readonly counts = noOutcomes();
  /** Microseconds, over all that came back; meaningless while the sketch is empty. */
  minUs = Number.POSITIVE_INFINITY;
  maxUs = 0;
  sumUs = 0;
  readonly sketch = new Sketch();

  add(outcome: Outcome, rttUs: number | null): void {
    this.counts[outcome] += 1;
    // What a suspect or failed probe read is not evidence: it is counted, its figure is not.
    if (rttUs === null || outcome === 'suspect' || outcome === 'error') return;
    this.#figures(rttUs, rttUs, rttUs);
    this.sketch.add(rttUs / 1000);
  }

  merge(other: Rollup): void {
    for (const outcome of OUTCOMES) this.counts[outcome] += other.counts[outcome];
    if (other.sketch.count > 0) this.#figures(other.minUs, other.maxUs, other.sumUs);
    this.sketch.merge(other.sketch);
  }

  #figures(minUs: number, maxUs: number, sumUs: number): void {
    this.minUs = Math.min(this.minUs, minUs);
    this.maxUs = Math.max(this.maxUs, maxUs);
    this.sumUs += sumUs;
  }
}

/** The counters people see. Evidence only: `sent` = `received` + `lost`; `late` ones are received. */
export function tally(counts: Readonly<Record<Outcome, number>>): {
  sent: number;
  received: number;
  lost: number;
  late: number;
} {
  const received = counts.reply + counts.refused + counts.late;
  const lost = counts.lost + counts.unreachable;
  return { sent: received + lost, received, lost, late: counts.late };
}
