import { expect } from 'vitest';
import type { Incident } from '../../../main/domain/model/incident.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import type { DetectorInput, DetectorOutput, KindAnchor } from '../../../main/domain/outage/types.ts';

const BURST_MAX_MS = 60_000;

/** What was said, and when by the detector's clock. */
export interface Said {
  readonly atMono: number;
  readonly output: DetectorOutput;
}

/** Feeds the inputs and checks after each what must hold whatever they are; returns all that was said. */
export function checkLaws(inputs: readonly DetectorInput[], anchors: readonly KindAnchor[]): readonly Said[] {
  const detector = createDetector({ anchors, intervalMs: 1000 });
  const open = new Map<string, Incident>();
  const used = new Set<string>();
  const all: Said[] = [];
  let atMono = Number.NEGATIVE_INFINITY;
  for (const input of inputs) {
    atMono = Math.max(atMono, input.at.monoMs);
    if (input.type === 'adopt') adopt(input.open, open, used);
    for (const output of detector.step(input)) {
      all.push({ atMono, output });
      checkOutput(output, open, used, atMono);
    }
    // Called for every probe: an `expect` each would take longer than the detector.
    const ids = detector.open.map((incident) => incident.id);
    if (ids.length > 1 || ids.join() !== [...open.keys()].join()) expect(ids).toEqual([...open.keys()]);
  }
  return all;
}

function adopt(incidents: readonly Incident[], open: Map<string, Incident>, used: Set<string>): void {
  for (const incident of incidents) {
    if (used.has(incident.id)) continue;
    used.add(incident.id);
    open.set(incident.id, incident);
  }
}

function checkOutput(
  output: DetectorOutput,
  open: Map<string, Incident>,
  used: Set<string>,
  nowMono: number,
): void {
  if (output.type === 'burst') {
    expect(output.untilMonoMs - nowMono).toBeLessThanOrEqual(BURST_MAX_MS);
  } else if (output.type === 'health') {
    expect(output.health).not.toBe(output.previous);
    expect(output.all[output.subject]).toBe(output.health);
  } else if (output.type === 'incident') {
    checkIncident(output.phase, output.incident, open, used);
  }
}

function checkIncident(
  phase: 'raised' | 'cleared',
  incident: Incident,
  open: Map<string, Incident>,
  used: Set<string>,
): void {
  if (phase === 'raised') {
    expect(used.has(incident.id), `${incident.id} is new`).toBe(false);
    expect(incident.untilMs).toBeNull();
    expect(incident.raisedMs).toBeGreaterThanOrEqual(incident.sinceMs);
    used.add(incident.id);
    open.set(incident.id, incident);
    return;
  }
  const raised = open.get(incident.id);
  expect(raised, `${incident.id} was open`).toBeDefined();
  expect({ ...incident, untilMs: null, end: null, parent: null }).toEqual(raised);
  expect(incident.untilMs).toBeGreaterThanOrEqual(incident.sinceMs);
  expect(incident.end).not.toBeNull();
  expect(incident.end === 'absorbed').toBe(incident.parent !== null);
  if (incident.parent !== null) expect(used.has(incident.parent)).toBe(true);
  open.delete(incident.id);
}

/** Milliseconds of burst that were asked for, up to the end of the inputs. */
export function burstTimeMs(said: readonly Said[], endMono: number): number {
  const bursts = said.flatMap(({ atMono, output }) => (output.type === 'burst' ? [{ atMono, output }] : []));
  return bursts.reduce((total, { atMono, output }, index) => {
    const until = Math.min(output.untilMonoMs, bursts[index + 1]?.atMono ?? endMono);
    return output.kinds.length === 0 ? total : total + Math.max(0, until - atMono);
  }, 0);
}
