import { renumbered } from './renumbered.ts';
import type { HelperClient, ProbeReport, ProbeRequest, ProbeSender } from './types.ts';

/** Probes by whichever helper runs at the time. */
export function currentProbes(current: () => HelperClient | null): ProbeSender {
  const probes = renumbered<HelperClient, ProbeRequest, ProbeReport>({
    current,
    send: (client, request, onReport) => client.probe(request, onReport),
    giveUp: (client, id) => client.cancelProbe(id),
  });
  return { probe: probes.send, cancelProbe: probes.giveUp };
}
