import { INDEPENDENCE } from './hop-evidence.ts';

/** One packet that passed the fault, or did not. */
export interface Fate {
  readonly sentMs: number;
  readonly lost: boolean;
}

export interface Clustering {
  /** Log weights of the entries of INDEPENDENCE. */
  readonly logWeights: readonly number[];
  /** Variance of the losses in a window over that of independent ones; 1 or more. */
  readonly dispersion: number;
}

/** How independent fragments SPACING apart usually are. */
const PRIOR: readonly number[] = [0.88, 0.12];
const WINDOW_MS = 2_000;
/** Windows of independent losses that the measured ones are averaged with. */
const PRIOR_WINDOWS = 3;

/** `fates`: by when they were sent. `spacingMs`: between the fragments of a train. */
export function clusteringOf(fates: readonly Fate[], spacingMs: number): Clustering {
  const losses = fates.filter(({ lost }) => lost).length;
  const share = fates.length === 0 ? 0 : losses / fates.length;
  return {
    logWeights: logWeights(fates, spacingMs, share),
    dispersion: dispersion(fates, share),
  };
}

/**
 * After a loss, how often is a packet that much later lost as well? For losses that come in bursts (a two-state Markov
 * chain) the share is p + (1 - p) r, with r the correlation over that time, and a train of m survives with
 * (1 - p)(1 - p(1 - r))^(m - 1), so 1 - r is its independence.
 */
function logWeights(fates: readonly Fate[], spacingMs: number, share: number): readonly number[] {
  const { followed, again, lost } = followers(fates, spacingMs);
  // Packets that follow the same loss are not witnesses of their own.
  const witnesses = followed === 0 ? 0 : Math.min(1, lost / followed);
  const logs = INDEPENDENCE.map((independence, at) => {
    const expected = Math.min(0.999, Math.max(0.001, share + (1 - share) * (1 - independence)));
    const log = again * Math.log(expected) + (followed - again) * Math.log(1 - expected);
    return Math.log(PRIOR[at] ?? 1) + witnesses * log;
  });
  const most = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp(log - most), 0);
  return logs.map((log) => log - most - Math.log(sum));
}

function followers(
  fates: readonly Fate[],
  spacingMs: number,
): { readonly lost: number; readonly followed: number; readonly again: number } {
  let [lost, followed, again] = [0, 0, 0];
  let from = 0;
  for (const [at, fate] of fates.entries()) {
    if (!fate.lost) continue;
    lost += 1;
    from = Math.max(from, at);
    while (from < fates.length && (fates[from]?.sentMs ?? 0) < fate.sentMs + 0.8 * spacingMs) from += 1;
    for (let next = from; next < fates.length; next += 1) {
      const other = fates[next];
      if (other === undefined || other.sentMs > fate.sentMs + 1.2 * spacingMs) break;
      followed += 1;
      if (other.lost) again += 1;
    }
  }
  return { lost, followed, again };
}

function dispersion(fates: readonly Fate[], share: number): number {
  const windows = new Map<number, { sent: number; lost: number }>();
  for (const { sentMs, lost } of fates) {
    const place = Math.floor(sentMs / WINDOW_MS);
    const window = windows.get(place) ?? { sent: 0, lost: 0 };
    window.sent += 1;
    if (lost) window.lost += 1;
    windows.set(place, window);
  }
  let [seen, expected] = [0, 0];
  for (const { sent, lost } of windows.values()) {
    seen += (lost - sent * share) ** 2;
    expected += sent * share * (1 - share);
  }
  if (expected === 0) return 1;
  const prior = (PRIOR_WINDOWS * expected) / windows.size;
  return Math.max(1, (seen + prior) / (expected + prior));
}
