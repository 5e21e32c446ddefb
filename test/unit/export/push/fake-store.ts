import type { Point } from '../../../../main/export/push/points/point.ts';
import type { PostAnswer } from '../../../../main/export/push/sender/answer.ts';
import { START_MS } from './fixtures.ts';

export type Mood =
  | 'well'
  | 'refuses-connections'
  /** Takes all and loses the connection before it answers. */
  | 'loses-answers'
  | 'busy'
  /** Answers only when it is told to. */
  | 'hangs'
  | {
      readonly status: number;
      readonly text?: string;
      readonly contentType?: string;
      readonly retryAfterMs?: number;
    };

export const answered = (status: number, text = '', more: Partial<PostAnswer> = {}): PostAnswer => ({
  type: 'answered',
  status,
  text,
  contentType: 'text/plain',
  retryAfterMs: null,
  ...(more as object),
});

const failed = (cause: string, mayHaveArrived: boolean): PostAnswer => ({
  type: 'failed',
  cause,
  mayHaveArrived,
  isStale: false,
});

export interface StoreRules {
  /** It refuses a request with such a point in it, as a whole. */
  readonly isBad?: (point: Point) => boolean;
  /** As Prometheus: within a series only forward, unless it is the newest point itself. */
  readonly isStrict?: boolean;
  /** Older than this it takes nothing. */
  oldestMs?: number;
}

const keyOf = ({ series }: Point): string => `${series.name} ${Object.values(series.labels).join(' ')}`;

/** A store of series as seen by one who writes: all of a request or nothing of it. */
export class FakeStore {
  mood: Mood = 'well';
  readonly rules: StoreRules;
  /** Points in the order in which they were taken first, by series. */
  readonly series = new Map<string, Point[]>();
  readonly requests: (readonly Point[])[] = [];
  readonly #held: (() => void)[] = [];
  /** Points that were taken although they were there already. */
  repeated = 0;

  constructor(rules: StoreRules = {}) {
    this.rules = rules;
  }

  get points(): readonly Point[] {
    return [...this.series.values()].flat();
  }

  /** `name atMs` of each, without what only tests whether the server takes anything. */
  get taken(): readonly string[] {
    return this.points
      .filter(({ series }) => series.name !== 'faultline_test')
      .map(({ series, atMs }) => `${series.name} ${atMs - START_MS}`);
  }

  /** Those who wait get their answers, and all after them at once. */
  answerNow(): void {
    this.mood = 'well';
    for (const answer of this.#held.splice(0)) answer();
  }

  /** As `post`, but that a hanging one takes its time. */
  async posted(points: readonly Point[]): Promise<PostAnswer> {
    if (this.mood !== 'hangs') return this.post(points);
    this.requests.push(points);
    await new Promise<void>((resolve) => this.#held.push(resolve));
    return this.post(points);
  }

  post(points: readonly Point[]): PostAnswer {
    this.requests.push(points);
    const { mood } = this;
    if (typeof mood === 'object') {
      const { status, text = '', contentType = 'text/plain', retryAfterMs = null } = mood;
      return { type: 'answered', status, text, contentType, retryAfterMs };
    }
    if (mood === 'refuses-connections') return failed('connection refused', false);
    if (mood === 'busy') return answered(503, 'overloaded');
    const refusal = this.#refusal(points);
    if (refusal !== null) return mood === 'loses-answers' ? failed('cut', true) : refusal;
    for (const point of points) this.#take(point);
    return mood === 'loses-answers' ? failed('cut', true) : answered(204);
  }

  #refusal(points: readonly Point[]): PostAnswer | null {
    const { isBad, isStrict = false, oldestMs = Number.NEGATIVE_INFINITY } = this.rules;
    if (points.some((point) => isBad?.(point) === true)) return answered(400, 'cannot parse it');
    if (points.some(({ atMs }) => atMs < oldestMs)) return answered(400, 'out of bounds');
    if (isStrict && points.some((point) => this.#isBehind(point)))
      return answered(400, 'out of order sample');
    return null;
  }

  #isBehind(point: Point): boolean {
    const newest = this.series.get(keyOf(point))?.at(-1);
    if (newest === undefined || point.atMs > newest.atMs) return false;
    return point.atMs < newest.atMs || point.value !== newest.value;
  }

  #take(point: Point): void {
    const key = keyOf(point);
    const known = this.series.get(key) ?? [];
    this.series.set(key, known);
    if (!known.some(({ atMs, value }) => atMs === point.atMs && value === point.value)) known.push(point);
    else if (point.series.name !== 'faultline_test') this.repeated += 1;
  }
}
