import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import type { Finding, ProbeContext, SendProbe } from '../../../../main/monitor/flight/probe.ts';
import { systemClock } from '../../../../main/monitor/pace/system-clock.ts';

export function context(over: Partial<ProbeContext> = {}): ProbeContext {
  return {
    clock: systemClock,
    // Generous: a busy test machine must not turn an answer into a loss.
    deadlineMs: 5000,
    usualMs: null,
    echo: {
      canReach: () => false,
      send: () => {
        throw new Error('no echo here');
      },
    },
    dnsName: 'name.example',
    ...over,
  };
}

/** Sends one probe and waits for its first finding. */
export function probeOnce(
  send: SendProbe,
  anchor: Anchor,
  over: Partial<ProbeContext> = {},
): Promise<Finding> {
  return new Promise((resolve) => {
    send(anchor, context(over), resolve);
  });
}
