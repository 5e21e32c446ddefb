import { HEALTHS, type HealthBySubject, SUBJECTS, type Subject } from '../../../domain/model/health.ts';
import { INCIDENT_CLASSES, type Incident, type IncidentClass } from '../../../domain/model/incident.ts';
import type { MonitorEvent } from '../../../domain/model/monitor-event.ts';
import { assertNever } from '../../../domain/model/units.ts';
import type { Point, Series } from './point.ts';

export const HEALTH = 'faultline_health';
export const INCIDENT_ACTIVE = 'faultline_incident_active';

/** What holds is said again this often while probes are sent, so that no store takes it for gone. */
export const HEARTBEAT_MS = 30_000;

/** Further back than this the wall clock was set: what was said before counts for no order any more. */
const SET_BACK_MS = 60_000;

const seriesKey = ({ name, labels }: Series): string => `${name} ${Object.values(labels).join(' ')}`;

/**
 * The lights and the incidents as series: at each change, and again every 30 s. Time passes with the events. An
 * incident begins and ends at its own time, unless something later was said of its class already.
 */
export class StatePoints {
  #health: HealthBySubject | null = null;
  readonly #open = new Map<string, IncidentClass>();
  readonly #said = new Map<string, number>();
  #newestMs = Number.NEGATIVE_INFINITY;
  /** Of the first event: what was told of earlier times was told to somebody else. */
  #startMs: number | null = null;
  #beatMs = Number.NEGATIVE_INFINITY;

  take(event: MonitorEvent): readonly Point[] {
    switch (event.type) {
      case 'sample':
        return this.#passed(event.sample.sentWallMs);
      case 'health':
        this.#follow(event.atMs);
        this.#health = event.all;
        return this.#inOrder(this.#healthOf(event.subject, event.atMs));
      case 'incident':
        return this.#incident(event.phase, event.incident);
      case 'network':
      case 'mode':
        this.#follow(event.atMs);
        return [];
      case 'gap':
        return [];
      default:
        return assertNever(event);
    }
  }

  #passed(atMs: number): readonly Point[] {
    this.#follow(atMs);
    if (Math.abs(this.#newestMs - this.#beatMs) < HEARTBEAT_MS) return [];
    this.#beatMs = this.#newestMs;
    const classes = INCIDENT_CLASSES.map((one) => this.#active(one, this.#newestMs));
    return this.#inOrder([...SUBJECTS.flatMap((one) => this.#healthOf(one, this.#newestMs)), ...classes]);
  }

  /** Samples of several anchors come a little out of order; a clock that was set back comes far out of it. */
  #follow(atMs: number): void {
    this.#startMs ??= Math.round(atMs);
    if (atMs < this.#newestMs - SET_BACK_MS) {
      this.#said.clear();
      this.#newestMs = Math.round(atMs);
      this.#startMs = Math.round(atMs);
    }
    this.#newestMs = Math.max(this.#newestMs, Math.round(atMs));
  }

  #incident(phase: 'raised' | 'cleared', incident: Incident): readonly Point[] {
    if (phase === 'raised') this.#open.set(incident.id, incident.class);
    else this.#open.delete(incident.id);
    const ownMs = phase === 'raised' ? incident.sinceMs : (incident.untilMs ?? this.#newestMs);
    const atMs = Math.max(ownMs, this.#startMs ?? ownMs);
    return this.#inOrder([this.#active(incident.class, atMs)]);
  }

  #active(one: IncidentClass, atMs: number): Point {
    const isOpen = [...this.#open.values()].includes(one);
    return { series: { name: INCIDENT_ACTIVE, labels: { class: one } }, atMs, value: isOpen ? 1 : 0 };
  }

  #healthOf(subject: Subject, atMs: number): readonly Point[] {
    const health = this.#health?.[subject];
    if (health === undefined) return [];
    return HEALTHS.map((state) => ({
      series: { name: HEALTH, labels: { subject, state } },
      atMs,
      value: state === health ? 1 : 0,
    }));
  }

  /** Each later than what was said of its series before. */
  #inOrder(points: readonly Point[]): readonly Point[] {
    return points.map((point) => {
      const key = seriesKey(point.series);
      const atMs = Math.max(Math.round(point.atMs), (this.#said.get(key) ?? Number.NEGATIVE_INFINITY) + 1);
      this.#said.set(key, atMs);
      return { ...point, atMs };
    });
  }
}
