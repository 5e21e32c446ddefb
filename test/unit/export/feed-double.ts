import type { Health, HealthBySubject } from '../../../main/domain/model/health.ts';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { Mode } from '../../../main/domain/model/mode.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { type Network, NO_NETWORK } from '../../../main/domain/model/network.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import type { Feed } from '../../../main/export/types.ts';

export const allOf = (health: Health): HealthBySubject => ({
  icmp: health,
  ipv4: health,
  ipv6: health,
  dns: health,
  gateway: health,
});

export const incidentOf = (id: string): Incident => ({
  id,
  class: 'total',
  sinceMs: wallMs(1_000),
  raisedMs: wallMs(4_000),
  untilMs: null,
  end: null,
  parent: null,
  evidence: { health: allOf('down'), failing: [], working: [], lost: 3, sent: 3 },
  network: 'home',
});

export const sampleEvent = (id: number): MonitorEvent => ({
  type: 'sample',
  sample: {
    id,
    kind: 'icmp4',
    anchor: '192.0.2.1',
    sentWallMs: wallMs(1_000_000 + id * 1000),
    sentMonoMs: monoMs(id * 1000),
    outcome: 'reply',
    rttMs: 12,
    via: 'helper',
  },
});

/** An engine that measures nothing: the test says what it finds and tells. */
export class FeedDouble implements Feed {
  health: HealthBySubject = allOf('unknown');
  open: readonly Incident[] = [];
  mode: Mode = { icmp: 'helper', reason: '' };
  network: Network = NO_NETWORK;
  readonly #listeners = new Set<(event: MonitorEvent) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (event: MonitorEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: MonitorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
