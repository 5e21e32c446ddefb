/** One measured figure, beside its peer in the same run and its budget. */
export interface BenchResult {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  /** What the same run measured for comparison, e.g. `ping` or `bare node`. */
  readonly peer?: string;
  readonly peerFigure?: number;
  /** figure / peerFigure. */
  readonly ratio?: number;
  /** The budget in words, e.g. `median within 0.1 ms`. */
  readonly budget?: string;
  readonly note?: string;
}

export interface BenchOptions {
  /** Shorter runs with wider figures; the results say so. */
  readonly quick: boolean;
  /** Progress, for people; never part of a result. */
  readonly say: (line: string) => void;
}

export interface BenchSuite {
  readonly name: string;
  /** Empty when it can run here; else why not. */
  readonly obstacle?: () => string;
  readonly run: (options: BenchOptions) => Promise<readonly BenchResult[]>;
}
