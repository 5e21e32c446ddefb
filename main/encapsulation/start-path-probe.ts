import { PathProbeRun } from './probe/probe-run.ts';
import { ENCAPSULATION_PORTS, type EncapsulationPorts } from './run/ports.ts';
import type { StartPathProbe } from './types.ts';

export function createStartPathProbe(ports: EncapsulationPorts): StartPathProbe {
  return (ask, around) => {
    const run = new PathProbeRun(ask, around, ports);
    run.begin();
    return run;
  };
}

/**
 * Measures loss along one exact path: finds the path if it was not given, finds out which hops decapsulate, and sends
 * boomerangs to each of them. Nothing is sent unless it is allowed, and nothing to anybody who is not on the path.
 */
export const startPathProbe: StartPathProbe = createStartPathProbe(ENCAPSULATION_PORTS);
