import { basename } from 'node:path';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import { otherFormatAt } from '../../domain/model/push-address.ts';
import { wallMs } from '../../domain/model/units.ts';
import { ENCODERS } from './encoders/encoders.ts';
import { Intake, leftBehind } from './intake.ts';
import { commonLabels } from './labels.ts';
import type { PushFigures, PushStart } from './messages.ts';
import { type PointBatch, TEST_METRIC } from './points/point.ts';
import { Queue } from './queue/queue.ts';
import type { Post } from './sender/answer.ts';
import { Sender } from './sender/sender.ts';
import { calmWords, type Standing, troublesOf, troubleWords } from './words.ts';

/** From a final figure to its batch, at the most. */
const BATCH_MS = 5000;
/** Without an event for so long every sample is final, and the engine at rest. */
const IDLE_MS = 12_000;
const TICK_MS = 1000;
/** How long a refusal is a trouble; after that it is a figure. */
const REMEMBER_MS = 300_000;

const MEGABYTE = 1_000_000;

export interface CoreOptions {
  readonly start: PushStart;
  readonly post: Post;
  readonly setTimer: (callback: () => void, delayMs: number) => { cancel(): void };
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  readonly random: () => number;
  readonly onState: (state: PushFigures) => void;
}

/** One point that no server can have anything against. */
export const testBatch = (labels: PointBatch['labels'], atMs: number): PointBatch => ({
  labels,
  points: [{ series: { name: TEST_METRIC, labels: {} }, atMs: Math.round(atMs), value: 1 }],
});

/** Queue, intake and sender at work together: all of the worker but its thread. */
export class PushCore {
  readonly #options: CoreOptions;
  readonly #queue: Queue;
  readonly #intake: Intake;
  readonly #sender: Sender;
  readonly #server: Pick<Standing, 'place' | 'format' | 'otherFormat'>;
  #intakeOf: { readonly session: string; readonly through: number } | null = null;
  #timer: { cancel(): void } | null = null;
  #openSinceMs: number | null = null;
  #lastEventMs: number;
  #refusedMs: number | null = null;
  #setAsideMs: number | null = null;
  #lastMs: PushFigures['lastMs'] = null;
  #counted = { sent: 0, refused: 0 };
  #told = '';

  constructor(options: CoreOptions) {
    const { start, wallMs: wall, monoMs, setTimer, random, post } = options;
    const { push, machine, queuePath } = start;
    this.#options = options;
    this.#lastEventMs = monoMs();
    const url = new URL(push.url);
    const { format } = push;
    this.#server = { place: url.host, format, otherFormat: otherFormatAt(url.pathname, format) };
    const resendMs = push.resendSeconds * 1000;
    const maxBytes = push.queueMegabytes * MEGABYTE;
    this.#queue = new Queue({ path: queuePath, maxBytes, wallMs: wall, monoMs, keepMs: resendMs });
    const labels = commonLabels(machine, start.labels);
    this.#intake = new Intake(this.#queue, labels);
    const encoder = ENCODERS[format];
    this.#sender = new Sender({
      queue: this.#queue,
      encode: (batch) => encoder.encode(batch, url),
      post,
      blameless: () => testBatch(labels, wall()),
      setTimer,
      random,
      monoMs,
      resendMs,
      onChange: () => this.#sentSome(),
    });
    this.#open();
    this.#tick();
  }

  /** @returns the number of the last one that is taken. */
  take(session: string, first: number, events: readonly MonitorEvent[]): number {
    const through = first + events.length - 1;
    const known = this.#intakeOf?.session === session ? this.#intakeOf.through : first - 1;
    for (const event of events.slice(Math.max(0, known - first + 1))) this.#takeOne(event);
    this.#intakeOf = { session, through: Math.max(known, through) };
    this.#queue.took(this.#intakeOf);
    this.#advance();
    return through;
  }

  #takeOne(event: MonitorEvent): void {
    this.#lastEventMs = this.#options.monoMs();
    this.#intake.take(event);
    if (event.type === 'network') this.#sender.networkChanged();
  }

  /** Sends what can be sent at once, for so long at the most, and closes the file. Never rejects. */
  async stop(withinMs: number): Promise<void> {
    this.#timer?.cancel();
    this.#intake.flush();
    this.#intake.close();
    this.#queue.commit();
    await this.#within(withinMs, this.#sender.drained());
    await this.#within(withinMs / 4, this.#sender.stop());
    this.#queue.commit();
    this.#tell();
    this.#queue.close();
  }

  #within(ms: number, work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.setTimer(resolve, ms);
      void work.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #tick(): void {
    this.#open();
    if (this.#options.monoMs() - this.#lastEventMs >= IDLE_MS) this.#intake.flush();
    this.#advance();
    this.#timer = this.#options.setTimer(() => this.#tick(), TICK_MS);
  }

  #open(): void {
    const intake = this.#queue.open(leftBehind);
    this.#intakeOf ??= intake;
    if (this.#queue.setAside !== null) this.#setAsideMs ??= this.#options.monoMs();
  }

  /** A batch that is old enough is closed; all is written; what is too much goes; what waits is sent. */
  #advance(): void {
    const nowMs = this.#options.monoMs();
    if (this.#intake.points === 0) this.#openSinceMs = null;
    else this.#openSinceMs ??= nowMs;
    if (this.#openSinceMs !== null && nowMs - this.#openSinceMs >= BATCH_MS) {
      this.#intake.close();
      this.#openSinceMs = null;
    }
    this.#queue.commit();
    this.#trim();
    this.#sender.wake();
    this.#tell();
  }

  /** What is on its way stays: it may be the oldest. */
  #trim(): void {
    if (this.#sender.isSending || !this.#queue.isOverfull) return;
    this.#sender.letGo();
    this.#queue.trim();
    this.#queue.commit();
  }

  #sentSome(): void {
    this.#queue.commit();
    const { sent, refused } = this.#sender;
    if (sent > this.#counted.sent) this.#lastMs = wallMs(this.#options.wallMs());
    if (refused > this.#counted.refused) this.#refusedMs = this.#options.monoMs();
    this.#counted = { sent, refused };
    this.#tell();
  }

  #tell(): void {
    const state = this.#state();
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onState(state);
  }

  #state(): PushFigures {
    const { sent, refused, trouble, refusal } = this.#sender;
    const standing = {
      ...this.#server,
      trouble,
      refusal: this.#isRecent(this.#refusedMs) ? refusal : null,
      queueFailure: this.#queue.failure,
      hasFolder: this.#options.start.queuePath !== null,
      setAside: this.#isRecent(this.#setAsideMs) ? basename(this.#queue.setAside ?? '') : null,
      isOverfull: this.#queue.isOverflowing,
      hasSent: sent > 0,
    };
    const troubles = troublesOf(standing);
    const isWell = troubles.length === 0;
    return {
      phase: isWell ? (sent > 0 ? 'working' : 'waiting') : 'trouble',
      text: isWell ? calmWords(standing) : troubleWords(troubles),
      troubles,
      sent,
      dropped: refused + this.#queue.dropped,
      queued: this.#queue.points + this.#intake.points,
      lastMs: this.#lastMs,
    };
  }

  #isRecent(atMs: number | null): boolean {
    return atMs !== null && this.#options.monoMs() - atMs < REMEMBER_MS;
  }
}
