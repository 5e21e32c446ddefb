import type { Anchor } from '../domain/model/anchor.ts';
import type { EchoSource } from './echo/echo-source.ts';
import { pingEcho } from './echo/ping-echo.ts';
import { runSystemPing } from './echo/run-ping.ts';
import type { Finding, Probing } from './flight/probe.ts';
import type { ProbeKind } from './kinds/probe-kind.ts';
import { PROBE_KINDS } from './kinds/registry.ts';
import { systemClock } from './pace/system-clock.ts';
import type { Clock } from './types.ts';

/** Milliseconds; the second retransmission of a SYN, 3 s after the first, still fits. */
export const ONCE_DEADLINE_MS = 3_500;

export interface OnceOptions {
  readonly clock: Clock;
  readonly kind: ProbeKind;
  readonly echo: EchoSource;
  readonly dnsName: string;
}

/** One probe and the first thing that can be said of it, after 3.5 s at the latest; what comes late is left out. */
export function probeOnce(anchor: Anchor, { clock, kind, echo, dnsName }: OnceOptions): Promise<Finding> {
  return new Promise((resolve) => {
    let probing: Probing | null = null;
    let isOver = false;
    const context = { clock, deadlineMs: ONCE_DEADLINE_MS, usualMs: null, echo, dnsName };
    const started = kind.send(anchor, context, (finding) => {
      isOver = true;
      probing?.cancel();
      resolve(finding);
    });
    if (isOver) started.cancel();
    else probing = started;
  });
}

/** The same without a monitor, and so without a helper: echoes by the system's `ping`. */
export function probeAlone(anchor: Anchor, dnsName: string): Promise<Finding> {
  const echo: EchoSource = { send: pingEcho(runSystemPing), canReach: () => true };
  return probeOnce(anchor, { clock: systemClock, kind: PROBE_KINDS[anchor.kind], echo, dnsName });
}
