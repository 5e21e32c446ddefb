import { elevationHere, startElevated, surroundings, withWayOut } from '../helper-client/elevate.ts';
import { startHelper } from '../helper-client/start-helper.ts';
import { superviseHelper } from '../helper-client/supervise.ts';
import type { HelperCommand, HelperStart } from '../helper-client/types.ts';
import { runSystemPing } from './echo/run-ping.ts';
import { PROBE_KINDS } from './kinds/registry.ts';
import { LiveMonitor } from './monitor.ts';
import { systemResolvers } from './network/resolvers.ts';
import { networkReader } from './network/watcher.ts';
import { systemClock } from './pace/system-clock.ts';
import type { Monitor, MonitorOptions } from './types.ts';

/** The usual start asks nobody; one by another command may wait for a person's answer. */
async function start(
  signal: AbortSignal,
  usual: HelperCommand | undefined,
  wanted: HelperCommand | undefined,
): Promise<HelperStart> {
  if (wanted !== undefined) return startElevated(wanted, { signal });
  if (usual === undefined) return startHelper({ signal });
  return withWayOut(await startHelper({ command: usual, signal }), elevationHere(usual, surroundings()));
}

/**
 * Starts the helper (one attempt is awaited, so that the rights it needs can be given up afterwards), then the
 * probes. Never rejects for lack of privilege, network or `ping`: the mode says what is missing.
 */
export function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const clock = options.clock ?? systemClock;
  const { helperCommand } = options;
  return LiveMonitor.start(options, {
    clock,
    kinds: PROBE_KINDS,
    readNetwork: networkReader(process.platform),
    readResolvers: systemResolvers,
    runPing: runSystemPing,
    superviseHelper: (onChange) =>
      superviseHelper({
        start: (signal, wanted) => start(signal, helperCommand, wanted),
        timers: { nowMs: () => clock.now().monoMs, setTimer: (callback, ms) => clock.setTimer(callback, ms) },
        onChange,
      }),
    elevatedHelper: () => {
      const elevation = helperCommand === undefined ? null : elevationHere(helperCommand, surroundings());
      return elevation?.way === 'pkexec' ? elevation.command : null;
    },
  });
}
