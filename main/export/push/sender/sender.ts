import type { EncodedBatch } from '../encoders/encoder.ts';
import { MalformedBatch, unpackBatch } from '../points/codec.ts';
import type { Point, PointBatch } from '../points/point.ts';
import type { Queue } from '../queue/queue.ts';
import type { KeptBatch } from '../queue/queue-file.ts';
import { AgeSearch } from './age-search.ts';
import type { Post, PostAnswer } from './answer.ts';
import { BackOff } from './back-off.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** Why nothing is delivered now, or that something was given up. */
export type SenderTrouble =
  | { readonly type: 'away'; readonly cause: string }
  /** It answers, and can't take anything now. */
  | { readonly type: 'busy'; readonly cause: string }
  | { readonly type: 'barred'; readonly cause: string }
  | { readonly type: 'refusing'; readonly words: string };

/** What was last given up, and why. */
export interface Refusal {
  readonly points: number;
  readonly words: string;
  readonly age: boolean;
}

export interface SenderOptions {
  readonly queue: Queue;
  readonly encode: (batch: PointBatch) => EncodedBatch;
  readonly post: Post;
  /** A batch that no server can have anything against, to tell a bad point from a wrong address. */
  readonly blameless: () => PointBatch;
  readonly setTimer: (callback: () => void, delayMs: number) => { cancel(): void };
  readonly random: () => number;
  readonly monoMs: () => number;
  /** Acknowledged batches that are sent again when a server comes back that was lost. */
  readonly resendMs: number;
  readonly onChange: () => void;
}

/** A batch on its way, in as many parts as it takes to find what is refused. */
interface Current {
  readonly batch: KeptBatch;
  readonly labels: PointBatch['labels'];
  readonly isAgain: boolean;
  /** In order; the first is next. */
  parts: (readonly Point[])[];
  /** The server took a blameless batch, so it is this one that it does not like. */
  isBlamed: boolean;
  /** Refused for its age: how old is too old? */
  search: AgeSearch | null;
  /** Of the server, when it refused it. */
  words: string;
}

type RefusedVerdict = Extract<Verdict, { type: 'refused' }>;

/** How long a request may take before its server is in trouble; it goes on until its own end. */
export const SLOW_MS = 10_000;
const SLOW: SenderTrouble = { type: 'away', cause: `no answer for ${SLOW_MS / 1000} s` };

