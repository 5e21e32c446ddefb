import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Sample } from '../../domain/model/sample.ts';
import { SeriesBound } from '../series-bound.ts';
import { SettledSamples } from '../settled-samples.ts';
import { MalformedBatch, packBatch, packPoints, unpackPoints } from './points/codec.ts';
import type { Point, PointBatch } from './points/point.ts';
import { samplePoints } from './points/sample-points.ts';
import { StatePoints } from './points/state-points.ts';
import type { NewBatch, Queue } from './queue/queue.ts';

/** Points in a batch at the most; one is closed sooner when it is old enough. */
export const BATCH_POINTS = 2000;

interface Waiting {
  readonly journalId: number;
  readonly points: readonly Point[];
}

/**
 * Makes points of what the engine tells, each once and when it is final, and batches of points. What is not in a
 * batch yet lies in the queue's journal, as it would be if the process ended now.
 */
export class Intake {
  readonly #queue: Queue;
  readonly #labels: PointBatch['labels'];
  readonly #settled = new SettledSamples('in-order', (sample) => this.#final(sample));
  readonly #states = new StatePoints();
  readonly #bound = new SeriesBound();
  /** By the sample's id. */
  readonly #waiting = new Map<number, Waiting>();
  #points: Point[] = [];
  #journalIds: number[] = [];

  constructor(queue: Queue, labels: PointBatch['labels']) {
    this.#queue = queue;
    this.#labels = labels;
  }

  /** Figures that are final and in no batch yet. */
  get points(): number {
    return this.#points.length;
  }

  take(event: MonitorEvent): void {
    this.#addFinal(this.#states.take(event));
    if (event.type === 'sample' && !this.#note(event.sample)) return;
    this.#settled.take(event);
    if (this.#points.length >= BATCH_POINTS) this.close();
  }

  /** What a sample would come to as things stand. @returns false: it was said to be final, and stays so. */
  #note(sample: Sample): boolean {
    const { id, outcome } = sample;
    const before = this.#waiting.get(id);
    if (before === undefined && outcome === 'late') return false;
    if (before !== undefined) this.#queue.unjournal(before.journalId);
    this.#waiting.delete(id);
    const points = outcome === 'suspect' ? [] : samplePoints(sample, this.#bound.labels(sample));
    if (points.length > 0) this.#waiting.set(id, { journalId: this.#journal(points), points });
    return true;
  }

  #journal(points: readonly Point[]): number {
    return this.#queue.journal(packPoints({ labels: this.#labels, points }));
  }

  #final({ id }: Sample): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#points.push(...waiting.points);
    this.#journalIds.push(waiting.journalId);
  }

  #addFinal(points: readonly Point[]): void {
    if (points.length === 0) return;
    this.#points.push(...points);
    this.#journalIds.push(this.#journal(points));
  }

  /** Nothing has come for so long, or nothing will: what waits is as final as it will be. */
  flush(): void {
    this.#settled.flush();
  }

  /** Makes a batch of what is final. */
  close(): void {
    if (this.#points.length === 0) return;
    this.#queue.put(toBatch({ labels: this.#labels, points: this.#points }));
    for (const id of this.#journalIds) this.#queue.unjournal(id);
    this.#points = [];
    this.#journalIds = [];
  }
}

const toBatch = (batch: PointBatch): NewBatch => ({
  points: batch.points.length,
  payload: packBatch(batch),
});

/** What an earlier run did not get to: it is final now. Each row is as it was written, so its labels are its own. */
export function leftBehind(journal: readonly Uint8Array[]): readonly NewBatch[] {
  const byLabels = new Map<string, { readonly labels: PointBatch['labels']; readonly points: Point[] }>();
  for (const payload of journal) {
    const { labels, points } = readRow(payload);
    const key = JSON.stringify(labels);
    const known = byLabels.get(key) ?? { labels, points: [] };
    byLabels.set(key, known);
    known.points.push(...points);
  }
  return [...byLabels.values()]
    .filter(({ points }) => points.length > 0)
    .map(({ labels, points }) => toBatch({ labels, points: points.sort((a, b) => a.atMs - b.atMs) }));
}

/** A row that can't be read is one moment of one anchor: not worth the rest. */
function readRow(payload: Uint8Array): PointBatch {
  try {
    return unpackPoints(payload);
  } catch (error) {
    if (error instanceof MalformedBatch) return { labels: {}, points: [] };
    throw error;
  }
}
