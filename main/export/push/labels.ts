import { MACHINE_LABEL, type PointBatch } from './points/point.ts';

/** Names that every store reads in its own way, and those that our series have themselves. */
const OWN = new Set(['kind', 'anchor', 'subject', 'state', 'class', '__name__', MACHINE_LABEL]);

/** Of every series of this machine; a configured label never takes the place of one of ours. */
export function commonLabels(
  machine: string,
  labels: Readonly<Record<string, string>>,
): PointBatch['labels'] {
  const further = Object.entries(labels).filter(([name]) => !OWN.has(name));
  return { ...Object.fromEntries(further), [MACHINE_LABEL]: machine };
}
