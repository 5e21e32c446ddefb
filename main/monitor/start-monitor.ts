import { openHelperWays } from '../helper-client/helper-ways.ts';
import { superviseHelper } from '../helper-client/supervise.ts';
import { runSystemPing } from './echo/run-ping.ts';
import { PROBE_KINDS } from './kinds/registry.ts';
import { LiveMonitor } from './monitor.ts';
import { systemResolvers } from './network/resolvers.ts';
import { networkReader } from './network/watcher.ts';
import { systemClock } from './pace/system-clock.ts';
import type { Monitor, MonitorOptions } from './types.ts';

/**
 * Starts the helper (one attempt is awaited, so that the rights it needs can be given up afterwards), then the
 * probes. Never rejects for lack of privilege, network or `ping`: the mode says what is missing.
 */
export function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const clock = options.clock ?? systemClock;
  const ways = options.helperWays ?? openHelperWays({ canAsk: false });
  ways.setChoice(options.config.helperWay ?? ways.choice);
  return LiveMonitor.start(options, {
    clock,
    kinds: PROBE_KINDS,
    readNetwork: networkReader(process.platform),
    readResolvers: systemResolvers,
    runPing: runSystemPing,
    superviseHelper: (onChange) =>
      superviseHelper({
        ways,
        timers: { nowMs: () => clock.now().monoMs, setTimer: (callback, ms) => clock.setTimer(callback, ms) },
        onChange,
      }),
  });
}
