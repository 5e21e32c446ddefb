import type { NotedIncident } from '../../../main/contract/contract.ts';
import { INCIDENT_CLASSES, type IncidentClass } from '../../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import type { Visible } from '../range/range.ts';

/** How long it lasted, or has lasted so far. A clock set back reads as no time at all. */
export const lengthText = ({ sinceMs, untilMs }: NotedIncident, nowMs: number): string =>
  durationText(Math.max(0, (untilMs ?? nowMs) - sinceMs));

/** What is not plain about its end; empty: it recovered, or it goes on. */
export function endText({ end }: Pick<NotedIncident, 'end'>): string {
  switch (end) {
    case 'absorbed':
      return 'A larger outage took over.';
    case 'unknown':
      return 'Nobody was watching when it ended.';
    default:
      return '';
  }
}

/** Its id says nothing to a person. */
export function networkOf({
  network,
  networkLabel,
}: Pick<NotedIncident, 'network' | 'networkLabel'>): string {
  return networkLabel ?? (network === '' ? 'none' : 'another network');
}

/** Those that touch the range: a live range moves on past them. */
export const within = (
  incidents: readonly NotedIncident[],
  { fromMs, toMs }: Visible,
): readonly NotedIncident[] =>
  incidents.filter(({ sinceMs, untilMs }) => sinceMs <= toMs && (untilMs === null || untilMs >= fromMs));

export const sameItems = <Item>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

export type ClassFilter = IncidentClass | 'all';

export interface FilterOption {
  readonly value: ClassFilter;
  readonly title: string;
}

/** All, and each class that there is one of, with how many; the chosen one stays though there be none. */
export function filterOptions(
  incidents: readonly NotedIncident[],
  chosen: ClassFilter,
): readonly FilterOption[] {
  const count = (wanted: IncidentClass): number =>
    incidents.filter((incident) => incident.class === wanted).length;
  const present = INCIDENT_CLASSES.filter((one) => one === chosen || count(one) > 0);
  return [
    { value: 'all', title: `All kinds (${incidents.length})` },
    ...present.map((one) => ({ value: one, title: `${CLASS_WORDS[one].title} (${count(one)})` })),
  ];
}

export const filtered = (
  incidents: readonly NotedIncident[],
  chosen: ClassFilter,
): readonly NotedIncident[] =>
  chosen === 'all' ? incidents : incidents.filter((incident) => incident.class === chosen);

export const isClassFilter = (value: string): value is ClassFilter =>
  value === 'all' || (INCIDENT_CLASSES as readonly string[]).includes(value);
