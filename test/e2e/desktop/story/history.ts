import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Gap } from '../../../../main/domain/model/gap.ts';
import { KINDS, type Kind } from '../../../../main/domain/model/kind.ts';
import type { NotedIncident } from '../../../../main/domain/model/noted-incident.ts';
import { type WallMs, wallMs } from '../../../../main/domain/model/units.ts';
import { askIn } from '../../../support/desktop/page.ts';

/** Longer than any of these stories. */
const AHEAD_MS = 600_000;

/** Probes that count, sent at or after that time, of all kinds unless one is named. */
export async function sentSince(
  page: Page,
  fromMs: WallMs,
  only: { readonly kinds?: readonly Kind[]; readonly anchor?: string } = {},
): Promise<number> {
  const { series } = await askIn(page, 'series', {
    kinds: KINDS,
    fromMs,
    toMs: wallMs(fromMs + AHEAD_MS),
    points: 2000,
    ...only,
  });
  return series
    .flatMap(({ buckets }) => buckets)
    .filter((bucket) => bucket.fromMs >= fromMs)
    .reduce((sum, { sent }) => sum + sent, 0);
}

/** Settles when the app has measured, and committed, that many pings over IPv4 since then. */
export const measuredSince = (page: Page, fromMs: WallMs, pings: number): Promise<void> =>
  expect
    .poll(() => sentSince(page, fromMs, { kinds: ['icmp4'] }), { timeout: 60_000, interval: 200 })
    .toBeGreaterThanOrEqual(pings);

export const gapsSince = (page: Page, fromMs: WallMs): Promise<readonly Gap[]> =>
  askIn(page, 'gaps', { fromMs, toMs: wallMs(fromMs + AHEAD_MS) });

/** Newest first; what became part of a larger one is left out. */
export async function incidentsSince(page: Page, fromMs: WallMs): Promise<readonly NotedIncident[]> {
  const all = await askIn(page, 'incidents', { fromMs });
  return all.filter(({ end }) => end !== 'absorbed');
}
