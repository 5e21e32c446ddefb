import type { PacketPort } from '../../socket/channel.ts';
import type { PathProbe } from './path-probe.ts';

interface Listening {
  readonly port: PacketPort;
  readonly probes: Set<PathProbe>;
  readonly sinceMs: number;
}

/** Has TCP listened to only while it may bring an answer. */
export class TcpEar {
  readonly #now: () => number;
  readonly #listening = new Map<4 | 6, Listening>();

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Before the probe is sent. */
  open(probe: PathProbe, port: PacketPort): void {
    const { family } = probe.target;
    const listening = this.#listening.get(family) ?? { port, probes: new Set(), sinceMs: this.#now() };
    if (listening.probes.size === 0) port.listenToTcp(true);
    listening.probes.add(probe);
    this.#listening.set(family, listening);
  }

  /** Nothing more is expected for it; again is no harm. */
  close(probe: PathProbe): void {
    const { family } = probe.target;
    const listening = this.#listening.get(family);
    if (listening?.probes.delete(probe) !== true || listening.probes.size > 0) return;
    this.#listening.delete(family);
    listening.port.listenToTcp(false);
  }

  /** False: what arrives for it may have waited in the socket while nobody listened, so that its time is unknown. */
  hears(probe: PathProbe): boolean {
    const sinceMs = this.#listening.get(probe.target.family)?.sinceMs ?? Number.POSITIVE_INFINITY;
    return probe.sentAtMs !== null && probe.sentAtMs >= sinceMs;
  }
}
