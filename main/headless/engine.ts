import { anchorKey } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import { createDetector } from '../domain/outage/detector.ts';
import { openHistory } from '../history/open.ts';
import type { History } from '../history/types.ts';
import { startMonitor } from '../monitor/start-monitor.ts';
import { Pipeline } from './pipeline.ts';
import type { Engine, EngineOptions, StartEngine } from './types.ts';

function open(directory: string | null, { retention }: Config): Promise<History> | null {
  if (directory === null) return null;
  return openHistory({
    directory,
    rawHours: retention.rawHours,
    minuteDays: retention.minuteDays,
    hourDays: retention.hourDays,
    maxBytes: retention.maxMegabytes * 1_000_000,
  });
}

interface Recalled {
  readonly incidents: readonly Incident[];
  /** The time since the previous run was last seen alive. */
  readonly gap: MonitorEvent | null;
}

/** What the previous run left behind. */
async function recall(history: History | null, startedMs: WallMs): Promise<Recalled> {
  if (history === null) return { incidents: [], gap: null };
  const [incidents, lastAliveMs] = await Promise.all([history.openIncidents(), history.lastAlive()]);
  if (lastAliveMs === null || lastAliveMs >= startedMs) return { incidents, gap: null };
  return {
    incidents,
    gap: { type: 'gap', gap: { fromMs: lastAliveMs, toMs: startedMs, reason: 'not-running' } },
  };
}

/**
 * Starts measuring; nothing is judged or told before `begin`. Rejects when the history can't be opened (a file
 * from a newer version, a folder that can't be written, another monitor on the same folder); the error's
 * message is fit for a person.
 */
export const startEngine: StartEngine = async (options: EngineOptions): Promise<Engine> => {
  const { config } = options;
  const detector = createDetector({
    intervalMs: config.intervalMs,
    anchors: config.anchors.map((anchor) => ({ kind: anchor.kind, anchor: anchorKey(anchor) })),
  });
  const pipeline = new Pipeline(detector);
  const startedMs = wallMs(Date.now());
  const monitor = await startMonitor({ config, onFact: pipeline.take });
  let history: History | null = null;
  let recalled: Recalled;
  try {
    options.onHelperStarted?.();
    history = await open(options.dataDirectory, config);
    recalled = await recall(history, startedMs);
  } catch (error) {
    await monitor.stop();
    await history?.close();
    throw error;
  }
  pipeline.listen((event) => history?.record(event));
  return {
    get mode() {
      return monitor.mode;
    },
    get network() {
      return monitor.network;
    },
    get health() {
      return detector.health;
    },
    get open() {
      return detector.open;
    },
    history,
    subscribe: (listener) => pipeline.listen(listener),
    begin() {
      if (recalled.gap !== null) pipeline.emit(recalled.gap);
      pipeline.open(monitor, recalled.incidents);
    },
    pause: () => monitor.pause(),
    resume: () => monitor.resume(),
    async stop() {
      await monitor.stop();
      await history?.close();
    },
  };
};
