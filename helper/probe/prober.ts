import type { LIMITS } from '../protocol/limits.ts';
import type { DuplicateEvent, EchoCommand, EchoEvent, ErrorCode, LateEvent } from '../protocol/messages.ts';
import { isTargetFault, parseTarget } from '../protocol/target.ts';
import type { Arrival, Channel, ChannelEvents } from '../socket/channel.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { Clock } from './clock.ts';
import { newCounters, type ProbeCounters } from './counters.ts';
import { type Echo, echoRequest, isPending, TOKEN_BYTES } from './echo.ts';
import { createEchoTable, type EchoTable } from './echo-table.ts';
import { answers } from './match.ts';
import { answeredEvent, roundTripMs, senderText, silentEvent } from './outcome.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface ProberOptions {
  readonly clock: Clock;
  /** Unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly limits: Limits;
  readonly report: (event: EchoEvent | LateEvent | DuplicateEvent) => void;
  /** Called whenever the last pending echo has been told. */
  readonly onIdle: () => void;
  /** A socket is of no more use. */
  readonly onBroken: (reason: string) => void;
}

/** A random number of 16 bits. */
function random16(random: ProberOptions['random']): number {
  const [high = 0, low = 0] = random(2);
  return (high << 8) | low;
}

/** Sends echo requests within the limits and tells what became of each. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #table: EchoTable;
  readonly #bucket: TokenBucket;
  readonly #channels = new Map<4 | 6, Channel>();
  readonly #counters = newCounters();
  /** Tells this process's echoes from those of others on the machine. */
  readonly #icmpId: number;
  #pending = 0;

  constructor(options: ProberOptions) {
    const { clock, limits, random } = options;
    this.#options = options;
    this.#icmpId = random16(random);
    this.#table = createEchoTable(() => clock.now(), limits.lateWindowMs, random16(random));
    this.#bucket = createTokenBucket(limits.ratePerSecond, limits.rateBurst, () => clock.now());
  }

  /** For opening the channels that are then given to `use`. */
  readonly channelEvents: ChannelEvents = {
    onArrival: (arrival) => this.#receive(arrival),
    // A wake-up without a packet is no failure.
    onReadFailure: (errno) => {
      if (errno !== 'EAGAIN') this.#counters.malformed += 1;
    },
    onBroken: (reason) => this.#options.onBroken(reason),
  };

  use(channel: Channel): void {
    this.#channels.set(channel.family, channel);
  }

  get pending(): number {
    return this.#pending;
  }

  get counters(): ProbeCounters {
    return { ...this.#counters, pending: this.#pending };
  }

  /** True: an echo with this id is pending, or could still be answered. */
  knows(id: number): boolean {
    return this.#table.byId(id) !== null;
  }

  /** Null: accepted; exactly one `echo` event follows, never before this returns. Expects an id not known. */
  echo(command: EchoCommand): Refusal | null {
    const target = parseTarget(command.address);
    if (isTargetFault(target)) return target;
    const channel = this.#channels.get(target.family);
    if (channel === undefined) {
      return { code: 'family-unavailable', message: `no socket for IPv${target.family} could be opened` };
    }
    const { limits, random } = this.#options;
    if (this.#pending >= limits.outstanding) {
      return { code: 'too-many-outstanding', message: `${limits.outstanding} echoes are pending` };
    }
    if (!this.#bucket.take()) {
      return { code: 'rate-limited', message: `at most ${limits.ratePerSecond} echoes a second` };
    }
    const echo: Echo = {
      id: command.id,
      sequence: this.#table.freeSequence(),
      target,
      timeoutMs: command.timeoutMs,
      token: random(TOKEN_BYTES),
      state: 'queued',
      sentAtMs: null,
      duplicates: 0,
      stopTimer: () => {},
    };
    this.#table.add(echo);
    this.#pending += 1;
    this.#send(channel, echo, command);
    return null;
  }

  /** True: it was pending, and its `echo` event has been reported. */
  cancel(id: number): boolean {
    const echo = this.#table.byId(id);
    if (echo === null || !isPending(echo)) return false;
    this.#settle(echo, 'cancelled', silentEvent(echo, 'cancelled'));
    return true;
  }

  /** Nothing is sent or received any more. */
  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #send(channel: Channel, echo: Echo, { ttl, size }: EchoCommand): void {
    const { clock, limits } = this.#options;
    echo.stopTimer = clock.after(limits.sendStallMs, () => this.#sendFailed(echo, 'EAGAIN'));
    channel.send(echoRequest(echo, this.#icmpId, size), echo.target.text, ttl, {
      onSend: () => {
        if (echo.state !== 'queued') return false;
        echo.state = 'waiting';
        echo.sentAtMs = clock.now();
        return true;
      },
      onResult: (errno) => (errno === null ? this.#sent(echo) : this.#sendFailed(echo, errno)),
    });
  }

  #sent(echo: Echo): void {
    this.#counters.sent += 1;
    echo.stopTimer();
    this.#awaitAnswer(echo, echo.timeoutMs);
  }

  #awaitAnswer(echo: Echo, delayMs: number): void {
    const { clock } = this.#options;
    echo.stopTimer = clock.after(delayMs, () => {
      const leftMs = (echo.sentAtMs ?? 0) + echo.timeoutMs - clock.now();
      if (leftMs > 0) this.#awaitAnswer(echo, leftMs);
      else this.#settle(echo, 'lost', silentEvent(echo, 'lost'));
    });
  }

  #sendFailed(echo: Echo, errno: string): void {
    if (!isPending(echo)) return;
    // Nothing is on the way that could answer.
    this.#settle(echo, 'failed', silentEvent(echo, 'send-error', errno));
    this.#table.remove(echo);
  }

  /** The one way out of the pending states. */
  #settle(echo: Echo, state: 'lost' | 'failed' | 'answered' | 'cancelled', event: EchoEvent): void {
    echo.stopTimer();
    if (echo.sentAtMs === null) this.#table.remove(echo);
    echo.state = state;
    this.#pending -= 1;
    this.#options.report(event);
    if (this.#pending === 0) this.#options.onIdle();
  }

  #receive(arrival: Arrival): void {
    this.#counters.received += 1;
    const answer = readAnswer(arrival);
    if (answer === 'malformed') {
      this.#counters.malformed += 1;
      return;
    }
    const echo =
      answer === 'other' || answer.icmpId !== this.#icmpId ? null : this.#table.bySequence(answer.sequence);
    if (answer === 'other' || echo === null || echo.sentAtMs === null || !answers(answer, echo)) {
      this.#counters.unmatched += 1;
      return;
    }
    this.#counters.matched += 1;
    this.#answered(echo, answer, roundTripMs(echo.sentAtMs, arrival.atMs));
  }

  #answered(echo: Echo, answer: Answer, rttMs: number): void {
    if (echo.state === 'waiting') {
      const state = answer.kind === 'reply' ? 'answered' : 'failed';
      this.#settle(echo, state, answeredEvent(echo, answer, rttMs));
    } else if (answer.kind === 'reply') {
      this.#repliedAfterwards(echo, { id: echo.id, rttMs, from: senderText(answer, echo) });
    }
  }

  /** A reply takes back what was told, once; then it is a duplicate. After a cancel nobody wants to know. */
  #repliedAfterwards(echo: Echo, reply: { id: number; rttMs: number; from: string }): void {
    const { report, limits } = this.#options;
    if (echo.state === 'lost' || echo.state === 'failed') {
      echo.state = 'answered';
      this.#counters.late += 1;
      report({ event: 'late', ...reply });
    } else if (echo.state === 'answered') {
      this.#counters.duplicate += 1;
      echo.duplicates += 1;
      if (echo.duplicates <= limits.duplicatesPerEcho) report({ event: 'duplicate', ...reply });
    }
  }
}
