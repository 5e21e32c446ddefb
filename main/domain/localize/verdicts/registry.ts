import type { LocalizerVerdict, NotTestable } from '../types.ts';
import { dead } from './dead.ts';
import { loss } from './loss.ts';
import { none } from './none.ts';
import { rateLimited } from './rate-limited.ts';
import type { Findings, VerdictRule } from './types.ts';
import { unknown } from './unknown.ts';

/** The first that the evidence carries is given; the last one always is. */
export const VERDICTS: readonly VerdictRule[] = [dead, loss, rateLimited, none, unknown];

const LIMITS = 0.8;

/** What kept hops from telling all they could. */
export function notTestableOf({ hops, belief }: Findings): readonly NotTestable[] {
  return belief.hops.flatMap(({ hop, answersEcho, reassembles, limitsPings }): readonly NotTestable[] => {
    const address = hops[hop - 1]?.address ?? null;
    if (address === null) return [{ hop, reason: 'silent' }];
    if (answersEcho === false) return [{ hop, reason: 'no-echo' }];
    if (limitsPings >= LIMITS) return [{ hop, reason: 'limits-answers' }];
    return reassembles === false ? [{ hop, reason: 'no-reassembly' }] : [];
  });
}

const percent = (share: number): number => Number((share * 100).toFixed(2));

/** The one verdict on what was found. */
export function verdictOf(findings: Findings): LocalizerVerdict {
  const notTestable = notTestableOf(findings);
  for (const { kind, claim } of VERDICTS) {
    const claimed = claim(findings, notTestable);
    if (claimed === null) continue;
    const { loss: share, interval95, ...rest } = claimed;
    return {
      kind,
      ...rest,
      lossPercent: share === null ? null : percent(share),
      interval95: interval95 === null ? null : [percent(interval95[0]), percent(interval95[1])],
      notTestable,
      probes: findings.probes,
      packets: findings.packets,
      ended: findings.ended,
    };
  }
  throw new Error('no verdict applies');
}
