import { anchorKey } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { WallMs } from '../domain/model/units.ts';
import { createDetector } from '../domain/outage/detector.ts';
import { openHistory } from '../history/open.ts';
import type { History } from '../history/types.ts';
import { startMonitor } from '../monitor/start-monitor.ts';
import { type Listener, Pipeline } from './pipeline.ts';
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

/** What the previous run left open; the time since it was last seen alive is told as a gap. */
async function recall(history: History, startedMs: WallMs, emit: Listener): Promise<readonly Incident[]> {
  const [incidents, lastAliveMs] = await Promise.all([history.openIncidents(), history.lastAlive()]);
  if (lastAliveMs !== null && lastAliveMs < startedMs) {
    emit({ type: 'gap', gap: { fromMs: lastAliveMs, toMs: startedMs, reason: 'not-running' } });
  }
  return incidents;
}

/**
 * Starts monitoring. Rejects when the history can't be opened (a file from a newer version, a folder that can't
 * be written, another monitor on the same folder); the error's message is fit for a person.
 */
export const startEngine: StartEngine = async (options: EngineOptions): Promise<Engine> => {
  const { config } = options;
  const detector = createDetector({
    intervalMs: config.intervalMs,
    anchors: config.anchors.map((anchor) => ({ kind: anchor.kind, anchor: anchorKey(anchor) })),
  });
  const pipeline = new Pipeline(detector);
  const startedMs = Date.now() as WallMs;
  const monitor = await startMonitor({ config, onFact: pipeline.take });
  let history: History | null = null;
  try {
    options.onHelperStarted?.();
    history = await open(options.dataDirectory, config);
    if (history !== null) pipeline.listen((event) => history?.record(event));
    pipeline.open(monitor, history === null ? [] : await recall(history, startedMs, pipeline.emit));
  } catch (error) {
    await monitor.stop();
    await history?.close();
    throw error;
  }
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
    subscribe: (listener) => {
      listener({ type: 'mode', atMs: Date.now() as WallMs, mode: monitor.mode });
      listener({ type: 'network', atMs: Date.now() as WallMs, network: monitor.network });
      return pipeline.listen(listener);
    },
    pause: () => monitor.pause(),
    resume: () => monitor.resume(),
    stop: async () => {
      await monitor.stop();
      await history?.close();
    },
  };
};
