import type { Kind } from '../../main/domain/model/kind.ts';
import type { SeriesAnswer, SeriesQuery } from '../../main/domain/model/series.ts';
import { wallMs } from '../../main/domain/model/units.ts';
import { mergeTail, tailQuery } from './merge-tail.ts';

/** What a chart has to show. */
export type FeedState =
  | { readonly status: 'loading'; readonly answer: SeriesAnswer | null }
  | { readonly status: 'ready'; readonly answer: SeriesAnswer }
  /** `answer`: what was shown before, if anything. */
  | { readonly status: 'failed'; readonly problem: string; readonly answer: SeriesAnswer | null };

/** What is looked at; `live`: its end follows the clock. */
export interface FeedRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly live: boolean;
  readonly points: number;
}

export interface FeedOptions {
  readonly kinds: readonly Kind[];
  readonly ask: (query: SeriesQuery) => Promise<SeriesAnswer>;
  readonly onChange: (state: FeedState) => void;
}

/** A bucket of minutes need not be asked for every second: four looks while it fills, 15 s apart at most. */
const pauseOf = (bucketMs: number): number => Math.min(15_000, Math.max(1_000, bucketMs / 4));

/** After a sleep, or a window that was hidden: the end alone is no less than the whole. */
const isLeftBehind = ({ fromMs, toMs }: SeriesAnswer, nowMs: number): boolean =>
  nowMs - toMs > (toMs - fromMs) / 2;

/**
 * The figures of some kinds over one range. The whole range is asked once; while it is live only its end is
 * asked again, and merged. An answer to a question that is no longer the current one is dropped.
 */
export class SeriesFeed {
  readonly #options: FeedOptions;
  #range: FeedRange | null = null;
  #state: FeedState = { status: 'loading', answer: null };
  /** Counts whole questions: what is answered under an older number is stale. */
  #epoch = 0;
  #asking = false;
  /** False: what is shown is of an earlier range. */
  #isOfRange = false;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get state(): FeedState {
    return this.#state;
  }

  /** Shows another range; asks for all of it. */
  async show(range: FeedRange): Promise<void> {
    this.#range = range;
    this.#isOfRange = false;
    this.#become({ status: 'loading', answer: this.#state.answer });
    await this.#askWhole(range);
  }

  /** Asks for the same range again, after a failure. */
  async again(): Promise<void> {
    if (this.#range !== null) await this.#askWhole(this.#range);
  }

  /** The history has something new: the clock is at `nowMs` and the live range begins at `fromMs`. */
  async extend(fromMs: number, nowMs: number): Promise<void> {
    const { answer } = this.#state;
    if (this.#range?.live !== true || this.#asking) return;
    if (nowMs - this.#askedMs < pauseOf(answer?.bucketMs ?? 0)) return;
    const range = { ...this.#range, fromMs, toMs: nowMs };
    this.#range = range;
    if (answer === null || !this.#isOfRange || isLeftBehind(answer, nowMs)) return this.#askWhole(range);
    this.#askedMs = nowMs;
    this.#asking = true;
    const epoch = this.#epoch;
    const fits = await this.#ask(tailQuery(answer, nowMs), epoch, (tail) => mergeTail(answer, tail, fromMs));
    if (!fits && epoch === this.#epoch) await this.#askWhole(range);
  }

  async #askWhole(range: FeedRange): Promise<void> {
    this.#epoch += 1;
    this.#asking = true;
    this.#askedMs = range.toMs;
    await this.#ask(range, this.#epoch, (answer) => answer);
  }

  /** False: the answer came, but did not fit. */
  async #ask(
    query: { readonly fromMs: number; readonly toMs: number; readonly points: number },
    epoch: number,
    accept: (answer: SeriesAnswer) => SeriesAnswer | null,
  ): Promise<boolean> {
    const { kinds, ask } = this.#options;
    try {
      const { fromMs, toMs, points } = query;
      const fitted = accept(await ask({ kinds, fromMs: wallMs(fromMs), toMs: wallMs(toMs), points }));
      if (epoch !== this.#epoch) return true;
      this.#asking = false;
      if (fitted !== null) {
        this.#isOfRange = true;
        this.#become({ status: 'ready', answer: fitted });
      }
      return fitted !== null;
    } catch (error) {
      if (epoch !== this.#epoch) return true;
      this.#asking = false;
      const problem = error instanceof Error ? error.message : String(error);
      this.#become({ status: 'failed', problem, answer: this.#state.answer });
      return true;
    }
  }

  #become(state: FeedState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}
