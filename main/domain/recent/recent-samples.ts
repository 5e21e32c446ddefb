import type { Subject } from '../model/health.ts';
import type { Kind } from '../model/kind.ts';
import { isEvidence, isReachable, type Sample } from '../model/sample.ts';
import { nearestRank } from '../statistics/summary.ts';

/** The light that shows a kind. */
export const SUBJECT_OF_KIND: Readonly<Record<Kind, Subject>> = {
  icmp4: 'icmp',
  icmp6: 'icmp',
  tcp4: 'ipv4',
  tcp6: 'ipv6',
  dns: 'dns',
  gateway: 'gateway',
};

/** What a light says beside its shape. */
export interface Figures {
  /** Median of the answered probes; null when none was. */
  readonly rttMs: number | null;
  /** Share of probes lost; null without a probe. */
  readonly loss: number | null;
}

const WINDOW_MS = 60_000;

/** The samples of the last minute by light. */
export class RecentSamples {
  readonly #samples = new Map<Subject, Map<number, Sample>>();

  add(sample: Sample): void {
    if (!isEvidence(sample.outcome)) return;
    const subject = SUBJECT_OF_KIND[sample.kind];
    const samples = this.#samples.get(subject) ?? new Map<number, Sample>();
    this.#samples.set(subject, samples);
    // A revision has the id of what it replaces, so a loss that was taken back is no longer counted.
    samples.set(sample.id, sample);
    for (const [id, old] of samples) {
      if (sample.sentMonoMs - old.sentMonoMs <= WINDOW_MS) break;
      samples.delete(id);
    }
  }

  /** After a gap nothing of before is recent. */
  clear(): void {
    this.#samples.clear();
  }

  figures(subject: Subject): Figures {
    const samples = [...(this.#samples.get(subject)?.values() ?? [])];
    if (samples.length === 0) return { rttMs: null, loss: null };
    const rtts = samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs])).sort((a, b) => a - b);
    const lost = samples.filter(({ outcome }) => !isReachable(outcome)).length;
    return { rttMs: rtts.length === 0 ? null : nearestRank(rtts, 0.5), loss: lost / samples.length };
  }
}
