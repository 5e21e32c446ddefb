import { Counter, Gauge, type Registry } from 'prom-client';
import { HEALTHS, type HealthBySubject, SUBJECTS } from '../../../domain/model/health.ts';
import { INCIDENT_CLASSES, type Incident, type IncidentClass } from '../../../domain/model/incident.ts';
import type { MonitorEvent } from '../../../domain/model/monitor-event.ts';
import type { Sample } from '../../../domain/model/sample.ts';
import type { WallMs } from '../../../domain/model/units.ts';

/** Lights, incidents, and when something was last probed. */
export class StateFigures {
  readonly #startedMs: WallMs;
  readonly #health: Gauge<'subject' | 'state'>;
  readonly #active: Gauge<'class'>;
  readonly #raised: Counter<'class'>;
  readonly #lastProbe: Gauge;
  readonly #open = new Map<string, IncidentClass>();
  /** On the monotonic clock: of a loss or a late answer is told after probes that were sent later. */
  #newestMs = Number.NEGATIVE_INFINITY;

  constructor(register: Registry, startedMs: WallMs) {
    this.#startedMs = startedMs;
    const registers = [register];
    this.#health = new Gauge({
      name: 'faultline_health',
      help: 'How a light stands: 1 for the state that holds, 0 for the others.',
      labelNames: ['subject', 'state'],
      registers,
    });
    this.#active = new Gauge({
      name: 'faultline_incident_active',
      help: 'Whether an incident of the class goes on now: 1 or 0.',
      labelNames: ['class'],
      registers,
    });
    this.#raised = new Counter({
      name: 'faultline_incident_raised_total',
      help: 'Incidents of the class that were named since the start, however short.',
      labelNames: ['class'],
      registers,
    });
    this.#lastProbe = new Gauge({
      name: 'faultline_last_probe_timestamp_seconds',
      help: 'When the newest probe was sent; it stands still while nothing is measured.',
      registers,
    });
    this.#showHealth({
      icmp: 'unknown',
      ipv4: 'unknown',
      ipv6: 'unknown',
      dns: 'unknown',
      gateway: 'unknown',
    });
    this.#showActive();
    for (const one of INCIDENT_CLASSES) this.#raised.inc({ class: one }, 0);
    // An unlabelled gauge of this library begins at zero, which would be 1970.
    this.#lastProbe.remove();
  }

  take(event: MonitorEvent): void {
    if (event.type === 'health') this.#showHealth(event.all);
    if (event.type === 'incident') this.#takeIncident(event.phase, event.incident);
    if (event.type === 'sample') this.#takeSample(event.sample);
  }

  #takeSample({ sentMonoMs, sentWallMs }: Sample): void {
    if (sentMonoMs < this.#newestMs) return;
    this.#newestMs = sentMonoMs;
    this.#lastProbe.set(sentWallMs / 1000);
  }

  /** An incident that was named before this began is open, but not new. */
  #takeIncident(phase: 'raised' | 'cleared', incident: Incident): void {
    const isNew = !this.#open.has(incident.id) && incident.raisedMs >= this.#startedMs;
    if (phase === 'raised' && isNew) this.#raised.inc({ class: incident.class });
    if (phase === 'raised') this.#open.set(incident.id, incident.class);
    else this.#open.delete(incident.id);
    this.#showActive();
  }

  #showHealth(all: HealthBySubject): void {
    for (const subject of SUBJECTS) {
      for (const state of HEALTHS) this.#health.set({ subject, state }, all[subject] === state ? 1 : 0);
    }
  }

  #showActive(): void {
    const open = new Set(this.#open.values());
    for (const one of INCIDENT_CLASSES) this.#active.set({ class: one }, open.has(one) ? 1 : 0);
  }
}