const countOf = (parts: readonly (readonly Point[])[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/** Nothing of it has arrived, and nothing is known of what is in it. */
const isUntouched = ({ batch, parts, isBlamed, search }: Current): boolean =>
  !isBlamed && search === null && countOf(parts) === batch.points;

/** One request at a time, in order, for ever. Nothing here throws or rejects. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #backOff: BackOff;
  #current: Current | null = null;
  #timer: { cancel(): void } | null = null;
  #sending: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;
  /** The server may have taken the first batch already: a run before this one may have died before it knew. */
  #isUncertain = true;
  #isLost = false;
  /** Of the monotonic clock. */
  #lastTakenMs: number | null = null;
  /** Since when a request is under way, of the monotonic clock. */
  #postedMs: number | null = null;
  #asked = false;
  #sent = 0;
  #refused = 0;
  #trouble: SenderTrouble | null = null;
  #refusal: Refusal | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.random);
  }

  /** Figures delivered. */
  get sent(): number {
    return this.#sent;
  }
  /** Figures that the server refused for good. */
  get refused(): number {
    return this.#refused;
  }
  get trouble(): SenderTrouble | null {
    if (this.#trouble !== null || this.#postedMs === null) return this.#trouble;
    return this.#options.monoMs() - this.#postedMs >= SLOW_MS ? SLOW : null;
  }
  get refusal(): Refusal | null {
    return this.#refusal;
  }
  get isSending(): boolean {
    return this.#sending !== null;
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#isStopped || this.#timer !== null) return;
    if (this.#sending !== null) {
      // It may just have looked for the last time.
      this.#isWoken = true;
      return;
    }
    this.#isWoken = false;
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = null;
      if (this.#isWoken) this.wake();
    });
  }

  /** The line is another one: what was away may be there. A server that asked for time has it all the same. */
  networkChanged(): void {
    if (this.#timer === null || this.#asked) return;
    this.#cancel();
    this.wake();
  }

  /** Takes back what was begun of a batch: it will be sent from its beginning. Not while a request is under way. */
  letGo(): void {
    if (this.#sending !== null || this.#current === null) return;
    this.#isUncertain ||= !isUntouched(this.#current);
    this.#current = null;
  }

  /** Settles when the request under way has. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#sending;
  }

  /** Settles when nothing is left to send, or it can't be sent now. */
  async drained(): Promise<void> {
    this.wake();
    while (this.#sending !== null) await this.#sending;
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  async #sendAll(): Promise<void> {
    while (!this.#isStopped) {
      this.#goBack();
      this.#current ??= this.#take();
      if (this.#current === null) return;
      const goesOn = await this.#step(this.#current);
      this.#options.onChange();
      if (!goesOn) return;
    }
  }

  #take(): Current | null {
    const { queue } = this.#options;
    for (;;) {
      const next = queue.next();
      if (next === null) return null;
      const { batch, isAgain } = next;
      try {
        const { labels, points } = unpackBatch(batch.payload);
        const parts = [points];
        return { batch, isAgain, labels, parts, isBlamed: false, search: null, words: '' };
      } catch (error) {
        if (!(error instanceof MalformedBatch)) throw error;
        this.#giveUp(isAgain ? 0 : batch.points, { words: error.message, age: false });
        queue.done(batch);
      }
    }
  }

  /** One request and what follows from its answer. @returns false: a timer is set to go on. */
  async #step(current: Current): Promise<boolean> {
    const scout = current.search?.scout ?? null;
    const part = scout === null ? current.parts[0] : [scout];
    if (part === undefined || part.length === 0) return this.#finish(current);
    const answer = await this.#post({ labels: current.labels, points: part });
    const verdict = verdictOn(answer);
    if (scout !== null && (verdict.type === 'taken' || verdict.type === 'refused'))
      return this.#scouted(current, verdict);
    if (verdict.type === 'taken') return this.#taken(current, part);
    if (verdict.type === 'refused') return this.#refusedPart(current, part, verdict);
    if (answer.type === 'failed') {
      this.#isUncertain ||= answer.mayHaveArrived;
      if (answer.isStale) return true;
    } else this.#isLost = false;
    return this.#wait(verdict);
  }

  async #post(batch: PointBatch): Promise<PostAnswer> {
    this.#postedMs = this.#options.monoMs();
    try {
      return await this.#options.post(this.#options.encode(batch));
    } catch (error) {
      return { type: 'failed', cause: String(error), mayHaveArrived: false, isStale: false };
    } finally {
      this.#postedMs = null;
    }
  }

  #finish({ batch }: Current): boolean {
    this.#current = null;
    this.#isUncertain = false;
    this.#options.queue.done(batch);
    return true;
  }

  #taken(current: Current, part: readonly Point[]): boolean {
    this.#wentWell();
    if (!current.isAgain) this.#sent += part.length;
    current.parts.shift();
    return current.parts.length > 0 || this.#finish(current);
  }

  #wentWell(): void {
    this.#backOff.succeeded();
    this.#trouble = null;
    this.#asked = false;
    this.#isLost = false;
    this.#lastTakenMs = this.#options.monoMs();
  }

  /**
   * A server that was lost may have lost what it acknowledged last: that goes first when it is tried again, so that
   * all of it arrives in order.
   */
  #goBack(): void {
    const { queue, resendMs } = this.#options;
    if (!this.#isLost || resendMs === 0 || this.#lastTakenMs === null) return;
    const current = this.#current;
    if (current !== null && !isUntouched(current)) return;
    this.#current = null;
    queue.again(this.#lastTakenMs - resendMs);
  }

  async #refusedPart(current: Current, part: readonly Point[], verdict: RefusedVerdict): Promise<boolean> {
    const { words, age } = verdict;
    const [only] = part;
    // The server answers: it is there, and what it has it will not take again.
    if (current.isAgain) {
      this.#wentWell();
      return this.#finish(current);
    }
    if (age === null && !current.isBlamed) return this.#blame(current, words);
    this.#wentWell();
    if (age === 'bounds' && current.search === null && part.length > 1) {
      current.search = new AgeSearch(current.parts.flat());
      current.words = words;
      return true;
    }
    if (only !== undefined && part.length === 1)
      return this.#drop(current, verdict, (point) => point === only);
    const middle = Math.ceil(part.length / 2);
    current.parts.splice(0, 1, part.slice(0, middle), part.slice(middle));
    return true;
  }

  #scouted(current: Current, verdict: Verdict): boolean {
    this.#wentWell();
    const { search } = current;
    const isTooOld = verdict.type === 'refused' && verdict.age === 'bounds';
    search?.heard(isTooOld);
    if (search === null || search.scout !== null) return true;
    const words = isTooOld ? verdict.words : current.words;
    return this.#drop(current, { words, age: 'bounds' }, ({ atMs }) => atMs <= search.tooOldMs);
  }

  /** Does the server refuse everything? Then the address is wrong, or the server; the batch is not to blame. */
  async #blame(current: Current, words: string): Promise<boolean> {
    const answer = await this.#post(this.#options.blameless());
    const verdict = verdictOn(answer);
    if (verdict.type === 'taken' || (verdict.type === 'refused' && verdict.age !== null)) {
      current.isBlamed = true;
      return true;
    }
    if (verdict.type !== 'refused') return this.#wait(verdict);
    this.#trouble = { type: 'refusing', words };
    return this.#later(null);
  }

  #drop(
    current: Current,
    { words, age }: Pick<RefusedVerdict, 'words' | 'age'>,
    isGone: (point: Point) => boolean,
  ): boolean {
    const before = countOf(current.parts);
    current.parts = current.parts
      .map((part) => part.filter((point) => !isGone(point)))
      .filter((part) => part.length > 0);
    const dropped = before - countOf(current.parts);
    // Sent once before, without an answer: then the server refuses what it has already.
    if (age === 'order' && this.#isUncertain) this.#sent += dropped;
    else this.#giveUp(dropped, { words, age: age !== null });
    return current.parts.length > 0 || this.#finish(current);
  }

  #giveUp(points: number, { words, age }: { readonly words: string; readonly age: boolean }): void {
    if (points === 0) return;
    this.#refused += points;
    this.#refusal = { points, words, age };
  }

  #wait(verdict: Extract<Verdict, { type: 'wait' | 'barred' }>): boolean {
    const { cause } = verdict;
    if (verdict.type === 'barred') {
      this.#trouble = { type: 'barred', cause };
      return this.#later(null);
    }
    this.#trouble = { type: verdict.lost ? 'away' : 'busy', cause };
    this.#isLost ||= verdict.lost;
    return this.#later(verdict.retryAfterMs);
  }

  #later(askedMs: number | null): boolean {
    if (this.#isStopped) return false;
    this.#asked = askedMs !== null && askedMs > 0;
    this.#timer = this.#options.setTimer(() => {
      this.#timer = null;
      this.wake();
    }, this.#backOff.next(askedMs));
    return false;
  }
}
