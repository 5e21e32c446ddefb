import type { TraceAsk } from '../domain/trace/ask.ts';
import type { RunningTrace } from '../trace/types.ts';
import { RelayedRun } from './relayed/relayed-run.ts';
import { ENCAPSULATION_PORTS, type EncapsulationPorts } from './run/ports.ts';
import type { EncapsulationSurroundings } from './types.ts';

/** `ask.way` must be `reverse` or `between`; its mode and method are `once` and ICMP whatever it says. */
export type StartEncapsulatedTrace = (ask: TraceAsk, around: EncapsulationSurroundings) => RunningTrace;

export function createStartEncapsulatedTrace(ports: EncapsulationPorts): StartEncapsulatedTrace {
  return (ask, around) => {
    const run = new RelayedRun(ask, around, ports);
    run.begin();
    return run;
  };
}

/**
 * Starts a traceroute of a host's way back to this machine, or of its way to another host, with packets in IP-in-IP
 * that it takes apart. Finds out first whether it does. Nothing is sent unless it is allowed.
 */
export const startEncapsulatedTrace: StartEncapsulatedTrace =
  createStartEncapsulatedTrace(ENCAPSULATION_PORTS);
