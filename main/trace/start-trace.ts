import { SYSTEM_PORTS, type TracePorts } from './run/ports.ts';
import { TraceRun } from './run/trace-run.ts';
import type { StartTrace } from './types.ts';

export function createStartTrace(ports: TracePorts): StartTrace {
  return (ask, surroundings) => {
    const run = new TraceRun(ask, surroundings, ports);
    run.begin();
    return run;
  };
}

/**
 * Starts a traceroute: finds the host, sends what the engine asks for through the helper, and keeps a view of how it
 * stands. What it holds (timers, listeners, packets in flight) is gone when it has ended.
 */
export const startTrace: StartTrace = createStartTrace(SYSTEM_PORTS);
