import type { Config } from '../domain/model/config.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import { createDetector } from '../domain/outage/detector.ts';
import type { Detector } from '../domain/outage/types.ts';
import { openHistory } from '../history/open.ts';
import type { History } from '../history/types.ts';
import { startMonitor } from '../monitor/start-monitor.ts';
import { detectorOptions } from './detector-options.ts';
import { type Left, Pipeline } from './pipeline.ts';
import { reconfigure, retentionOf } from './reconfigure.ts';
import type { Engine, EngineOptions, StartEngine } from './types.ts';

function open(directory: string | null, config: Config): Promise<History> | null {
  return directory === null ? null : openHistory({ directory, ...retentionOf(config) });
}

/** What the previous run left behind; nothing where the file can't be opened yet (a full disk at the start). */
async function recall(history: History | null): Promise<Left> {
  if (history === null || !(await history.state()).writing) return { open: [] };
  const [open, lastAliveMs, availability] = await Promise.all([
    history.openIncidents(),
    history.lastAlive(),
    history.availability(),
  ]);
  return { open, availability, ...(lastAliveMs === null ? {} : { lastAliveMs }) };
}

/** The time since the previous run was last seen alive; null when there was none. */
function gapBefore(startedMs: WallMs, { lastAliveMs }: Left): MonitorEvent | null {
  if (lastAliveMs === undefined || lastAliveMs >= startedMs) return null;
  return { type: 'gap', gap: { fromMs: lastAliveMs, toMs: startedMs, reason: 'not-running' } };
}

/** A new run knows from this that a silent kind is down and not merely absent. */
const REMEMBER_EVERY_MS = 10_000;

function rememberAvailability(detector: Detector, history: History): { stop(): Promise<void> } {
  let remembered = '';
  const remember = async (): Promise<void> => {
    const list = detector.exportAvailability();
    const text = JSON.stringify(list);
    if (text !== remembered && (await history.rememberAvailability(list))) remembered = text;
  };
  const timer = setInterval(remember, REMEMBER_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return remember();
    },
  };
}

/**
 * Starts measuring; nothing is judged or told before `begin`. Rejects when the history can't be opened (a file
 * from a newer version, a folder that can't be written, another monitor on the same folder); the error's
 * message is fit for a person.
 */
export const startEngine: StartEngine = async (options: EngineOptions): Promise<Engine> => {
  const { config } = options;
  const detector = createDetector(detectorOptions(config));
  const pipeline = new Pipeline(detector);
  const startedMs = wallMs(Date.now());
  const monitor = await startMonitor({
    config,
    onFact: pipeline.take,
    ...(options.helperWays === undefined ? {} : { helperWays: options.helperWays }),
  });
  let history: History | null = null;
  let left: Left;
  try {
    options.onHelperStarted?.();
    history = await open(options.dataDirectory, config);
    left = await recall(history);
  } catch (error) {
    await monitor.stop();
    await history?.close();
    throw error;
  }
  pipeline.listen((event) => history?.record(event));
  const memory = history === null ? null : rememberAvailability(detector, history);
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
      const gap = gapBefore(startedMs, left);
      if (gap !== null) pipeline.emit(gap);
      pipeline.open(monitor, left);
    },
    reconfigure: async (wanted) => reconfigure({ detector, monitor, history }, wanted),
    probeOnce: (anchor) => monitor.probeOnce(anchor),
    probes: monitor.probes,
    paths: monitor.paths,
    helper: monitor.helper,
    pause: () => monitor.pause(),
    resume: () => monitor.resume(),
    async stop() {
      await monitor.stop();
      await memory?.stop();
      await history?.close();
    },
  };
};
