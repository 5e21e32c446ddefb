import type { Health, Subject } from '../../../../main/domain/model/health.ts';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import type { DetectorOutput } from '../../../../main/domain/outage/types.ts';
import type { Seen, SeenIncident } from './scenario.ts';

export const WALL_START_MS = Date.UTC(2026, 0, 1);

/** Keeps what a detector says, and insists on one raise and one clear for each incident. */
export class Watcher {
  private readonly outputs: { atS: number; output: DetectorOutput }[] = [];
  private readonly incidents = new Map<string, SeenIncident>();

  note(atS: number, output: DetectorOutput): void {
    this.outputs.push({ atS, output });
    if (output.type !== 'incident') return;
    const known = this.incidents.get(output.incident.id);
    if (output.phase === 'raised') this.raise(atS, output.incident, known);
    else this.clear(atS, output.incident, known);
  }

  seen(probes: number): Seen {
    const { outputs } = this;
    return {
      incidents: [...this.incidents.values()],
      outputs,
      probes,
      secondOf: (wallMs) => (wallMs - WALL_START_MS) / 1000,
      healthAt: (subject, atS) => healthAt(outputs, subject, atS),
    };
  }

  private raise(atS: number, incident: Incident, known: SeenIncident | undefined): void {
    if (known !== undefined) throw new Error(`${incident.id} was raised twice, the second time at ${atS} s`);
    this.incidents.set(incident.id, { incident, raisedS: atS, clearedS: null });
  }

  private clear(atS: number, incident: Incident, known: SeenIncident | undefined): void {
    if (known === undefined) throw new Error(`${incident.id} was cleared at ${atS} s but never raised`);
    if (known.clearedS !== null) throw new Error(`${incident.id} was cleared twice, again at ${atS} s`);
    this.incidents.set(incident.id, { incident, raisedS: known.raisedS, clearedS: atS });
  }
}

function healthAt(outputs: Seen['outputs'], subject: Subject, atS: number): Health {
  let health: Health = 'unknown';
  for (const each of outputs) {
    if (each.atS > atS) break;
    if (each.output.type === 'health' && each.output.subject === subject) health = each.output.health;
  }
  return health;
}
