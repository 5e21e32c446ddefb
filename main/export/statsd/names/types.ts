import type { HealthBySubject } from '../../../domain/model/health.ts';
import type { IncidentClass } from '../../../domain/model/incident.ts';
import type { Sample } from '../../../domain/model/sample.ts';
import type { SeriesLabels } from '../../series-bound.ts';
import type { Figure } from '../figure.ts';

/** What is said of each thing, and by which names; the configured prefix is put before them later. */
export interface NameSet {
  /** Of a sample that is final. */
  sample(sample: Sample, labels: SeriesLabels): readonly Figure[];
  health(all: HealthBySubject): readonly Figure[];
  incidents(active: ReadonlySet<IncidentClass>): readonly Figure[];
}
