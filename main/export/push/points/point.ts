/** Name and labels; equal series have equal keys. */
export interface Series {
  /** A metric's name as Prometheus has it. */
  readonly name: string;
  /** Without those that every series of this machine bears. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One figure at its own time, before anybody's format. */
export interface Point {
  readonly series: Series;
  /** Milliseconds since the epoch, whole. */
  readonly atMs: number;
  readonly value: number;
}

/** What is sent as one: in order of time within each series. */
export interface PointBatch {
  /** Of every series: the machine and the labels that were configured when it was measured. */
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** Names of labels that are ours; a configured one of the same name gives way. */
export const MACHINE_LABEL = 'machine';

/** Of points that say nothing about any line: a test by hand, and questions to a server that refuses. */
export const TEST_METRIC = 'faultline_test';
