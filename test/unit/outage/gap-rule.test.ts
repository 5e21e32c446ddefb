import { describe, expect, test } from 'vitest';
import { GAP_REASONS, type GapReason } from '../../../main/domain/model/gap.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { detectorConfig } from '../../../main/domain/outage/config.ts';
import { isUnwatched } from '../../../main/domain/outage/gap-rule.ts';
import { Feed } from './feed.ts';
import { HOME, ICMP4, TCP4 } from './simulator/networks.ts';

const config = detectorConfig({ anchors: [], intervalMs: 1000 });
const instant = (mono: number, wall: number) => ({ monoMs: monoMs(mono), wallMs: wallMs(wall) });
const judge = (reason: GapReason, monoForMs: number, wallForMs: number): boolean =>
  isUnwatched(config, reason, instant(1000, 5000), instant(1000 + monoForMs, 5000 + wallForMs));

const ANCHORS = [...ICMP4, ...TCP4];

function outageWithGap(reason: GapReason, forMs: number): Feed {
  const feed = new Feed(ANCHORS);
  feed.give({ type: 'network', network: HOME });
  feed.seconds(25, () => 'reply');
  feed.seconds(8, () => null);
  const from = feed.now;
  feed.wait(forMs);
  feed.give({ type: 'gap', from, reason });
  return feed;
}

describe('gaps', () => {
  test.each([
    ['sleep', 0, 4999, false],
    ['sleep', 0, 5000, true],
    ['sleep', 5000, 0, true],
    ['pause', 6000, 6000, true],
    ['stall', 29_999, 29_999, false],
    ['stall', 30_000, 30_000, true],
    // A set clock is no time that passed.
    ['clock-jump', 0, 86_400_000, false],
    ['clock-jump', 0, -86_400_000, false],
    ['sleep', 0, -86_400_000, false],
    ['not-running', 86_400_000, 86_400_000, false],
    ['network-change', 86_400_000, 86_400_000, false],
  ] as const)(
    '%s of %i ms by the monotonic and %i ms by the wall clock: unwatched %s',
    (reason, mono, wall, expected) => {
      expect(judge(reason, mono, wall)).toBe(expected);
    },
  );

  test.each(GAP_REASONS.map((reason) => [reason]))('a short %s ends no outage and hides none', (reason) => {
    const feed = outageWithGap(reason, 2000);
    expect(feed.story).toEqual(['total raised']);
    feed.seconds(5, () => null);
    expect(feed.story).toEqual(['total raised']);
    feed.seconds(5, () => 'reply');
    expect(feed.story).toEqual(['total raised', 'total cleared recovered']);
  });

  test.each([['sleep'], ['pause']] as const)(
    'a long %s ends an outage where it began, as unknown',
    (reason) => {
      const feed = outageWithGap(reason, 600_000);
      expect(feed.story).toEqual(['total raised', 'total cleared unknown']);
      const cleared = feed.incidents[1]?.incident;
      expect(cleared?.untilMs).toBe(feed.now.wallMs - 600_000);
      expect(feed.detector.health.ipv4).toBe('unknown');
    },
  );

  test('what was in flight over a gap counts for nothing, whatever is told of it later', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(25, () => 'reply');
    const ids = ANCHORS.flatMap(({ kind, anchor }) => [feed.send(kind, anchor), feed.send(kind, anchor)]);
    const from = feed.now;
    feed.wait(3000);
    feed.give({ type: 'gap', from, reason: 'stall' });
    for (const id of ids) feed.give({ type: 'result', id, outcome: 'lost', rttMs: null });
    feed.seconds(3, () => 'reply');
    expect(feed.story).toEqual([]);
    expect(feed.outputs.some((output) => output.type === 'burst' && output.kinds.length > 0)).toBe(false);
  });
});
