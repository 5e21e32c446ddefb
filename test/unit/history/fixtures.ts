import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Gap } from '../../../main/domain/model/gap.ts';
import type { HealthBySubject } from '../../../main/domain/model/health.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { Store, type StoreOptions } from '../../../main/history/store/store.ts';

/** These tests wait on a real disk, which a busy machine can make slow. */
vi.setConfig({ testTimeout: 120_000 });

/** A whole hour and the start of a minute block: 2026-01-01T00:00:00Z. */
export const T0 = Date.UTC(2026, 0, 1);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const LIMITS = { rawHours: 48, minuteDays: 90, hourDays: 730, maxBytes: 1e9 };

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `history-test-${process.pid}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let lastId = 0;
export function sample(change: Partial<Omit<Sample, 'sentWallMs'>> & { at?: number } = {}): MonitorEvent {
  lastId += 1;
  const { at = T0, ...fields } = change;
  const outcome = fields.outcome ?? 'reply';
  const back = outcome === 'reply' || outcome === 'late' || outcome === 'refused';
  return {
    type: 'sample',
    sample: {
      id: lastId,
      kind: 'icmp4',
      anchor: '192.0.2.1',
      sentWallMs: wallMs(at),
      sentMonoMs: monoMs(at - T0),
      outcome,
      rttMs: back ? 10 : null,
      via: 'helper',
      ...fields,
    },
  };
}

/** One reply a second, `rtt(i)` ms each, from `at` on. */
export function stream(
  at: number,
  count: number,
  change: Partial<Sample> = {},
  rtt: (index: number) => number = () => 10,
): MonitorEvent[] {
  return Array.from({ length: count }, (_, i) => sample({ rttMs: rtt(i), ...change, at: at + i * 1000 }));
}

export const gap = (fromMs: number, toMs: number, reason: Gap['reason'] = 'sleep'): MonitorEvent => ({
  type: 'gap',
  gap: { fromMs: wallMs(fromMs), toMs: wallMs(toMs), reason },
});

export const ALL_GOOD: HealthBySubject = {
  icmp: 'good',
  ipv4: 'good',
  ipv6: 'unavailable',
  dns: 'good',
  gateway: 'unknown',
};

export function incident(change: Partial<Incident> = {}): Incident {
  return {
    id: `total-${T0}`,
    class: 'total',
    sinceMs: wallMs(T0),
    raisedMs: wallMs(T0 + 4000),
    untilMs: null,
    end: null,
    parent: null,
    network: 'net-1',
    evidence: { health: ALL_GOOD, failing: ['icmp4', 'tcp4'], working: ['gateway'], lost: 6, sent: 6 },
    ...change,
  };
}

export const raised = (one: Incident): MonitorEvent => ({ type: 'incident', phase: 'raised', incident: one });
export const cleared = (one: Incident): MonitorEvent => ({
  type: 'incident',
  phase: 'cleared',
  incident: one,
});

export interface TestStore {
  readonly store: Store;
  readonly directory: string;
  /** Sets the wall clock the store sees. */
  setNow(now: number): void;
  /** Runs maintenance until it has nothing more to do. */
  settle(): void;
}

export function openStore(options: Partial<StoreOptions> & { startAt?: number } = {}): TestStore {
  const directory = options.directory ?? tempFolder();
  let now = options.startAt ?? T0;
  const store = new Store({ ...LIMITS, run: null, now: () => now, ...options, directory });
  onTestFinished(() => store.close());
  return {
    store,
    directory,
    setNow: (value) => {
      now = value;
    },
    settle: () => {
      while (store.maintain()) {
        // Each call is one slice.
      }
    },
  };
}
