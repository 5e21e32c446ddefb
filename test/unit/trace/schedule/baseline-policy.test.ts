import { describe, expect, test } from 'vitest';
import { monoMs } from '../../../../main/domain/model/units.ts';
import {
  BASELINE_EVERY_MS,
  BASELINE_RETRY_MS,
  BaselinePolicy,
  SETTLED_MS,
} from '../../../../main/domain/trace/schedule/baseline-policy.ts';
import type { TraceConditions, TraceTarget } from '../../../../main/domain/trace/schedule/types.ts';
import { conditions, HOME, WELL } from './conditions.ts';

const LOOK_MS = 15_000;

/** Looks as often as the tracer does; every trace ends at once. */
class Days {
  readonly policy = new BaselinePolicy();
  nowMs = 1_000_000;
  healthy = true;
  readonly taken: { readonly address: string; readonly atMs: number }[] = [];

  pass(durationMs: number, change: Partial<TraceConditions> = {}): this {
    for (const untilMs = this.nowMs + durationMs; this.nowMs < untilMs; this.nowMs += LOOK_MS) {
      const target = this.policy.due(conditions(change), monoMs(this.nowMs));
      if (target === null) continue;
      this.taken.push({ address: target.address, atMs: this.nowMs });
      this.policy.ended(target, this.healthy, monoMs(this.nowMs));
    }
    return this;
  }

  get addresses(): readonly string[] {
    return this.taken.map(({ address }) => address);
  }
}

const EVERY_TARGET = ['198.51.100.1', '198.51.100.7', '2001:db8::1'];
const DAY_MS = 86_400_000;

describe('while all is well', () => {
  test('one anchor a kind of each family is traced soon after the start, not at once', () => {
    const days = new Days().pass(SETTLED_MS);
    expect(days.addresses).toEqual([]);
    expect(days.pass(60_000).addresses).toEqual(EVERY_TARGET);
  });

  test('each again every few hours, and no more often', () => {
    const days = new Days().pass(2 * DAY_MS);
    const each = Math.floor((2 * DAY_MS) / BASELINE_EVERY_MS);
    expect(days.taken.length).toBeLessThanOrEqual(EVERY_TARGET.length * each);
    expect(days.taken.length).toBeGreaterThanOrEqual(EVERY_TARGET.length * (each - 1));
  });

  test('one at a time', () => {
    const policy = new BaselinePolicy();
    policy.due(conditions(), monoMs(0));
    const first = policy.due(conditions(), monoMs(SETTLED_MS));
    expect(first).not.toBeNull();
    expect(policy.due(conditions(), monoMs(SETTLED_MS + LOOK_MS))).toBeNull();
    policy.ended(first as TraceTarget, true, monoMs(SETTLED_MS + LOOK_MS));
    expect(policy.due(conditions(), monoMs(SETTLED_MS + LOOK_MS))).not.toEqual(first);
  });

  test('what an earlier run has taken is not taken again before its time', () => {
    const policy = new BaselinePolicy();
    const target: TraceTarget = { family: 4, address: '198.51.100.1' };
    const only = { anchors: [{ kind: 'icmp4', address: target.address }] } as const;
    policy.due(conditions(only), monoMs(0));
    expect(policy.due(conditions(only), monoMs(SETTLED_MS))).toEqual(target);
    policy.known(target, BASELINE_EVERY_MS - 100_000, monoMs(SETTLED_MS));
    expect(policy.due(conditions(only), monoMs(SETTLED_MS + 99_999))).toBeNull();
    expect(policy.due(conditions(only), monoMs(SETTLED_MS + 100_000))).toEqual(target);
  });

  test('a path that is not healthy is tried again, less and less often', () => {
    const days = new Days();
    days.healthy = false;
    const only = { anchors: [{ kind: 'icmp4', address: '198.51.100.1' }] } as const;
    days.pass(2 * DAY_MS, only);
    const pauses = days.taken.slice(1).map(({ atMs }, index) => atMs - (days.taken[index]?.atMs ?? 0));
    expect(pauses.slice(0, 3)).toEqual([BASELINE_RETRY_MS, BASELINE_RETRY_MS * 2, BASELINE_RETRY_MS * 4]);
    expect(Math.max(...pauses)).toBe(BASELINE_EVERY_MS);
  });
});

describe('nothing is traced', () => {
  test.each([
    ['during an incident', { calm: false }],
    ['without a helper, or while paused', { able: false }],
    ['without a network', { network: { ...HOME, ipv4: false, ipv6: false } }],
    ['without an anchor', { anchors: [] }],
    [
      'before anything was measured',
      { health: { ...WELL, icmp: 'unknown', ipv4: 'unknown', ipv6: 'unknown' } },
    ],
    ['while the line is degraded', { health: { ...WELL, icmp: 'degraded' } }],
  ] as const)('%s', (_what, change) => {
    expect(new Days().pass(DAY_MS, change).taken).toEqual([]);
  });

  test('in a family that does not work, while the other one is', () => {
    const days = new Days().pass(DAY_MS / 4, { health: { ...WELL, ipv6: 'down' } });
    expect(new Set(days.addresses)).toEqual(new Set(['198.51.100.1', '198.51.100.7']));
  });

  test('right after an incident, a pause or a change of network: the line settles first', () => {
    const days = new Days().pass(30_000).pass(LOOK_MS, { calm: false });
    const before = days.nowMs;
    days.pass(10 * 60_000);
    expect((days.taken[0]?.atMs ?? 0) - before).toBeGreaterThanOrEqual(SETTLED_MS);
    const moved = days.nowMs;
    const count = days.taken.length;
    days.pass(10 * 60_000, { network: { ...HOME, id: 'cafe' } });
    expect((days.taken[count]?.atMs ?? 0) - moved).toBeGreaterThanOrEqual(SETTLED_MS);
    expect(days.addresses.slice(count)).toEqual(EVERY_TARGET);
  });

  test('twice at once after one that was given up: it is taken again when the line has settled', () => {
    const policy = new BaselinePolicy();
    policy.due(conditions(), monoMs(0));
    expect(policy.due(conditions(), monoMs(SETTLED_MS))).not.toBeNull();
    policy.givenUp();
    expect(policy.due(conditions(), monoMs(SETTLED_MS + 1))).toBeNull();
    expect(policy.due(conditions(), monoMs(2 * SETTLED_MS + 1))).toMatchObject({ address: '198.51.100.1' });
  });
});
